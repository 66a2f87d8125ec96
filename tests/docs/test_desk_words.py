"""What 手册-秘书 tells people to click and fill stands on a page of the desk so; and an office's words are used, no others."""

from __future__ import annotations

import re

import pytest

from tests.desk.test_pictures import PICTURES, path_of
from tests.docs.test_handbooks import ROOT, SECRETARY, text_of
from tests.screens import read

# DESK §2: words of programmers, and two of our own that no office uses.
NOT_SAID = ("带缺", "种子", "令牌", "缓存", "工作区", "前端", "后端", "点击率", "token", "session")


def first_half() -> str:
    """The handbook of the desk: what stands before the sections to look things up in."""
    return text_of(SECRETARY).partition("\n以下备查。\n")[0]


def chapters() -> dict[str, str]:
    parts = re.split(r"^## (.+)$", first_half(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def on_pages() -> str:
    """All that stands on pages: as pictures have it, and in templates, where what is put in by the page is ……."""
    templates = [path.read_text(encoding="utf-8") for path in (ROOT / "pipeline/desk/pages").glob("*.html")]
    chosen = [word for text in templates for word in re.findall(r'"([^"\n]+)"', text)]
    bare = [re.sub(r"\{[{%].*?[%}]\}", "……", text) for text in templates]
    return "\n".join(
        [
            *chosen,
            *(re.sub(r"<[^>]*>", "\n", text) for text in bare),
            *(read(path_of(one)).words for one in PICTURES.values()),
        ]
    )


@pytest.mark.parametrize("chapter", chapters())
def test_what_is_to_be_clicked_or_filled_stands_on_a_page(chapter: str) -> None:
    there = on_pages()
    told = [one for one in re.findall(r"\*\*(.+?)\*\*", chapters()[chapter]) if not one.endswith("。")]
    assert [one for one in told if any(piece not in there for piece in one.split("……"))] == []


def test_the_chapters_are_told_in_the_table_of_steps() -> None:
    numbers = dict(re.findall(r"\| (\S+)（([一二三四五六七八九十]+)） \|", first_half()))
    assert len(numbers) >= 6
    for page, number in numbers.items():
        assert f"{number}、{page}" in chapters(), page


@pytest.mark.parametrize("word", NOT_SAID)
def test_an_office_s_words_are_used(word: str) -> None:
    # The item of the plan is called so in people's workbooks.
    assert word not in first_half().replace("工作区单位", "")
