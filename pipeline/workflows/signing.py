"""Papers that came back from the leader: recognised, held against what was printed, kept, registered; then sent (SIGNED §1).

Everything is looked at before anything is written: a paper that cannot be signed leaves the others unsigned too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from pipeline.files.machine import reason
from pipeline.inputs.decisions.register import Decisions, read_decisions
from pipeline.inputs.decisions.signing_sheets import is_number, paper_named
from pipeline.model.errors import MachineProblem, UsageProblem
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.signing import Channel, PaperName, Sending, Signature, edition_of
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import amend, enter
from pipeline.outputs.signed import SignedPaper, add_receipts, add_stamped, lay_signed, signed_papers
from pipeline.workflows.came_back import Came, Signing, bring_back, came_back
from pipeline.workflows.reading import plan_of
from pipeline.workflows.recognition import Desk, base

_STAMPED = {".pdf": b"%PDF-", ".ofd": b"PK"}
_RECEIPTS = {**_STAMPED, ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8", ".png": b"\x89PNG"}


@dataclass(frozen=True, slots=True)
class Signed:
    """What `sign` came to: the papers signed now, where each lies, the stamped files laid beside a paper, what was sent to whom,
    who acknowledged what, the receipts kept.
    """

    plan: Plan
    month: Month
    came: tuple[Came, ...] = ()
    places: Mapping[str, Path] | None = None
    stamped: tuple[Path, ...] = ()
    sent: tuple[tuple[PaperName, str], ...] = ()
    received: tuple[tuple[PaperName, str], ...] = ()
    receipts: tuple[Path, ...] = ()


def sign(office: Workspace, month: Month, papers: Sequence[Path], said: Signing, today: date) -> Signed:
    """Keep the signed .docx of papers of a month's 清样 and their stamped files, and enter them into 签发.

    Raises `Unknown` for a file no set remembers or that is no .docx, `UsageProblem` for whatever cannot be signed so,
    `PlanProblem` or `MachineProblem` where it cannot be written; nothing is changed then.
    """
    plan = plan_of(office, month.year)
    decisions = read_decisions(office, plan)
    documents, stamped = _sorted_out(papers)
    _require_sayable(documents, stamped, said, today)
    desk = Desk(office)
    came = tuple(
        came_back(office, plan, decisions, desk.known(path), desk, month, said) for path in documents
    )
    _require_each_once(came)
    for one in came:
        bring_back(office, one)
    places = {}
    try:
        for one in came:
            entered = partial(_enter_signature, office, plan, decisions, one)
            places[one.name.text] = lay_signed(office.outputs, one.paper, one.data, stamped, entered)
    except OSError as error:
        raise MachineProblem(
            f"写不进“{office.outputs}”：{reason(error)}。没有收存签发稿，处理后重新运行同一个命令即可。"
        ) from error
    return Signed(plan, month, came, places)


def stamp(office: Workspace, month: Month, name: str, papers: Sequence[Path]) -> Signed:
    """Lay the stamped files that came later beside a paper that is signed; raises as `sign` does."""
    plan = plan_of(office, month.year)
    _, stamped = _sorted_out(papers)
    paper = named(office, plan, month, name)
    try:
        laid = add_stamped(office.outputs, paper, stamped)
    except ValueError:
        raise UsageProblem(f"“{name}”已经收存了另一份盖章件，没有换。签发的文件不再改动。") from None
    except OSError as error:
        raise MachineProblem(f"写不进“{office.outputs}”：{reason(error)}，没有改动。") from error
    return Signed(plan, month, stamped=laid)


def send(
    office: Workspace,
    month: Month,
    names: Sequence[str],
    day: date,
    channel: Channel,
    to: Sequence[str],
    today: date,
) -> Signed:
    """Enter into 报送 that signed papers went to these recipients; raises as `sign` does."""
    plan = plan_of(office, month.year)
    decisions = read_decisions(office, plan)
    if day > today:
        raise UsageProblem(f"报送日期{day.isoformat()}晚于今天，请改正报送日期。")
    found = [_registered(plan, decisions, month, name) for name in names]
    called = dict.fromkeys(_recipient(plan, one, day) for one in to)
    rows = []
    for signature in found:
        if day < signature.day:
            raise UsageProblem(
                f"报送日期{day.isoformat()}早于“{signature.paper.text}”签发的{signature.day.isoformat()}，请改正报送日期。"
            )
        before = {
            plan.find_unit(one.to) or one.to
            for one in decisions.signing.sendings
            if one.paper == signature.paper
        }
        again = next((one for one in called if (plan.find_unit(one) or one) in before), None)
        if again is not None:
            raise UsageProblem(f"“{signature.paper.text}”送{again}已经登记过，没有再记。")
        rows += [(signature.paper, one) for one in called]
    written = plan.cycle.written(month)
    enter(
        office,
        month.year,
        "报送",
        [
            {
                "月份": written,
                "文稿": paper.text,
                "报送对象": one,
                "报送日期": day.isoformat(),
                "方式": channel.value,
            }
            for paper, one in rows
        ],
    )
    return Signed(plan, month, sent=tuple(rows))


def acknowledge(
    office: Workspace,
    month: Month,
    whom: Sequence[tuple[str, str]],
    day: date,
    papers: Sequence[Path],
    today: date,
) -> Signed:
    """Enter into 报送 that papers were acknowledged, each by a recipient, and keep the receipt of one; raises as `sign` does."""
    plan = plan_of(office, month.year)
    decisions = read_decisions(office, plan)
    if day > today:
        raise UsageProblem(f"签收日期{day.isoformat()}晚于今天，请改正签收日期。")
    receipts = _receipts(papers)
    sent = [
        _sent(plan, decisions, _registered(plan, decisions, month, name), to, day)
        for name, to in dict.fromkeys(whom)
    ]
    if receipts and len(sent) > 1:
        raise UsageProblem("有几个签收的对象，分不清回执是谁的，请一个对象一个对象登记。")
    cells = [one.receipt for one in sent if one.receipt is not None and one.received is None]

    def entered() -> None:
        if cells:
            amend(office, month.year, {(cell.sheet, cell.ref): day.isoformat() for cell in cells})

    laid: tuple[Path, ...] = ()
    if receipts:
        laid = _laid_beside(office, plan, month, sent[0], receipts, entered)
    else:
        entered()
    received = tuple((one.paper, one.to) for one in sent)
    return Signed(plan, month, received=received, receipts=laid)


def _laid_beside(
    office: Workspace,
    plan: Plan,
    month: Month,
    sent: Sending,
    receipts: Mapping[str, bytes],
    entered: Callable[[], None],
) -> tuple[Path, ...]:
    """The receipt of one who got a signed paper kept beside it, once the register has it."""
    paper = named(office, plan, month, sent.paper.text)
    try:
        return add_receipts(office.outputs, paper, sent.to, receipts, entered)
    except ValueError:
        raise UsageProblem(f"“{sent.paper.text}”已经收存了{sent.to}的另一份回执，没有换。") from None
    except OSError as error:
        raise MachineProblem(f"写不进“{office.outputs}”：{reason(error)}，没有改动。") from error


def _sent(plan: Plan, decisions: Decisions, signature: Signature, to: str, day: date) -> Sending:
    """The row of 报送 that a recipient acknowledges on a day; `UsageProblem` where there is none, or it says otherwise."""
    paper, key = signature.paper, plan.find_unit(to) or to.strip()
    rows = [one for one in decisions.signing.sendings if one.paper == paper]
    found = next((one for one in rows if (plan.find_unit(one.to) or one.to) == key), None)
    if found is None:
        there = f"登记了送给：{'、'.join(one.to for one in rows)}" if rows else "还没有登记报送"
        raise UsageProblem(f"“{paper.text}”没有登记过送{to}，不能登记签收。{there}。")
    if found.received not in (None, day):
        raise UsageProblem(f"“{paper.text}”{found.to}{found.received.isoformat()}已经签收，没有改。")
    if day < found.day:
        raise UsageProblem(f"签收日期{day.isoformat()}早于报送的{found.day.isoformat()}，请改正签收日期。")
    if found.receipt is None:
        raise UsageProblem("处理登记“报送”没有“签收日期”一列，写不进去，请补上这一列再登记。")
    return found


def _receipts(papers: Sequence[Path]) -> dict[str, bytes]:
    """The files of a receipt, by their endings; `UsageProblem` for what is none."""
    return _files_of(papers, _RECEIPTS, "回执", "不是回执（.pdf、.ofd、.jpg、.png）。请换成这几种再登记。")


def _recipient(plan: Plan, text: str, day: date) -> str:
    """Whom people mean by any name of a unit, as papers of that day call it; anybody else as written."""
    key = plan.find_unit(text)
    return plan.name(key, day) if key is not None else text.strip()


def named(office: Workspace, plan: Plan, month: Month, name: str) -> SignedPaper:
    """The signed paper people mean by 报告 or 报告（更正）; `UsageProblem` tells which there are."""
    name = _meant(plan, month, name)
    papers = {
        _name_of(month, one).text: one
        for each in _sets(office, month)
        for one in signed_papers(office.outputs, each).values()
    }
    if name not in papers:
        there = f"签发了的有：{'、'.join(papers)}" if papers else "还没有签发的文稿"
        raise UsageProblem(f"{month} 没有签发过“{name}”，{there}。")
    return papers[name]


def _sets(office: Workspace, month: Month) -> list[str]:
    """The sets of a period that may hold signed papers: its own, then the 更正 beside it."""
    own = edition_of(month)
    beside = sorted(path.name.removesuffix("-签发") for path in office.outputs.glob(f"{own}*-签发"))
    return [one for one in beside if base(one) == own]


def _name_of(month: Month, paper: SignedPaper) -> PaperName:
    return PaperName(month, paper.id, paper.set.removeprefix(base(paper.set)).removeprefix("-"))


def _registered(plan: Plan, decisions: Decisions, month: Month, name: str) -> Signature:
    """The row of 签发 for a paper by its name."""
    there = {one.paper.text: one for one in decisions.signing.of(month).signatures}
    name = _meant(plan, month, name)
    if name not in there:
        known = f"登记了的有：{'、'.join(there)}" if there else "还没有登记签发的文稿"
        raise UsageProblem(f"{month} 没有登记过“{name}”的签发，不能登记报送。{known}。")
    return there[name]


def _meant(plan: Plan, month: Month, name: str) -> str:
    """A paper's name as it is registered; a unit in it may be called by any name it has or had."""
    meant = paper_named(month, name)
    paper, dash, unit = meant.id.partition("-")
    return replace(meant, id=f"{paper}-{plan.find_unit(unit) or unit}").text if dash else name


