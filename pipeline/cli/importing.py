"""`plan import` and `plan accept`: what was read of a notice, told to people and to programs; the draft made the plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypedDict

from pipeline.cli.answers import answer
from pipeline.cli.exit_codes import DONE, FAULT, LOOK, say
from pipeline.cli.options import Manner
from pipeline.files.folder import digest
from pipeline.inputs.notices.notice_lines import Notice
from pipeline.inputs.notices.notice_reading import ReadNotice
from pipeline.inputs.notices.outline import DraftMatter, DraftTarget
from pipeline.inputs.notices.quantities import Fate
from pipeline.model.errors import PlanProblem
from pipeline.workflows.notices import Imported, Refused, accept_draft, import_notice


class DraftedTargetShape(TypedDict):
    """A target of a draft."""

    span: Annotated[str, "原文"]
    value: Annotated[str, "数，照原文写"]
    unit: Annotated[str, "计量单位，万、亿留在里面"]
    comparator: Annotated[str, "比较的词，照原文；没有的是空的"]
    op: Annotated[str, "plain、ge、le 或 approx"]
    kind: Annotated[str, "类型"]
    review: Annotated[bool, "要请人核对的是 true"]
    doubts: Annotated[list[str], "为什么要核对"]


class DraftedNodeShape(TypedDict):
    """A date with a figure in a schedule."""

    by: Annotated[str, "到什么时候，照原文"]
    value: Annotated[str, "数"]
    span: Annotated[str, "原文"]


class DraftedMatterShape(TypedDict):
    """A matter of a draft."""

    no: Annotated[str, "编号，照原文；没有的是空的"]
    title: Annotated[str, "实事事项"]
    lead_units: Annotated[list[str], "责任单位，照原文"]
    coop_units: Annotated[list[str], "配合单位，照原文"]
    deadline: Annotated[str, "完成时限，照原文；没有的是空的"]
    targets: Annotated[list[DraftedTargetShape], "有数的目标"]
    milestones: Annotated[list[str], "没有数的进度要求，照原文"]
    nodes: Annotated[list[DraftedNodeShape], "有数的节点"]


class NumbersShape(TypedDict):
    """How the numbers of a notice add up; whole numbers."""

    all: Annotated[int, "全部数字"]
    targets: Annotated[int, "成了目标的"]
    dates: Annotated[int, "日期、年份和节点"]
    unused: Annotated[int, "没有采用的"]


class DraftShape(TypedDict):
    """`plan import --json`."""

    recognised: Annotated[bool, "认出了结构是 true；不是的每一格都要核对"]
    refused: Annotated[str | None, "为什么没有读；读了的是 null"]
    shape: Annotated[str, "按什么分的件"]
    year: Annotated[int | None, "年度；整数"]
    draft: Annotated[str | None, "草稿的路径；没有写的是 null"]
    matters: Annotated[list[DraftedMatterShape], "事项"]
    numbers: Annotated[NumbersShape, "数字的去向：all = targets + dates + unused"]
    remarks: Annotated[list[str], "和原文对不上的地方"]


class AcceptedShape(TypedDict):
    """`plan accept --json`."""

    path: Annotated[str, "任务分解表的路径"]
    sha256: Annotated[str, "校验值"]


def plan_import(manner: Manner, notice: Path, year: int | None) -> int:
    """`plan import`: the draft written, told in a few lines; `--json` prints one object whatever happens."""
    path = notice if notice.exists() else manner.office.root / notice
    try:
        made = import_notice(manner.office, path, year, manner.today)
    except Refused as refused:
        if not manner.json:
            raise
        say(str(refused), FAULT)
        return answer(manner, (), _refused(str(refused)), FAULT)
    sure = made.read.draft.structure.recognised and made.path is not None
    return answer(manner, _told(manner, made, year), _json(manner, made), DONE if sure else LOOK)


def plan_accept(manner: Manner) -> int:
    """`plan accept`: the corrected draft is the plan from now on."""
    year = manner.office.plan_year(manner.today)
    if year is None:
        raise PlanProblem("这里没有任务分解表草稿。请先运行 minsheng plan import 通知文件。")
    path = accept_draft(manner.office, year)
    shown = manner.office.relative(path)
    lines = [f"已把草稿定为 {shown}", "下一步：核对一遍", f"  {manner.command} plan check"]
    document: AcceptedShape = {"path": shown, "sha256": digest(path.read_bytes())}
    return answer(manner, lines, document, DONE)


def _told(manner: Manner, made: Imported, asked: int | None) -> Iterator[str]:
    draft, balance = made.read.draft, made.read.balance
    built = draft.structure
    targets = [target for matter in draft.matters for target in matter.targets]
    nodes = sum(len(matter.nodes) for matter in draft.matters)
    told = f"（原文称{'、'.join(map(str, built.announced))}件）" if built.announced else ""
    shape = (
        built.shape if built.recognised else "未认出结构" + (f"，按{built.shape}试分" if built.shape else "")
    )
    yield (
        f"结构：{shape}，{len(draft.matters)}件{told}；目标{len(targets)}个（请核对{sum(one.review for one in targets)}个），"
        f"节点{nodes}个；数字总数{balance.all}＝目标{balance.targets}＋日期{balance.dates}＋未采用{balance.unused}"
    )
    yield from (f"请核对：{doubt}" for doubt in built.doubts)
    if asked is not None and made.year is not None and asked != made.year:
        yield f"通知说的是{made.year}年，和 --year {asked} 不同，按{made.year}年写。"
    if made.path is None:
        why = "看不出是哪一年，请加 --year" if made.year is None else "这里不是工作目录，请先 minsheng init"
        yield f"没有写草稿：{why}。"
        return
    if made.kept:
        yield "以前的草稿有人改过，留着没有动，另写了一份。"
    yield "已写草稿："
    yield f"  {manner.office.relative(made.path)}"
    yield "下一步：对照原文改黄色的格子，改好一行删去“请核对”，然后核对"
    yield f"  {manner.command} plan check"


def _json(manner: Manner, made: Imported) -> DraftShape:
    read, built = made.read, made.read.draft.structure
    balance = read.balance
    return {
        "recognised": built.recognised,
        "refused": None,
        "shape": built.shape,
        "year": made.year,
        "draft": manner.office.relative(made.path) if made.path is not None else None,
        "matters": [_matter(read, matter) for matter in read.draft.matters],
        "numbers": {
            "all": balance.all,
            "targets": balance.targets,
            "dates": balance.dates,
            "unused": balance.unused,
        },
        "remarks": list(built.doubts),
    }


def _refused(why: str) -> DraftShape:
    return {
        "recognised": False,
        "refused": why,
        "shape": "",
        "year": None,
        "draft": None,
        "matters": [],
        "numbers": {"all": 0, "targets": 0, "dates": 0, "unused": 0},
        "remarks": [],
    }


def _matter(read: ReadNotice, matter: DraftMatter) -> DraftedMatterShape:
    notice = read.draft.notice
    return {
        "no": matter.item.number,
        "title": notice.text(matter.item.title),
        "lead_units": list(matter.leads),
        "coop_units": list(matter.cooperating),
        "deadline": matter.deadline,
        "targets": [_target(notice, target) for target in matter.targets],
        "milestones": [notice.text(stretch) for stretch in matter.milestones],
        "nodes": [
            {"by": node.by, "value": node.quantity.figures, "span": notice.text(node.span)}
            for node in matter.nodes
        ],
    }


def _target(notice: Notice, target: DraftTarget) -> DraftedTargetShape:
    one = target.quantity
    return {
        "span": notice.text(target.span),
        "value": one.figures,
        "unit": one.unit,
        "comparator": target.compared.word,
        "op": target.compared.op,
        "kind": target.kind,
        "review": target.review or one.fate is Fate.DOUBTFUL,
        "doubts": list(target.doubts),
    }
