"""Signed papers: the text that came back from the leader, kept beside its set for ever: `outputs/2021-09-签发/…` (decision 0022).

    2021-09-签发/报告.docx          the signed text, byte for byte
    2021-09-签发/报告（盖章）.pdf     its stamped file, where there is one
    2021-09-签发/报告（签收-市教育局）.pdf  the receipt of one who got it, where there is one
    2021-09-签发/记录/报告.docx.json  who signed it when, what had been changed by hand, and what the set remembers of it

A record is written last, and makes a paper signed. Nothing here is ever replaced: a set of that name is never published.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from pipeline.files.names import fitting
from pipeline.model.months import as_day
from pipeline.outputs.disk import digest, is_plain_file, sync_if_possible, write
from pipeline.outputs.manifests import Damaged, Manifest, dump, json_object, parse
from pipeline.outputs.naming import leftover, require_distinct, require_plain

SUFFIX = "-签发"
_RECORDS = "记录"
_STAMPED = "（盖章）"
_RECEIVED = "签收"


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence or a cell changed by hand: where, how it was printed, how it reads in the signed text; "" for none."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper that was signed: of which set, where in it, its id; what its row of 签发 says; what was changed by hand.

    `memory` is what the set remembers of this paper alone: what it was made from and its figures. `sha256` is of the
    signed text, `stamped` the stamped files by name in the folder, with theirs, `receipts` those of who acknowledged it.
    """

    set: str
    path: str
    id: str
    number: str
    day: date
    post: str
    memory: Manifest
    changes: tuple[Change, ...] = ()
    sha256: str = ""
    stamped: Mapping[str, str] | None = None
    receipts: Mapping[str, str] | None = None

    def files(self) -> dict[str, str]:
        """Every file of it in the folder of signed papers, by name, with its sha256."""
        return {self.path: self.sha256, **(self.stamped or {}), **(self.receipts or {})}


def folder_of(outputs: Path, name: str) -> Path:
    """Where the signed papers of a set lie, whether or not there are any."""
    return outputs / f"{name}{SUFFIX}"


def signed_papers(outputs: Path, name: str) -> dict[str, SignedPaper]:
    """The signed papers of a set by their path in it; `Damaged` for a record that cannot be read as one."""
    records = folder_of(outputs, name) / _RECORDS
    found = (_read(path) for path in sorted(records.rglob("*.json")) if is_plain_file(path))
    return {one.path: one for one in found}


def memories(outputs: Path) -> Iterator[tuple[Path, Manifest | Damaged]]:
    """What every record of a signed paper remembers of its set, by where the record lies."""
    for path in sorted(outputs.glob(f"*{SUFFIX}/{_RECORDS}/**/*.json")):
        try:
            yield path, _read(path).memory
        except Damaged as damaged:
            yield path, damaged


def spoilt(outputs: Path, name: str) -> tuple[str, ...]:
    """The files of a set's signed papers that are no longer what was signed, or gone, sorted."""
    folder = folder_of(outputs, name)
    papers = signed_papers(outputs, name).values()
    return tuple(
        sorted(
            file for one in papers for file, sha256 in one.files().items() if digest(folder / file) != sha256
        )
    )


def lay_signed(
    outputs: Path, paper: SignedPaper, data: bytes, stamped: Mapping[str, bytes], entered: Callable[[], None]
) -> Path:
    """Keep a signed text, and its stamped files by their endings (.pdf); where the text lies now. For a caller who holds the lock.

    `entered` writes it into the register, once the files lie there and before the record makes it signed; whatever it
    raises, and an OSError, leaves nothing behind. ValueError if the paper is signed already.
    """
    folder = folder_of(outputs, paper.set)
    record = _record(folder, paper.path)
    require_plain(folder.name)
    if record.exists():
        raise ValueError(f"{paper.path} is signed")
    stem = str(PurePosixPath(paper.path).with_suffix(""))
    named = {f"{stem}{_STAMPED}{ending}": content for ending, content in sorted(stamped.items())}
    require_distinct([paper.path, *named])
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in named.items()}
    try:
        for name, content in ((paper.path, data), *named.items()):
            _lay(folder / name, content)
        entered()
    except BaseException:
        for name in (paper.path, *named):
            with suppress(OSError):
                (folder / name).unlink()
        raise
    _commit(record, replace(paper, sha256=hashlib.sha256(data).hexdigest(), stamped=digests))
    return folder / paper.path