def _sorted_out(papers: Sequence[Path]) -> tuple[list[Path], dict[str, bytes]]:
    """The documents, and the stamped files by their endings; `UsageProblem` for anything that is neither."""
    documents = [path for path in papers if path.suffix.lower() == ".docx"]
    others = [path for path in papers if path not in documents]
    wrong = "不是 Word 文稿（.docx），也不是盖章件（.pdf、.ofd）。请用 Word 或 WPS 另存为 .docx 再登记。"
    return documents, _files_of(others, _STAMPED, "盖章件", wrong)


def _files_of(
    papers: Sequence[Path], kinds: Mapping[str, bytes], called: str, wrong: str
) -> dict[str, bytes]:
    """Files by their endings, each of one of these kinds and one of a kind at most; else `UsageProblem`."""
    found: dict[str, bytes] = {}
    for path in papers:
        ending = path.suffix.lower()
        if ending not in kinds:
            raise UsageProblem(f"{path.name} {wrong}")
        if not path.is_file():
            raise UsageProblem(f"没有找到 {path}，请检查文件名和所在的文件夹。")
        data = path.read_bytes()
        if not data.startswith(kinds[ending]):
            raise UsageProblem(f"{path.name} 不是{ending[1:].upper()}文件，或者已经损坏，请换一份{called}。")
        if ending in found:
            raise UsageProblem(f"有两份{ending[1:].upper()}{called}，分不清用哪一份，请只写一份。")
        found[ending] = data
    return found


