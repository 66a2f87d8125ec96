"""Kept paragraphs in a later making: where they stand, with which figures, and what is told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.documents.keeping.edits import edits
from pipeline.documents.keeping.settling import Matter, Remark, settle
from pipeline.documents.keeping.slots import as_read, original, parts, shown_words
from pipeline.model.editorial import Change, Fact, Kept, Original
from pipeline.model.phrases import Printed
from tests.keeping.test_edits import PRINTED, TEXTS, figures, rows, trace

HOUSING = PRINTED[5]


def kept(old: str, new: str) -> list[Kept]:
    """The rows of one paragraph reworded."""
    return rows(edits(PRINTED, [new if line == old else line for line in PRINTED]))


def made(
    lines: Sequence[str], held: Mapping[str, Printed], of: Sequence[Kept]
) -> tuple[list[str], tuple[Remark, ...]]:
    """The document as it reads, and what is told."""
    standing, remarks = settle(lines, held, of)
    return [as_read(one.text, held) for one in standing if not one.gone], remarks


def test_words_get_the_figures_of_the_making() -> None:
    of = kept(HOUSING, HOUSING.replace("完成年度", "经努力完成年度"))
    texts = [{"12": "14", "48.0%": "56.0%"}.get(text, text) for text in TEXTS]
    said, (remark,) = made(PRINTED, figures(texts), of)
    assert said[5] == "（二）老旧小区改造开工14个，经努力完成年度目标任务的56.0%，比上月增加4个。"
    assert (remark.matter, remark.changed) == (Matter.FIGURES, (("12", "14"), ("48.0%", "56.0%")))
    assert (remark.stands, remark.machine) == (said[5], said[5].replace("经努力", ""))


def test_two_figures_that_read_alike_go_their_own_ways() -> None:
    """4 projects behind, and 4 more than last month: a list tells them apart, the bookmark's number does not."""
    of = kept(PRINTED[3], PRINTED[3].replace("其中", "目前"))
    texts = ["5" if at == 2 else text for at, text in enumerate(TEXTS)]
    said, _ = made(PRINTED, figures(texts), of)
    assert said[3] == "3件重点民生实事分解为11项指标，目前按序时进度5项，进度滞后2项。"
    same = Original("", (Fact("4", "", "甲"), Fact("4", "", "乙")))
    assert list(parts("有〖4·2〗项、〖4〗项、〖9〗项", same.facts)) == ["有", 1, "项、", 0, "项、〖9〗项"]
    assert shown_words("有〖4·2〗项", same.facts) == "有4项"


def test_words_the_program_has_changed_are_told_with_its_own() -> None:
    of = kept(HOUSING, HOUSING.replace("完成年度", "经努力完成年度"))
    now = HOUSING.replace("，比上月增加{_f0009}个", "，低于序时进度，比上月增加{_f0009}个")
    said, (remark,) = made([now if line == HOUSING else line for line in PRINTED], figures(), of)
    assert remark.matter is Matter.WORDS and "低于序时进度" in remark.machine
    assert (
        said[5]
        == remark.stands
        == "（二）老旧小区改造开工12个，经努力完成年度目标任务的48.0%，比上月增加4个。"
    )


def test_a_figure_the_program_has_no_more_leaves_its_own_sentence() -> None:
    of = kept(HOUSING, HOUSING.replace("完成年度", "经努力完成年度"))
    now = "（二）老旧小区改造开工{_f0007}个，本月数据正在核实，完成年度目标任务的比例暂不计算。"
    held = {name: one for name, one in figures().items() if name not in ("_f0008", "_f0009")}
    said, (remark,) = made([now if line == HOUSING else line for line in PRINTED], held, of)
    assert said[5] == "（二）老旧小区改造开工12个，本月数据正在核实，完成年度目标任务的比例暂不计算。"
    assert remark.matter is Matter.LOST and "经努力完成年度目标任务的48.0%" in remark.stands
    assert remark.machine == said[5]


