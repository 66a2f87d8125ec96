"""The pages of reference that are written by the code itself; `python -m tests.docs.reference` writes them anew.

What a field holds is said beside the field (`Annotated`), once; examples are what the invented year prints there.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.cli import (
    agenda,
    beginnings,
    called,
    digesting,
    importing,
    json_shapes,
    keep_shapes,
    many,
    proof_shapes,
    reminding,
    signatures,
    situation,
)
from pipeline.documents.templates.catalogue import CONTEXTS
from pipeline.documents.workbooks.findings import FindingShape
from pipeline.model.phrases import Phrase, Printed
from pipeline.workflows.office import specimens

ROOT = Path(__file__).resolve().parents[2]
FIELDS, JSON = ROOT / "docs/参考-模板字段.md", ROOT / "docs/参考-JSON.md"
_LONGEST = 40
_NOTHING = "（虚构年份里没有）"
_WRITTEN = "本页由程序写成（`python -m tests.docs.reference`），不用手改；和程序不一样，测试通不过。"


# Every document by the commands that print it, in the order of the page.
SHAPES: dict[str, type] = {
    "check": json_shapes.CheckShape,
    "check --date": called.CalledShape,
    "monthly": json_shapes.MonthlyShape,
    "assess": json_shapes.AssessShape,
    "demo": json_shapes.DemoShape,
    "digest": digesting.DigestShape,
    "spotcheck": json_shapes.SpotcheckShape,
    "collate": json_shapes.CollateShape,
    "remind": reminding.RemindShape,
    "remind --commitments": reminding.UncommittedShape,
    "status": situation.StatusShape,
    "run": agenda.RunShape,
    "fleet": many.FleetShape,
    "fleet gather": many.GatherShape,
    "fleet collate": many.FromBelowShape,
    "verify": proof_shapes.ProofShape,
    "verify（几份文稿）": proof_shapes.ProofsShape,
    "verify --figure": proof_shapes.AnswersShape,
    "verify --again": proof_shapes.AgainShape,
    "refresh": proof_shapes.RefreshShape,
    "keep": keep_shapes.KeepShape,
    "sign": signatures.SigningShape,
    "templates check": json_shapes.FaultsShape,
    "plan check、plan show": json_shapes.PlanShape,
    "plan import": importing.DraftShape,
    "plan accept": importing.AcceptedShape,
    "forms、init": json_shapes.SetShape,
    "pack": json_shapes.PackShape,
    "desk": beginnings.DeskShape,
    "问题": FindingShape,
}


@dataclasses.dataclass(frozen=True)
class Place:
    """A place in a context or a document: its path with [] for lists, what it holds, whether anything is printed there."""

    path: str
    told: str
    printed: bool


def places(kind: typing.Any, at: str = "", told: str = "") -> Iterator[Place]:
    """Every list of a context dataclass and everything it can print, in the order of its fields."""
    if typing.get_origin(kind) is typing.Annotated:
        kind, told, *_ = typing.get_args(kind)
    if dataclasses.is_dataclass(kind) and kind not in (Phrase, Printed):
        hints = typing.get_type_hints(kind, include_extras=True)
        for field in dataclasses.fields(kind):
            yield from places(hints[field.name], f"{at}.{field.name}" if at else field.name)
    elif typing.get_origin(kind) is tuple:
        (inner, *_) = typing.get_args(kind)
        if dataclasses.is_dataclass(inner) and inner not in (Phrase, Printed):
            yield Place(f"{at}[]", told, printed=False)
            yield from places(inner, f"{at}[]")
        else:
            yield from places(inner, f"{at}[]", told)
    else:
        members = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
        assert set(members) <= {str, Phrase, Printed}, f"{at}: {kind} cannot be printed"
        yield Place(at, told, printed=True)


def values(context: object, at: str = "") -> Iterator[tuple[str, str]]:
    """Everything a context prints, by path."""
    if dataclasses.is_dataclass(context) and not isinstance(context, Phrase | Printed):
        for field in dataclasses.fields(context):
            yield from values(getattr(context, field.name), f"{at}.{field.name}" if at else field.name)
    elif isinstance(context, tuple):
        for one in context:
            yield from values(one, f"{at}[]")
    else:
        yield at, str(context)


def examples() -> Mapping[str, Mapping[str, str]]:
    """By template and path the first thing the invented year prints there, if it can be no dash."""
    found: dict[str, dict[str, str]] = {}
    for letter in specimens()[0]:
        for path, text in values(letter.context):
            shown = found.setdefault(letter.template, {})
            if text and shown.get(path, "—") == "—":
                shown[path] = text
    return found


def fields_page() -> str:
    """参考-模板字段: what an office's template may print, document by document."""
    shown = examples()
    lines = [
        "# 参考：模板字段",
        "",
        "改 `templates` 里的 Word 模板时查：每件文稿有哪些字段，印出来是什么。例子取自虚构的一年，长的只写开头。",
        "",
        "- 印一个字段，写 `{{ title }}`；属于哪一项的，用点连起来：`{{ annex1.title }}`。",
        "- 带 `[]` 的是一串，一项一项印：单独一段写 `{%p for one in matters %}`，下一段写 `{{ one.heading }}{{ one.text }}`，再单独一段写",
        "  `{%p endfor %}`；表格里一项一行的，用 `{%tr for one in annex1.rows %}` 和 `{%tr endfor %}`，各占一行。",
        "- 一串里直接是文字的（`[]` 后面没有点），循环里写 `{{ one }}`。",
        "- 没有列出来的印不出来：写错名字，`minsheng templates check` 会说在哪一段，并给出最接近的写法。",
        "",
        _WRITTEN,
    ]
    for template, kind in CONTEXTS.items():
        lines += ["", f"## {template}", "", "| 字段 | 印什么 | 例 |", "|---|---|---|"]
        for place in places(kind):
            example = _example(shown[template].get(place.path, "")) if place.printed else ""
            lines.append(f"| `{place.path}` | {place.told} | {example} |")
    return "\n".join(lines) + "\n"