def add_stamped(outputs: Path, paper: SignedPaper, stamped: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Lay stamped files, by their endings, beside a paper that is signed; where they lie. For a caller who holds the lock.

    ValueError for an ending it has already with other bytes; the same once more changes nothing.
    """
    named = {_named(paper, f"{_STAMPED}{ending}"): content for ending, content in sorted(stamped.items())}
    files = _joined(outputs, paper, dict(paper.stamped or {}), named)
    if files != dict(paper.stamped or {}):
        _commit(_record(folder_of(outputs, paper.set), paper.path), replace(paper, stamped=files))
    return tuple(folder_of(outputs, paper.set) / name for name in named)


def add_receipts(
    outputs: Path, paper: SignedPaper, to: str, receipts: Mapping[str, bytes], entered: Callable[[], None]
) -> tuple[Path, ...]:
    """Lay the receipt of one who got a signed paper, its files by their endings, beside it; where they lie.

    `entered` as of `lay_signed`; raises and asks as `add_stamped` does.
    """
    named = {
        _named(paper, f"（{_RECEIVED}-{fitting(to)}）{ending}"): data for ending, data in receipts.items()
    }
    before, folder = dict(paper.receipts or {}), folder_of(outputs, paper.set)
    try:
        files = _joined(outputs, paper, before, named)
        entered()
    except BaseException:
        for name in named.keys() - before.keys():
            with suppress(OSError):
                (folder / name).unlink()
        raise
    if files != before:
        _commit(_record(folder, paper.path), replace(paper, receipts=files))
    return tuple(folder / name for name in named)


def _named(paper: SignedPaper, more: str) -> str:
    """The name of a file beside a signed text: that text's own and a word."""
    return f"{PurePosixPath(paper.path).with_suffix('')}{more}"


def _joined(
    outputs: Path, paper: SignedPaper, files: Mapping[str, str], more: Mapping[str, bytes]
) -> dict[str, str]:
    """Files of a signed paper with `more` laid beside them, by name with their sha256; ValueError for other bytes of one it has."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in more.items()}
    other = next((name for name, sha256 in digests.items() if files.get(name, sha256) != sha256), None)
    if other is not None:
        raise ValueError(f"{other} is kept already")
    for name in more:
        if name not in files:
            _lay(folder_of(outputs, paper.set) / name, more[name])
    return {**files, **digests}


def _record(folder: Path, path: str) -> Path:
    return folder / _RECORDS / f"{path}.json"


def _lay(path: Path, data: bytes) -> None:
    """A file nobody writes into by mistake. One that lies there without a record was left by a run that died."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and not path.is_symlink():
        path.chmod(stat.S_IREAD | stat.S_IWRITE)
    path.unlink(missing_ok=True)
    write(path, data)
    with suppress(OSError):
        path.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)


def _commit(record: Path, paper: SignedPaper) -> None:
    """Write a record whole or not at all: with it the paper is signed."""
    record.parent.mkdir(parents=True, exist_ok=True)
    aside = leftover(record, "new")
    aside.unlink(missing_ok=True)
    write(aside, _dumped(paper))
    aside.replace(record)
    sync_if_possible(record.parent)


def _dumped(paper: SignedPaper) -> bytes:
    facts = {
        "set": paper.set,
        "path": paper.path,
        "paper": paper.id,
        "number": paper.number,
        "signed": paper.day.isoformat(),
        "by": paper.post,
        "sha256": paper.sha256,
        "stamped": dict(paper.stamped or {}),
        **({"receipts": dict(paper.receipts)} if paper.receipts else {}),
        "changes": [{"place": one.place, "before": one.before, "after": one.after} for one in paper.changes],
        "memory": json.loads(dump(paper.memory)),
    }
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return f"{text}\n".encode("utf-8", "backslashreplace")


def _read(path: Path) -> SignedPaper:
    facts = json_object(path.read_bytes())
    if facts is None:
        raise Damaged(path, "不是 JSON")
    try:
        memory = parse(json.dumps(facts["memory"]).encode(), path)
        stamped, receipts = facts["stamped"], facts.get("receipts", {})
        changes = facts["changes"]
        if not isinstance(stamped, dict) or not isinstance(receipts, dict) or not isinstance(changes, list):
            raise TypeError
        texts = {
            key: _text(facts[key]) for key in ("set", "path", "paper", "number", "signed", "by", "sha256")
        }
        require_plain(texts["set"])
        require_distinct([texts["path"], *stamped, *receipts])
        return SignedPaper(
            texts["set"],
            texts["path"],
            texts["paper"],
            texts["number"],
            as_day(texts["signed"]),
            texts["by"],
            memory,
            tuple(Change(*(_text(one[key]) for key in ("place", "before", "after"))) for one in changes),
            texts["sha256"],
            {name: _text(sha256) for name, sha256 in stamped.items()},
            {name: _text(sha256) for name, sha256 in receipts.items()} or None,
        )
    except (KeyError, TypeError, ValueError):
        raise Damaged(path, "不是签发记录") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
