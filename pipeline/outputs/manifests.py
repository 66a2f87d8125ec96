"""What a set says of itself: its manifest, written and read here and nowhere else.

What stands in it is data about files. `documents` is kept as it is: what a figure is, others know.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pipeline.model.errors import PipelineError
from pipeline.model.months import as_day
from pipeline.model.origin import _ARGUMENTS, Command, CommandKind, Facts, Origin, Source
from pipeline.outputs.naming import DRAFTS, MANIFEST, RUNS, require_distinct, require_plain

ID_LENGTH = 12
# What is remembered of a document that lies outside any set, beside it under its name.
MEMORY = ".溯源.json"

_MOST_BYTES = 100 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DRAWN = re.compile(r"spotcheck --n ([0-9]{1,9}) --seed (.*)", re.DOTALL)


class Damaged(PipelineError):
    """A manifest, or what lies beside a document as its memory, that cannot be read as one; `str()` says where and why."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"“{path}”已损坏，或者不是本程序写的：{why}。没有它，说不清是哪一套、用什么做的、是不是定稿。"
            "请从备份恢复这个文件；没有备份的，把它所在的文件夹移到别处，再重新生成。"
        )
        self.path = path


@dataclass(frozen=True, slots=True)
class Output:
    """A file of a set, as it was published; `paper` is the id by which people know a document (报告, 督办-市教育局)."""

    path: str
    sha256: str
    size: int
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF of a set: made anew every time, so known by its document; one that binds several has none."""

    path: str
    document_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A set: its name, what it is made from, its files; `sealed` if an earlier version made it final: today nothing but a signature seals one."""

    set: str
    origin: Origin
    outputs: tuple[Output, ...] = ()
    pdfs: tuple[Pdf, ...] = ()
    sealed: bool = False

    @property
    def digests(self) -> dict[str, str]:
        """The sha256 of its files, by path."""
        return {one.path: one.sha256 for one in self.outputs}

    @property
    def final(self) -> bool:
        """True for a set made without the draft mark: a 清样, whatever has become of it since."""
        return self.origin.command.arguments.get("final") is True


def dump(manifest: Manifest) -> bytes:
    """The manifest as it is written; what is empty is left out, but for the files of a set: `refresh` remembers none."""
    origin = manifest.origin
    command = {"kind": origin.command.kind.value, "arguments": dict(origin.command.arguments)}
    facts: dict[str, object] = {"set": manifest.set, "command": command}
    optional: dict[str, object] = {
        "version": origin.version,
        "inputs": [_source_facts(one) for one in origin.inputs],
        "templates": [{"path": one.path, "sha256": one.sha256} for one in origin.templates],
        "drawn_up": origin.drawn_up.isoformat() if origin.drawn_up else "",
        "documents": dict(origin.documents),
        "outputs": [_output_facts(one) for one in manifest.outputs],
        "pdf": [_pdf_facts(one) for one in manifest.pdfs],
        "sealed": manifest.sealed,
    }
    kept = set() if origin.documents and not manifest.sealed else {"outputs"}
    facts |= {key: value for key, value in optional.items() if value or key in kept}
    lines = b",\n".join(
        b" %b: %b" % (_written(key), _laid_out(value)) for key, value in sorted(facts.items())
    )
    return b"{\n%b\n}\n" % lines


def _laid_out(value: object) -> bytes:
    """A file, a template, a document a line: the thousands of figures within take a library in C no time."""
    if isinstance(value, list) and value:
        return b"[\n%b\n ]" % b",\n".join(b"  " + _written(one) for one in value)
    if isinstance(value, dict) and value:
        held = (b"  %b: %b" % (_written(key), _written(value[key])) for key in sorted(value))
        return b"{\n%b\n }" % b",\n".join(held)
    return _written(value)


def _written(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    # An input named in GBK bytes is a lone surrogate here; as \udcXX it is still JSON.
    return text.encode("utf-8", "backslashreplace")


def _output_facts(output: Output) -> Facts:
    facts: dict[str, object] = {"path": output.path, "sha256": output.sha256, "size": output.size}
    return facts | ({"paper": output.paper} if output.paper else {})


def _source_facts(source: Source) -> Facts:
    facts = {"path": source.path, "sha256": source.sha256}
    return facts | ({"said_sha256": source.said} if source.said else {})


def _pdf_facts(pdf: Pdf) -> Facts:
    return {"path": pdf.path} | ({"document_sha256": pdf.document_sha256} if pdf.document_sha256 else {})


def parse(data: bytes, path: Path) -> Manifest:
    """What `dump` wrote, or version 0.1.0; `path` is where it lies. Raises `Damaged` for anything else."""
    try:
        return _parsed(data)
    except ValueError as error:
        raise Damaged(path, str(error)) from None


# A command asks the same few sets again and again: what state, what is signed, what was printed.
@lru_cache(maxsize=4)
def _parsed(data: bytes) -> Manifest:
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_finite, parse_float=_finite)
    except RecursionError:
        raise ValueError("一层套一层，太深了") from None
    except ValueError:
        raise ValueError("不是 JSON") from None
    return _manifest(_object(value, "整个文件"))


