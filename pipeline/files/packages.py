"""Office packages (.docx, .xlsx): the same content as the same bytes. Hides zip; knows nothing of what a document says."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

_CONTENT_TYPES = "[Content_Types].xml"
CORE = "docProps/core.xml"
# 1 January 1980, the first day a zip can tell: year 0, month 1, day 1.
_FIRST_DAY = (1 << 5) | 1
_VERSION = 20
_UTF8_NAME = 0x800
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
# An entry of the directory up to the part's place, and that.
_LISTED, _OFFSET = struct.Struct("<4sBBHHHHHLLLHHHHHL"), struct.Struct("<L")
_END = struct.Struct("<4sHHHHLLH")
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_LEVEL = 6
# What no package made by hand reaches: unpacked size, parts, how far one part of some size packs.
MOST_UNPACKED = 80 * 1024 * 1024
_MOST_PARTS = 1000
# Sheets of empty formatted cells pack to a hundredth; a bomb packs to a thousandth.
_MOST_RATIO, _RATIO_MATTERS = 250, 4 * 1024 * 1024
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")

_DATES = tuple("{http://purl.org/dc/terms/}" + name for name in ("created", "modified"))


def canonical(data: bytes, moment: str = "1980-01-01T00:00:00Z") -> bytes:
    """The same package in the one form in which equal content means equal bytes.

    Parts are sorted behind `[Content_Types].xml`, compressed at one level, and carry one date and
    one set of permissions; the created and modified dates of the core properties, where the package
    has them, become `moment` (UTC, "2021-10-08T00:00:00Z": a run's as-of day, never the clock).
    Every part is read and its checksum verified on the way. Compressors differ between machines:
    compare parts there, not packages.

    Raises `zipfile.BadZipFile` for damaged data, ValueError for two parts of one name or a moment
    that is none.
    """
    if not _MOMENT.fullmatch(moment):
        raise ValueError(f"not a UTC moment: {moment}")
    parts = parts_of(data)
    if CORE in parts:
        parts[CORE] = dated(parts[CORE], moment)
    return package(packed(name, part) for name, part in parts.items())


def deflated(data: bytes) -> bytes:
    """A part as published packages hold it: raw deflate by zlib, at one level."""
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeezer.compress(data) + squeezer.flush()


@dataclass(frozen=True, slots=True)
class Entry:
    """A part ready to stand in a package: its name, its compressed bytes, checksum and length of the plain ones."""

    name: str
    squeezed: bytes
    crc: int
    size: int


def packed(name: str, part: bytes, deflate: Callable[[bytes], bytes] = deflated) -> Entry:
    """A part made ready for a package."""
    return Entry(name, deflate(part), zlib.crc32(part), len(part))


def package(entries: Iterable[Entry]) -> bytes:
    """Parts in canonical order as one zip, written here so that parts that stay the same are compressed once for all."""
    return Layout(entries)()


class Layout:
    """Packages that differ in a few parts: the `constant` ones are laid out once, the others, by their names, set in each time.

    The same bytes as `package` makes of all of them together.
    """

    def __init__(self, constant: Iterable[Entry], changing: Iterable[str] = ()) -> None:
        known = {entry.name: entry for entry in constant}
        names = sorted({*known, *changing}, key=lambda name: (name != _CONTENT_TYPES, name))
        self._count = len(names)
        # What stands between two parts that change, before the first of them and behind the last.
        self._between = [_Stretch()]
        self._changing: list[str] = []
        for name in names:
            if name in known:
                self._between[-1].add(known[name])
            else:
                self._changing.append(name)
                self._between.append(_Stretch())
        for stretch in self._between:
            stretch.close()

    def __call__(self, made: Iterable[Entry] = ()) -> bytes:
        """The package with these as the parts that change; KeyError where one of them is missing."""
        entries = {entry.name: entry for entry in made}
        first, *others = self._between
        pieces, directory = [first.local], [first.directory(0)]
        offset = len(first.local)
        for name, stretch in zip(self._changing, others, strict=True):
            local, listed, place = _records(entries[name])
            pieces += (local, stretch.local)
            directory += (listed, _OFFSET.pack(offset), place)
            offset += len(local)
            directory.append(stretch.directory(offset))
            offset += len(stretch.local)
        listing = b"".join(directory)
        end = _END.pack(b"PK\x05\x06", 0, 0, self._count, self._count, len(listing), offset, 0)
        return b"".join((*pieces, listing, end))


class _Stretch:
    """Parts one behind the other that stay the same: `local` is what stands at their place in the package."""

    def __init__(self) -> None:
        self.local = b""
        self._offsets: list[tuple[int, int]] = []
        self._listed: list[bytes | int] = []
        self._form: list[str] = []

    def add(self, entry: Entry) -> None:
        """One more part."""
        local, listed, place = _records(entry)
        self._offsets.append((len(self._listed) + 1, len(self.local)))
        self._listed += (listed, 0, place)
        self._form.append(f"{len(listed)}sL{len(place)}s")
        self.local += local

    def close(self) -> None:
        """No more parts."""
        self._pack = struct.Struct("<" + "".join(self._form)).pack

    def directory(self, start: int) -> bytes:
        """Their entries in the directory, the first part standing at `start`."""
        listed = self._listed.copy()
        for at, offset in self._offsets:
            listed[at] = start + offset
        return self._pack(*listed)


def _records(entry: Entry) -> tuple[bytes, bytes, bytes]:
    """A part as it stands in a package, and its entry in the directory, before and behind the place of the part."""
    name = entry.name.encode()
    facts = (
        *(_VERSION, 0 if entry.name.isascii() else _UTF8_NAME, zipfile.ZIP_DEFLATED, 0, _FIRST_DAY),
        *(entry.crc, len(entry.squeezed), entry.size, len(name), 0),
    )
    listed = _LISTED.pack(b"PK\x01\x02", _VERSION, _UNIX, *facts, 0, 0, 0, _PLAIN_FILE)
    return b"".join((_LOCAL.pack(b"PK\x03\x04", *facts), name, entry.squeezed)), listed, name


class Oversized(ValueError):
    """A package nobody made by hand: it would unpack to more than any office writes."""


def oversized(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether a package is such a one by what its directory says, before anything is unpacked; more cannot be unpacked."""
    return (
        len(entries) > _MOST_PARTS
        or sum(entry.file_size for entry in entries) > MOST_UNPACKED
        or any(entry.file_size > max(_RATIO_MATTERS, entry.compress_size * _MOST_RATIO) for entry in entries)
    )


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part by name; reading a part verifies its checksum. Folder entries are no parts.

    Raises `zipfile.BadZipFile` for whatever is damaged, encrypted or packed in a way no office program packs,
    `Oversized` for a bomb, ValueError for two parts of one name.
    """
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if oversized(entries):
                raise Oversized("larger than any document")
            for entry in entries:
                if entry.is_dir():
                    continue
                if entry.filename in parts:
                    raise ValueError(f"two parts are named {entry.filename}")
                parts[entry.filename] = package.read(entry)
    except (zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise zipfile.BadZipFile(str(error)) from error
    return parts


def xml(data: bytes) -> etree._Element:
    """The root of a part; nothing outside the part is read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(data, parser)


def dated(core: bytes, moment: str) -> bytes:
    """Core properties made and modified at `moment` (UTC, as text)."""
    root = xml(core)
    for element in root.iter(*_DATES):
        element.text = moment
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