def _require_sayable(
    documents: Sequence[Path], stamped: Mapping[str, bytes], said: Signing, today: date
) -> None:
    if said.day > today:
        raise UsageProblem(f"签发日期{said.day.isoformat()}晚于今天，请改正签发日期。")
    if said.number and not is_number(said.number):
        raise UsageProblem(f"文号“{said.number}”不合写法，请照文稿上的写，如云民办〔2023〕5号。")
    if len(documents) > 1 and said.number:
        raise UsageProblem(
            "一个文号只能给一份文稿。几份一起登记的，先在文稿里填好各自的文号，不写 --number。"
        )
    if len(documents) > 1 and stamped:
        raise UsageProblem("几份文稿一起登记时，分不清盖章件是哪一份的，请一份一份登记。")


def _require_each_once(came: Sequence[Came]) -> None:
    for number, one in enumerate(came):
        for other in came[:number]:
            if one.name == other.name:
                raise UsageProblem(f"“{one.name.text}”写了两份，分不清签发的是哪一份，请只写一份。")
            if one.paper.number and one.paper.number == other.paper.number:
                raise UsageProblem(
                    f"“{one.name.text}”和“{other.name.text}”的文号都是{one.paper.number}，请改正其中一份。"
                )


def _enter_signature(office: Workspace, plan: Plan, decisions: Decisions, came: Came) -> None:
    """The row of 签发; none where somebody has written it already."""
    if any(one.paper == came.name for one in decisions.signing.signatures):
        return
    row = {
        "月份": plan.cycle.written(came.name.month),
        "文稿": came.name.text,
        "文号": came.paper.number,
        "签发日期": came.paper.day.isoformat(),
        "签发岗位": came.paper.post,
        "手改的数": "、".join(map(str, came.handwritten)),
    }
    enter(office, came.name.month.year, "签发", [row])