def _finite(text: str) -> float:
    """A number of JSON; ValueError for Infinity, NaN and 1e999, which no JSON holds and nothing could write again."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def run_id(manifest: bytes) -> str:
    """The id of a run: the beginning of its manifest's sha256."""
    return hashlib.sha256(manifest).hexdigest()[:ID_LENGTH]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a published folder; None if there is none. Raises `Damaged`; OSError if it cannot be read.

    Neither damage nor a disk that fails to read it may make a sealed set look like an open one.
    """
    try:
        return parse((folder / MANIFEST).read_bytes(), folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        return None


def manifests(place: Path, outputs: Path) -> Iterator[tuple[Path, Manifest | Damaged]]:
    """The records by which a file at `place` may be known: this workspace's own before any that came along with the file.

    The set it lies in first, then shown ones, drafts and runs; what `refresh` remembers beside the file, what lies above it.
    """
    shown = sorted(outputs.glob(f"*/{MANIFEST}"))
    drafts = sorted(outputs.glob(f"*/{DRAFTS}/*/{MANIFEST}"))
    runs = sorted((outputs / RUNS).glob(f"*/*/{MANIFEST}"))
    beside = sorted(place.parent.glob(f"*{MEMORY}"))
    above = [folder / MANIFEST for folder in place.parents]
    near = [path for path in above if path.is_relative_to(outputs)]
    for path in dict.fromkeys([*near, *shown, *drafts, *runs, *beside, *above]):
        try:
            if path.is_file() and path.stat().st_size <= _MOST_BYTES:
                yield path, parse(path.read_bytes(), path)
        except Damaged as damaged:
            yield path, damaged


def sound_manifest(folder: Path) -> Manifest | None:
    """The manifest of a published folder; None if there is none, or a damaged one."""
    try:
        return read_manifest(folder)
    except Damaged:
        return None


def recorded(folder: Path) -> dict[str, str] | None:
    """sha256 by path as the folder's manifest has them; None if it has none, or a damaged one."""
    manifest = sound_manifest(folder)
    return manifest.digests if manifest is not None else None


def pdfs(folder: Path) -> frozenset[str]:
    """The PDFs the folder's manifest lists: made anew every time, so without a sha256."""
    manifest = sound_manifest(folder)
    return frozenset(one.path for one in manifest.pdfs) if manifest is not None else frozenset()


def json_object(data: bytes) -> dict[str, object] | None:
    """The JSON object in `data`; None if it is none."""
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _manifest(facts: Facts) -> Manifest:
    name = _text(facts, "set")
    outputs = tuple(
        Output(_text(one, "path"), _sha256(one, "sha256"), _size(one), _text(one, "paper", ""))
        for one in _list(facts, "outputs")
    )
    printed = tuple(
        Pdf(_text(one, "path"), _sha256(one, "document_sha256") if "document_sha256" in one else "")
        for one in _list(facts, "pdf")
    )
    origin = Origin(
        _command(facts.get("command")),
        _text(facts, "version", ""),
        _sources(facts, "inputs"),
        _sources(facts, "templates"),
        _day(facts),
        _object(facts.get("documents", {}), "“documents”"),
    )
    # Their names become paths.
    try:
        require_plain(name)
        require_distinct([*(one.path for one in outputs), *(one.path for one in printed)])
        require_distinct(one.path for one in origin.templates)
    except ValueError:
        raise ValueError("里面有不能用作文件名的名字") from None
    sealed = facts.get("sealed", False)
    if not isinstance(sealed, bool):
        raise ValueError("“sealed”应是 true 或 false")
    # Without its files it is what `refresh` remembers of one document: no set, and nothing to seal.
    if "outputs" not in facts and ("documents" not in facts or sealed):
        raise ValueError("没有“outputs”")
    return Manifest(name, origin, outputs, printed, sealed)


def _command(value: object) -> Command:
    if isinstance(value, str):
        return _typed(value)
    facts = _object(value, "“command”")
    arguments = _object(facts.get("arguments", {}), "“command”的“arguments”")
    return Command(_kind(_text(facts, "kind")), dict(arguments))  # type: ignore[arg-type]  # looked at when made


def _typed(text: str) -> Command:
    """The command as version 0.1.0 wrote it: as it is typed, a seed at the end with all its blanks."""
    drawn = _DRAWN.fullmatch(text)
    if drawn:
        return Command(CommandKind.SPOTCHECK, {"n": int(drawn[1]), "seed": drawn[2]})
    word, _, flag = text.partition(" ")
    kind = _kind(word)
    arguments: dict[str, bool | int | str] = {name: flag == f"--{name}" for name in _ARGUMENTS[kind]}
    if flag and True not in arguments.values():
        raise ValueError(f"“command”里 {kind} 的参数不对")
    return Command(kind, arguments)


def _kind(word: str) -> CommandKind:
    if word not in list(CommandKind):
        raise ValueError("“command”里的命令不认识，也许是更新的版本写的")
    return CommandKind(word)


def _object(value: object, where: str) -> Facts:
    if not isinstance(value, dict):
        raise ValueError(f"{where}应是一组“键: 值”")
    return value


def _list(facts: Facts, key: str) -> list[Facts]:
    value = facts.get(key, [])
    if not isinstance(value, list):
        raise ValueError(f"“{key}”应是列表")
    return [_object(one, f"“{key}”的每一项") for one in value]


def _sources(facts: Facts, key: str) -> tuple[Source, ...]:
    return tuple(
        Source(
            _text(one, "path"),
            _sha256(one, "sha256"),
            _sha256(one, "said_sha256") if "said_sha256" in one else "",
        )
        for one in _list(facts, key)
    )


def _text(facts: Facts, key: str, default: str | None = None) -> str:
    value = facts.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f"“{key}”应是文字")
    return value


def _sha256(facts: Facts, key: str) -> str:
    value = _text(facts, key)
    if not _SHA256.fullmatch(value):
        raise ValueError(f"“{key}”应是64位的校验值")
    return value


def _size(facts: Facts) -> int:
    value = facts.get("size")
    if type(value) is not int or value < 0:
        raise ValueError("“size”应是文件大小")
    return value


def _day(facts: Facts) -> date | None:
    if "drawn_up" not in facts:
        return None
    try:
        return as_day(_text(facts, "drawn_up"))
    except ValueError:
        raise ValueError("“drawn_up”应是日期") from None
