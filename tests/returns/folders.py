"""What lies in the folder: names, litter, links, pipes, stamped papers, and several files of one unit."""

from __future__ import annotations

import os
import socket
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from originals import (
    NEIGHBOUR,
    Case,
    Entry,
    File,
    Odd,
    edit,
    one,
    original,
    put,
    resaved,
    rework,
)

_LONG = "重点民生实事进展情况表" * 7 + "盖章" + ".xlsx"


def png() -> bytes:
    """A picture of one grey point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = (1).to_bytes(4, "big") * 2 + bytes((8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\x80"))
        + chunk(b"IEND", b"")
    )


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(64) + b"\xff\xd9"
TIFF = b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"
HTML = "<html><body><table><tr><td>编号</td><td>累计完成</td></tr></table></body></html>".encode()

# Name, what must come of the valid form under it.
_NAMES: tuple[tuple[str, str | bytes, str], ...] = (
    ("chat copy", "市妇联-2021年9月(1).xlsx", "same"),
    ("upper case ending", "REPORT.XLSX", "same"),
    ("blanks", " 市妇联  9月 报表 .xlsx", "same"),
    ("called xls", "市妇联.xls", "same"),
    ("called et", "市妇联.et", "same"),
    ("called csv", "市妇联.csv", "same"),
    ("called pdf", "市妇联（盖章）.pdf", "same"),
    ("called jpg", "市妇联.jpg", "same"),
    ("called docx", "市妇联.docx", "same"),
    ("called zip", "市妇联.zip", "same"),
    ("no ending", "市妇联9月", "same"),
    ("two endings", "市妇联.xlsx.xlsx", "same"),
    ("another unit's name", "市残联-2021年8月.xlsx", "same"),
    ("an option", "-rf.xlsx", "same"),
    ("a template", "{{ x }}{% y %}.xlsx", "same"),
    ("quotes and shell signs", "a'b\"c;$(id)&`id`.xlsx", "same"),
    ("newline", "市妇联\n9月.xlsx", "same"),
    ("bell and escape", "市妇联\x07\x1b[31m.xlsx", "same"),
    ("bidi", "市妇联\u202exslx.xlsx", "same"),
    ("emoji", "市妇联👍.xlsx", "same"),
    ("decomposed", "e\u0301cole.xlsx", "same"),
    ("as long as can be", _LONG, "same"),
    ("gbk bytes", "市妇联9月.xlsx".encode("gb18030"), "same"),
    ("invalid bytes", b"\xff\xfe\x80.xlsx", "same"),
    ("temporary", "市妇联.tmp", "ignored|same|refused"),
    ("half downloaded", "市妇联.xlsx.crdownload", "ignored|same|refused"),
    ("lock of excel", "~$市妇联.xlsx", "ignored"),
    ("lock of libreoffice", ".~lock.市妇联.xlsx#", "ignored"),
    ("dot file", ".市妇联.xlsx", "ignored"),
    ("apple's double", "._市妇联.xlsx", "ignored"),
    ("windows thumbnails", "Thumbs.db", "ignored"),
    ("windows folder settings", "desktop.ini", "ignored"),
    ("apple's folder settings", ".DS_Store", "ignored"),
    ("in a sub-folder", "补报/市妇联.xlsx", "same|ignored|refused"),
    ("in a folder called xlsx", "报表.xlsx/市妇联.xlsx", "same|ignored|refused"),
    ("in a hidden folder", ".旧/市妇联.xlsx", "ignored|same|refused"),
    ("deep", "a/b/c/d/e/市妇联.xlsx", "same|ignored|refused"),
)

_PAPERS = (
    ("pdf", "市妇联（盖章）.pdf", PDF, "stamped"),
    ("PDF", "市妇联.PDF", PDF, "stamped"),
    ("png", "拍照.png", png(), "stamped"),
    ("jpg", "微信图片_20210924.jpg", JPG, "stamped"),
    ("jpeg", "IMG_0001.JPEG", JPG, "stamped"),
    ("tiff", "扫描.tif", TIFF, "stamped"),
    ("pdf without ending", "扫描件", PDF, "stamped|refused"),
    ("pdf called xlsx", "市妇联.xlsx", PDF, "stamped|refused"),
    ("photo called xlsx", "市妇联.xlsx", png(), "stamped|refused"),
    ("html called pdf", "市妇联.pdf", HTML, "refused"),
    ("text called jpg", "市妇联.jpg", "这不是图片".encode(), "refused"),
    ("empty pdf", "市妇联.pdf", b"", "refused"),
)


def _link(target: str | Path) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _outside(path: Path) -> None:
    """A link to a valid form that lies outside the workspace."""
    secret = path.parents[3].with_name(f"{path.parents[3].name}-外部.xlsx")
    secret.write_bytes(original())
    path.symlink_to(secret)


def _inside(path: Path) -> None:
    """A link to a file of the workspace that is no return."""
    path.symlink_to(path.parents[1] / "任务分解表.xlsx")


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket may be only 107 bytes long
    try:
        with socket.socket(socket.AF_UNIX) as one_end:
            one_end.bind(path.name)
    finally:
        os.chdir(here)


def _closed(path: Path) -> None:
    path.write_bytes(original())
    path.chmod(0)


def _dense_folder(path: Path) -> None:
    path.mkdir()
    for number in range(300):
        (path / f"{number}.txt").write_bytes(b"x")


_ODD: tuple[tuple[str, str, Callable[[Path], None], str], ...] = (
    ("pipe", "市妇联.xlsx", os.mkfifo, "refused|ignored"),
    ("pipe called pdf", "市妇联.pdf", os.mkfifo, "refused|ignored"),
    ("socket", "市妇联.xlsx", _socket, "refused|ignored"),
    ("link to a file outside", "市妇联.xlsx", _outside, "refused|ignored"),
    ("link to a file inside", "市妇联.xlsx", _inside, "refused|ignored"),
    ("link to nothing", "市妇联.xlsx", _link("没有这个文件.xlsx"), "refused|ignored"),
    ("link to itself", "市妇联.xlsx", _link("市妇联.xlsx"), "refused|ignored"),
    ("link to a folder", "补报", _link("/etc"), "refused|ignored"),
    ("link to the folder above", "补报", _link(".."), "refused|ignored"),
    ("link to endless zeros", "市妇联.xlsx", _link("/dev/zero"), "refused|ignored"),
    ("link to endless zeros called pdf", "市妇联.pdf", _link("/dev/zero"), "refused|ignored"),
    ("empty folder", "补报", Path.mkdir, "refused|ignored"),
    ("folder called xlsx", "市妇联.xlsx", Path.mkdir, "refused|ignored"),
)


def _several(name: str, want: str, outcomes: str, *entries: Callable[[], Entry], **more: object) -> Case:
    """`outcomes` gives one word per entry, in order."""

    def made() -> tuple[Entry, ...]:
        return tuple(entry() for entry in entries)

    return Case(name, want, made, outcomes=tuple(outcomes.split()), **more)  # type: ignore[arg-type]


def _dated(day: date | None, figure: float = 4.38) -> bytes:
    return edit(put(J14=day, G5=figure))


_LATER, _DAY, _EARLIER = date(2021, 9, 25), date(2021, 9, 24), date(2021, 9, 23)
_WRONG = 4.83

_SEVERAL = [
    _several("two of one day", "refused", "拒收 拒收",
             lambda: File("a.xlsx", original()), lambda: File("b.xlsx", _dated(_DAY, _WRONG))),
    _several("two without a day", "refused", "拒收 拒收",
             lambda: File("a.xlsx", _dated(None)), lambda: File("b.xlsx", _dated(None, _WRONG))),
    _several("one without a day", "refused", "拒收 拒收",
             lambda: File("a.xlsx", original()), lambda: File("b.xlsx", _dated(None, _WRONG))),
    _several("the later counts", "warns", "采用 忽略",
             lambda: File("a.xlsx", _dated(_LATER)), lambda: File("b.xlsx", _dated(_EARLIER, _WRONG)), code="F05"),
    _several("the later counts, whatever its name", "warns", "采用 忽略",
             lambda: File("旧版作废.xlsx", _dated(_LATER)), lambda: File("最终版.xlsx", _dated(_EARLIER, _WRONG)), code="F05"),
    _several("three, the latest counts", "warns", "采用 忽略 忽略",
             lambda: File("c.xlsx", _dated(_LATER)), lambda: File("b.xlsx", _dated(_DAY, _WRONG)),
             lambda: File("a.xlsx", _dated(_EARLIER, _WRONG)), code="F05"),
    _several("three, two latest", "refused", "拒收 拒收",
             lambda: File("c.xlsx", _dated(_LATER)), lambda: File("b.xlsx", _dated(_LATER, _WRONG)),
             lambda: File("a.xlsx", _dated(_EARLIER))),
    _several("identical copies", "warns", "采用 忽略",
             lambda: File("a.xlsx", original()), lambda: File("b.xlsx", original()), code="F06"),
    _several("identical copies, other endings", "warns", "采用 忽略",
             lambda: File("a.et", original()), lambda: File("b.xlsx", original()), code="F06"),
    _several("saved again, nothing changed", "refused|same", "",
             lambda: File("a.xlsx", original()), lambda: File("b.xlsx", resaved())),
    _several("a damaged second", "same", "采用 拒收",
             lambda: File("a.xlsx", original()), lambda: File("b.xlsx", original()[:4000])),
    _several("a stamped paper beside", "same", "采用 盖章件",
             lambda: File("市妇联.xlsx", original()), lambda: File("市妇联.pdf", PDF)),
    _several("august's beside", "same", "采用 拒收",
             lambda: File("a.xlsx", original()), lambda: File("b.xlsx", edit(put(J2="2021年8月", G5=3.41)))),
    _several("two units", "same", "采用 采用",
             lambda: File("a.xlsx", original()), lambda: File("b.xlsx", original(NEIGHBOUR))),
    _several("one file of two units' sheets beside the good one", "same|refused", "",
             lambda: File("a.xlsx", original()),
             lambda: File("b.xlsx", rework(lambda book: book.create_sheet("附"), NEIGHBOUR))),
    _several("same name, other case", "warns", "采用 忽略",
             lambda: File("A.xlsx", _dated(_LATER)), lambda: File("a.xlsx", _dated(_EARLIER, _WRONG)), code="F05"),
    _several("a thousand text files", "same", "采用",
             lambda: File("a.xlsx", original()), *[lambda n=n: File(f"{n}.txt", b"x") for n in range(1000)]),
]  # fmt: skip

CASES: list[Case] = [
    *(one(f"name {name}", want, original, file) for name, file, want in _NAMES),
    *(one(f"paper {name}", want, lambda data=data: data, file) for name, file, data, want in _PAPERS),
    *(
        Case(f"entry {name}", want, lambda file=file, make=make: (Odd(file, make),))
        for name, file, make, want in _ODD
    ),
    *_SEVERAL,
    Case("entry a folder of three hundred", "prose", lambda: (Odd("附件", _dense_folder),), code="F17"),
]
if os.geteuid():  # nothing is closed to the superuser
    CASES.append(Case("entry closed to us", "refused", lambda: (Odd("市妇联.xlsx", _closed),)))
