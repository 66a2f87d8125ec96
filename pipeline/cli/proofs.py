"""What is told of documents that were verified, refreshed or made again: lines for people, JSON for programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from pipeline.cli.answers import answer
from pipeline.cli.exit_codes import DONE, LOOK, say
from pipeline.cli.options import Manner, period
from pipeline.cli.proof_shapes import (
    AgainShape,
    AnswersShape,
    FigureShape,
    ProofShape,
    ProofsShape,
    RefreshShape,
)
from pipeline.cli.terminal import wrapped
from pipeline.documents.provenance.scrutiny import Reworded
from pipeline.documents.provenance.verify import Checked, State
from pipeline.inputs.tables.reader import is_number
from pipeline.model.charts import chart_changes, chart_series
from pipeline.model.figures import plain, shortened
from pipeline.model.periods import spelt
from pipeline.model.phrases import QUOTED, Printed
from pipeline.workflows import proofreading
from pipeline.workflows.proofreading import Again, Answer, Proof, Refreshed

_SHOWN = 30
# Marks as verify compares them, and as a sentence has them.
_MARKS = str.maketrans(",;:?!", "，；：？！")
# Figures that are told with their sentences, or need not be told.
_IN_WORDS = frozenset({State.SAME, State.CONTRARY, State.REWORDED})
_NEAR = Decimal("0.000001")


def proof_lines(proof: Proof) -> Iterator[str]:
    """The document in one line, then every figure that is not 一致 and every number nothing backs."""
    verified = proof.verified
    counts = Counter(one.state for one in verified.figures)
    told = [f"{len(verified.figures)}个数", *(f"{state}{counts[state]}" for state in State if counts[state])]
    if verified.untraced:
        told.append(f"没有来源的数{len(verified.untraced)}")
    sentences = Counter(map(_state, verified.words))
    told += [
        f"{state}的句子{sentences[state]}" for state in (State.CONTRARY, State.DELETED) if sentences[state]
    ]
    yield from wrapped(f"{proof.path.name}（{proof.set}）：{'，'.join(told)}", "  ")
    if proof.foreign is not None:
        yield from wrapped(
            f"  认出它靠的是旁边的 {proof.foreign.name}，不是本工作目录自己的记录，不作凭据，只按本工作目录现在的来源核对。",
            "  ",
        )
    if proof.note:
        compared = "没有重新计算" if proof.foreign else "只比较了来源单元格，没有重新计算"
        yield from wrapped(f"  {proof.note}，{compared}。", "  ")
    wrong = [one for one in verified.figures if one.state not in _IN_WORDS]
    for one in wrong[:_SHOWN]:
        yield from _figure_lines(proof, one)
    if len(wrong) > _SHOWN:
        yield f"  还有{len(wrong) - _SHOWN}个，用 --json 看全部。"
    for found in verified.untraced:
        yield from wrapped(f"  没有来源　{found.text}：…{found.where}…", "    ")
    for said in verified.words:
        yield from _words_lines(said)


def _words_lines(said: Reworded) -> Iterator[str]:
    told = "；".join(
        f"{was or '（没有）'} → {now or '（没有）'}" for was, now in said.contrary if said.wanted
    )
    state = _state(said)
    hint = "提示　" if state is State.REWORDED else ""
    yield from wrapped(f"  {hint}{state}　{told if said.stands else ''}".rstrip(), "    ")
    yield from wrapped(f"    现在写　{_in_chinese(said.stands) or '（这句话不在了）'}", "          ")
    missing = "（现在没有这句话了）" if said.contrary or said.dropped else "（这句话是后来添的）"
    missing = f"（没有这句话，它是“{said.pasted}”那一套里的）" if said.pasted else missing
    yield from wrapped(f"    应当是　{_in_chinese(said.wanted) or missing}", "          ")


def _in_chinese(sentence: str) -> str:
    """A sentence as it is compared, with the marks it is printed with."""
    return sentence.translate(_MARKS)


def _state(said: Reworded) -> State:
    """What became of a sentence."""
    if not said.stands:
        return State.DELETED
    return State.CONTRARY if said.contrary else State.REWORDED


def _figure_lines(proof: Proof, one: Checked) -> Iterator[str]:
    figure = one.mark.figure
    charted = bool(chart_series(figure.text))
    shown = "图" if charted else figure.text
    match one.state:
        case State.CHANGED:
            words = _became(figure.text, one.text or "")
            if one.expected not in (None, figure.text, one.text):
                words += f"，按现在的来源应为 {_became(one.text or '', one.expected or '', alone=True)}"
        case State.DELETED:
            words = shown
        case State.MOVED:
            words = f"{shown}，不在原来的那一行、那一栏或那句话里"
        case _ if one.expected is None:
            words = f"{shown}{_gone(figure)}"
        case _ if one.expected == figure.text:
            words = f"{shown}，印出的数没有变，来源的格子变了"
        case _:
            words = _became(figure.text, one.expected)
    yield from wrapped(f"  {one.state}　{words}　（{figure.how}）", "    ")
    if not charted:
        yield from wrapped(f"    原句　{proof.trace.sentence(one.mark.name).strip()}", "          ")
    for cell, now in zip(figure.cells, one.read, strict=True):
        if now != cell.read:
            became = f"现在是“{now}”" if now is not None else "现在读不到"
            yield from wrapped(f"    来源　{cell}，当时读到“{cell.read}”，{became}", "          ")


def _became(was: str, now: str, alone: bool = False) -> str:
    """What it was and what it is; of a chart only the data that differ. With `alone` only what it is, where it is no chart."""
    return chart_changes(was, now) or (now if alone else f"{was} → {now}")


def _gone(figure: Printed) -> str:
    return "，现在没有这句话" if figure.how == QUOTED else "，现在没有这个数"


def answer_lines(answers: Sequence[Answer], asked: str) -> Iterator[str]:
    """Where a figure is printed, how it was reckoned, from which cells."""
    if not answers:
        yield f"这些文稿里没有印过“{asked}”这个数。"
    for found in answers:
        figure = found.checked.mark.figure
        yield from wrapped(f"{figure.text}　{found.document}", "  ")
        yield from wrapped(f"  所在句子　{found.sentence.strip()}", "            ")
        yield from wrapped(f"  怎么来的　{figure.how}", "            ")
        if figure.value is not None:
            sum_ = _sum(figure)
            yield from wrapped(f"  准确的数　{sum_}{shortened(figure.value)}{figure.measure}", "            ")
        for cell, now in zip(figure.cells, found.checked.read, strict=True):
            became = "" if now == cell.read else f"，现在是“{now}”" if now is not None else "，现在读不到"
            yield from wrapped(f"  来源　{cell}，读到“{cell.read}”{became}", "        ")
        yield f"  状态　{found.checked.state}"
        yield ""


def _sum(figure: Printed) -> str:
    """11÷18＝, where the two cells give the figure in just this way; nothing where more is to be told (万, other cells)."""
    signs = re.findall("[÷－]", figure.how)
    reads = [cell.read for cell in figure.cells]
    if len(signs) != 1 or len(reads) != 2 or not all(map(is_number, reads)) or figure.value is None:
        return ""
    first, second = map(Decimal, reads)
    if signs[0] == "÷" and not second:
        return ""
    value = first / second * 100 if signs[0] == "÷" else first - second
    return f"{reads[0]}{signs[0]}{reads[1]}＝" if abs(value - figure.value) < _NEAR else ""


def refreshed_lines(made: Refreshed) -> Iterator[str]:
    """The new file, every figure replaced, what people must see to."""
    if made.written is None:
        yield "没有要换的数，没有生成新文件。"
    else:
        yield from wrapped(f"已换{len(made.replaced)}个数，另存为 {made.written.name}：", "  ")
    for one in made.replaced:
        told = _became(one.mark.figure.text, one.expected or "")
        yield from wrapped(f"  {told}　（{one.mark.figure.how}）", "    ")
    if made.left:
        yield ""
        yield "没有换、请自己看的数："
    for one in made.left:
        expected = f"，现在应为 {one.expected}" if one.expected is not None else _gone(one.mark.figure)
        yield from wrapped(f"  {one.state}　{one.mark.figure.text}{expected}", "    ")
    if made.unfit:
        yield ""
        yield "下列句子的说法可能不再合适，没有改动，请自己改："
    for words in made.unfit:
        yield from wrapped(f"  原来　{words.was.strip() or '（没有）'}", "        ")
        yield from wrapped(f"  现在　{words.now.strip() or '（没有这一句了）'}", "        ")


def again_lines(made: Again) -> Iterator[str]:
    """Whether the set came out the same, and which files did not."""
    different = {name: same for name, same in made.files.items() if not same}
    yield from wrapped(
        f"“{made.set}”重新生成了一遍，{len(made.files)}个文件"
        + ("，每一个都和原来一字不差。" if not different else f"，{len(different)}个和原来不同："),
    )
    for name, same in different.items():
        why = "现在生成不出来" if same is None else "有人改过" if name in made.edited else "内容不同"
        yield f"  {name}（{why}）"


def proofs_json(proofs: Sequence[Proof]) -> ProofShape | ProofsShape:
    """`verify --json`: of one document its figures; of several each under `documents`."""
    told = [_proof_json(proof) for proof in proofs]
    return told[0] if len(told) == 1 else {"ok": all(one["ok"] for one in told), "documents": told}


def _proof_json(proof: Proof) -> ProofShape:
    return {
        "document": str(proof.path),
        "set": proof.set,
        "ok": proof.verified.ok,
        "note": proof.note or None,
        "foreign": str(proof.foreign) if proof.foreign is not None else None,
        "figures": [_checked_json(one) for one in proof.verified.figures],
        "untraced": [{"text": one.text, "where": one.where} for one in proof.verified.untraced],
        "words": [
            {
                "state": _state(one).value,
                "text": one.stands,
                "expected": one.wanted or None,
                "contrary": [f"{was}→{now}" for was, now in one.contrary],
                "pasted": one.pasted or None,
            }
            for one in proof.verified.words
        ],
    }


def _checked_json(one: Checked) -> FigureShape:
    figure = one.mark.figure
    return {
        "id": one.mark.name,
        "was": figure.text,
        "text": one.text,
        "expected": one.expected,
        "state": one.state.value,
        "value": plain(figure.value) if figure.value is not None else None,
        "unit": figure.measure,
        "rule": figure.how,
        "sources": [
            {
                "file": cell.file,
                "sheet": cell.sheet,
                "cell": cell.ref,
                "sha256": cell.sha256,
                "read": cell.read,
                "now": now,
            }
            for cell, now in zip(figure.cells, one.read, strict=True)
        ],
    }


def answers_json(answers: Iterable[Answer]) -> AnswersShape:
    """`verify --figure --json`: every place a figure is printed in, with its cells."""
    return {
        "figures": [
            {"document": one.document, "sentence": one.sentence, **_checked_json(one.checked)}
            for one in answers
        ]
    }


def refreshed_json(made: Refreshed) -> RefreshShape:
    """`refresh --json`: the new file, figures replaced, figures and sentences left to people."""
    return {
        "document": str(made.path),
        "path": str(made.written) if made.written is not None else None,
        "replaced": [{"id": one.mark.name, "was": one.text, "is": one.expected} for one in made.replaced],
        "left": [_checked_json(one) for one in made.left],
        "unfit": [{"was": one.was, "now": one.now} for one in made.unfit],
    }


def again_json(made: Again) -> AgainShape:
    """`verify --again --json`: the set and its files, each the same, different, or not made now (null)."""
    return {
        "set": made.set,
        "ok": all(made.files.values()),
        "files": [
            {"path": name, "same": same, "edited": name in made.edited} for name, same in made.files.items()
        ],
    }


def _documents(manner: Manner, given: Path) -> Sequence[Path]:
    """A document; of a period every document of its set."""
    if given.exists() or spelt(str(given)) is None:
        return [given]
    return proofreading.documents_of(manner.office, period(manner, str(given)))


def verify(manner: Manner, documents: tuple[Path, ...], figure: str | None) -> int:
    """`verify`: every figure that is not what it was; with `figure` where that one comes from."""
    wanted = [path for given in documents for path in _documents(manner, given)]
    proofs, unknown = proofreading.verify_documents(manner.office, wanted)
    code = DONE
    if figure is not None and proofs:
        found = proofreading.ask(proofs, figure)
        code = DONE if found else LOOK
        answer(manner, answer_lines(found, figure), answers_json(found), code)
    elif proofs:
        lines = [line for proof in proofs for line in proof_lines(proof)]
        code = DONE if all(proof.verified.ok for proof in proofs) else LOOK
        answer(manner, lines, proofs_json(proofs), code)
    for reason in unknown:
        code = say(str(reason), reason.exit_code)
    return code


def again(manner: Manner, name: str) -> int:
    """`verify --again`: a set made anew, file by file the same or not."""
    made = proofreading.make_again(manner.office, name)
    code = DONE if all(made.files.values()) else LOOK
    return answer(manner, again_lines(made), again_json(made), code)


def refresh(manner: Manner, document: Path) -> int:
    """`refresh`: the new file, what was replaced in it, what is left to people."""
    made = proofreading.refresh_document(manner.office, document)
    code = LOOK if made.left or made.unfit else DONE
    return answer(manner, refreshed_lines(made), refreshed_json(made), code)