def _example(text: str) -> str:
    bare = text.replace("|", "｜").replace("\n", " ")
    if not bare:
        return _NOTHING
    # An underscore is emphasis to whoever shows the page.
    return (bare if len(bare) <= _LONGEST else f"{bare[:_LONGEST]}……").replace("_", "\\_")


def keys(kind: typing.Any, at: str = "", told: str = "") -> Iterator[Place]:
    """Every key of a JSON document, [] for a list; a finding is told once, and a table of counts by its own name."""
    while typing.get_origin(kind) in (typing.Annotated, typing.NotRequired):
        kind, *more = typing.get_args(kind)
        told = more[0] if more else told
    listed = typing.get_origin(kind) is list
    inner = typing.get_args(kind)[0] if listed else kind
    members = typing.get_args(inner) if isinstance(inner, types.UnionType) else (inner,)
    (shape, *_) = [one for one in members if typing.is_typeddict(one)] or [None]
    here = f"{at}[]" if listed else at
    if shape is None or (shape is FindingShape and at):
        null = "；没有的是 null" if type(None) in members and "null" not in told else ""
        yield Place(here, told + null, printed=True)
        return
    if at:
        yield Place(here, told, printed=False)
    for key, hint in typing.get_type_hints(shape, include_extras=True).items():
        yield from keys(hint, f"{here}.{key}" if here else key)


def json_page() -> str:
    """参考-JSON: the keys of every document `--json` prints."""
    lines = [
        "# 参考：`--json` 印什么",
        "",
        "给读 `--json` 的程序用。标准输出只有一份 JSON；退出码是2或更大时没有，只有 `run` 总有。",
        "",
        "- 数、份数、年份都是文字，不用浮点数（`assess` 的年度、实事序号和 `monthly` 的 `summary` 是整数）。",
        "- 数按基本计量单位（5.83万人是58300，单位是人），比率按百分数；`rate`、`pace` 是百分数，`gap` 是百分点，至多四位小数。",
        "- 没有的是 null。以后会加新的键；已有的键意思不变。",
        '- 带 `[]` 的是一串。每套材料里的 findings.json 是 `{"findings": […]}`，格式和这里的“问题”一样。',
        "",
        _WRITTEN,
    ]
    for name, kind in SHAPES.items():
        lines += ["", f"## {name}", "", "| 键 | 内容 |", "|---|---|"]
        lines += [f"| `{place.path}` | {place.told} |" for place in keys(kind)]
    return "\n".join(lines) + "\n"


PAGES = {FIELDS: fields_page, JSON: json_page}


if __name__ == "__main__":
    for page, write in PAGES.items():
        page.write_text(write(), encoding="utf-8", newline="\n")
        print(page.relative_to(ROOT).as_posix())
