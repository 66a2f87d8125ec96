"""A document somebody edited, dropped to be looked at: verified, and with today's figures put in, away from the workspace."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePath

from pipeline.documents.provenance.verify import FINE, Checked, State
from pipeline.files.names import fitting
from pipeline.files.scratch import scratch
from pipeline.model.errors import UsageProblem
from pipeline.model.workspace import Workspace
from pipeline.workflows.proofreading import Proof, refresh_document, verify_documents

_MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Looked:
    """A document looked at: its name, how many figures stand how, those that are not as they should be; what `verify` says of it.

    `fresh` is a zip of the copy with today's figures and what is remembered of it; empty where no figure has changed.
    """

    name: str
    counts: tuple[tuple[State, int], ...]
    wrong: tuple[Checked, ...]
    proof: Proof
    fresh: bytes = b""


def look_at(office: Workspace, name: str, data: bytes) -> Looked:
    """Verify a document by its bytes; raises `Unknown` for one no set here remembers. Nothing of it is kept."""
    plain = fitting(PurePath(name.replace("\\", "/")).stem) or "文稿"
    if not name.lower().endswith(".docx") or len(data) > _MOST_BYTES:
        raise UsageProblem("请放 Word 文稿（.docx）。")
    with scratch() as place:
        path = place / f"{plain}.docx"
        path.write_bytes(data)
        proofs, unknown = verify_documents(office, [path])
        if unknown:
            raise unknown[0]
        proof = proofs[0]
        counts = Counter(one.state for one in proof.verified.figures)
        changed = [one for one in proof.verified.figures if one.state is State.SOURCE]
        fresh = _refreshed(office, place, plain) if changed else b""
    wrong = tuple(one for one in proof.verified.figures if one.state not in FINE)
    return Looked(
        f"{plain}.docx",
        tuple((state, counts[state]) for state in State if counts[state]),
        wrong,
        proof,
        fresh,
    )


def _refreshed(office: Workspace, place: Path, plain: str) -> bytes:
    """The copy 只换数字 makes and what is remembered of it, by which it is known again: they belong together."""
    made = refresh_document(office, place / f"{plain}.docx")
    if made.written is None:
        return b""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as both:
        for path in sorted(made.written.parent.glob(f"{made.written.stem}.*")):
            both.writestr(path.name, path.read_bytes())
    return whole.getvalue()