def test_what_was_said_of_one_target_is_never_put_on_another() -> None:
    of = kept(HOUSING, HOUSING.replace("完成年度", "经努力完成年度"))
    lines = [line for line in PRINTED if line != HOUSING]
    held = {name: one for name, one in figures().items() if one.about != "T02-1"}
    said, (remark,) = made(lines, held, of)
    assert (said, remark.matter) == ([as_read(line, held) for line in lines], Matter.LOST)


def test_a_paragraph_dropped_is_told_every_time_and_what_it_came_to_say() -> None:
    of = rows(edits(PRINTED, [line for line in PRINTED if line != HOUSING]))
    said, (remark,) = made(PRINTED, figures(), of)
    assert len(said) == len(PRINTED) - 1
    assert (remark.matter, remark.changed, remark.reworded) == (Matter.DROPPED, (), False)
    texts = ["13" if text == "12" else text for text in TEXTS]
    _, (remark,) = made(PRINTED, figures(texts), of)
    assert remark.changed == (("12", "13"),) and "开工13个" in remark.machine


def test_an_edit_of_an_edit_is_about_the_same_paragraph() -> None:
    """What the set remembers beneath kept words: the second row names the program's paragraph, and the later row counts."""
    first = kept(HOUSING, HOUSING.replace("完成年度", "经努力完成年度"))
    standing, _ = settle(PRINTED, figures(), first)
    lines = [one.text for one in standing]
    remembered = trace(lines, ((lines[5], original(HOUSING, figures())),))
    again = [line.replace("经努力", "经上下努力") for line in lines]
    second = rows(edits(lines, again), remembered)
    assert second[0].original == first[0].original
    said, _ = made(PRINTED, figures(), [*first, *second])
    assert "经上下努力" in said[5]
    # The first row deleted by a person, the second still stands.
    assert made(PRINTED, figures(), second)[0] == said


def test_what_reads_alike_is_told_apart_by_its_order() -> None:
    lines = ["总的来看。", "附件", "一、情况。", "附件", "二、情况。"]
    found = edits(lines, ["总的来看。", "附件", "一、情况。", "二、情况。"])
    of = rows(found, replace(trace(), lines=tuple(lines)))
    assert [(one.change, one.original.number) for one in of] == [(Change.DROP, 2)]
    said, _ = made(lines, figures(), of)
    assert said == ["总的来看。", "附件", "一、情况。", "二、情况。"]


def test_a_document_of_nothing_takes_nothing() -> None:
    of = rows(edits(PRINTED, ["首先要说。", *PRINTED]))
    assert of[0].original.text == ""
    said, (remark,) = made([], {}, of)
    assert (said, remark.matter) == ([], Matter.LOST)


def test_a_sentence_looks_like_a_sentence_and_a_heading_like_a_heading() -> None:
    of = rows(edits(PRINTED, [*PRINTED[:3], "全市抗汛。", *PRINTED[3:6], "（三）其他工作", *PRINTED[6:]]))
    standing, _ = settle(PRINTED, figures(), of)
    assert [(one.text, one.like) for one in standing if one.source is None] == [
        ("全市抗汛。", 3),
        ("（三）其他工作", 7),
    ]


def test_a_paragraph_that_is_gone_takes_no_other_of_its_target() -> None:
    """A reason dropped, and later gone by itself: what is said of the same target elsewhere, in a leader's words, stands."""
    reason = (
        "老旧小区改造开工{_f0007}个（{_f0008}），低于节点进度。据市住建局反映，主要原因是居民意见尚未统一。"
    )
    lines = [*PRINTED[:7], reason, *PRINTED[7:]]
    said = HOUSING.replace("完成年度", "经努力完成年度")
    of = rows(edits(lines, [said if one == HOUSING else one for one in lines if one != reason]), trace(lines))
    stands, told = made(PRINTED, figures(), of)
    assert "经努力" in stands[5]
    assert [one.matter for one in told] == [Matter.LOST]
