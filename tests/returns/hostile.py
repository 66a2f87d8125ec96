"""Files made to kill, to mislead or to reach outside: bombs, sparse sheets, entities, lies in the package."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable

from originals import (
    SHEET,
    STRINGS,
    Case,
    edit,
    one,
    original,
    pack,
    parts,
    put,
    raw_cell,
    resaved,
    swap,
    with_parts,
)

_CONTENT = {
    "types": "[Content_Types].xml",
    "root relations": "_rels/.rels",
    "relations": "xl/_rels/workbook.xml.rels",
    "book": "xl/workbook.xml",
    "sheet": SHEET,
    "styles": "xl/styles.xml",
    "theme": "xl/theme/theme1.xml",
    "properties": "docProps/core.xml",
}
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_DOCTYPES = {
    "laughs": f'<!DOCTYPE x [<!ENTITY l0 "4.38">{_LAUGHS}]>',
    "plain": "<!DOCTYPE x>",
    "file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    "web": '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    "external": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "figure": '<!DOCTYPE x [<!ENTITY e "9.99">]>',
}


def doctype(part: str, kind: str, use: str = "", codec: str = "utf-8", data: bytes | None = None) -> bytes:
    """The package with a document type in a part; `use` replaces the figure 4.38 where it stands."""
    text = re.sub(r"^\ufeff?<\?xml.*?\?>\s*", "", parts(data)[part].decode())
    if use:
        assert "<v>4.38</v>" in text
        text = text.replace("<v>4.38</v>", f"<v>{use}</v>")
    head = f'<?xml version="1.0" encoding="{codec}"?>'
    return with_parts({part: (head + _DOCTYPES[kind] + text).encode(codec)}, data)


def quadratic() -> bytes:
    """One long entity used very often, below every limit on nesting."""
    text = parts()[SHEET].decode()
    head = f'<!DOCTYPE x [<!ENTITY e "{"4" * 50000}">]>'
    return with_parts({SHEET: (head + text.replace("<v>4.38</v>", f"<v>{'&e;' * 50000}</v>")).encode()})


def nested() -> bytes:
    """Elements a hundred thousand deep."""
    return swap("</sheetData>", "</sheetData>" + "<a>" * 100_000 + "</a>" * 100_000)


# Rows and cells


def _after(row: int, xml: str) -> bytes:
    """The sheet with more XML behind a row."""
    text = parts()[SHEET].decode()
    end = text.index("</row>", text.index(f'<row r="{row}"')) + len("</row>")
    return with_parts({SHEET: (text[:end] + xml + text[end:]).encode()})


def _last(xml: str) -> bytes:
    return swap("</sheetData>", f"{xml}</sheetData>")


def _stripped(pattern: str, new: str | Callable[[re.Match[str]], str] = "") -> bytes:
    text = parts()[SHEET].decode()
    changed = re.sub(pattern, new, text)
    assert changed != text
    return with_parts({SHEET: changed.encode()})


def _formats(to_row: int, columns: str) -> bytes:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}" s="1"/>' for letter in columns.split()) + "</row>"
        for row in range(30, to_row + 1)
    )
    return _last(rows)


def _moved(source: str, target: str) -> bytes:
    return swap(f'<c r="{source}"', f'<c r="{target}"')


def _reversed(whole: str, each: str) -> bytes:
    """The form with the items of its first `whole` in reversed order."""
    text = parts()[SHEET].decode()
    found = re.search(whole, text, re.DOTALL)
    assert found is not None
    items = re.findall(each, found[1], re.DOTALL)
    return with_parts({SHEET: text.replace(found[1], "".join(reversed(items))).encode()})


_ROW = '<row r="{}"><c r="{}"><v>9.99</v></c></row>'
_SHEETS: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("last cell of all", lambda: _last(_ROW.format(1048576, "XFD1048576")), "refused"),
    ("hundred columns to the last row", lambda: _last(_ROW.format(1048576, "CV1048576")), "refused"),
    ("last column", lambda: _last(_ROW.format(30, "XFD30")), "refused"),
    ("row six thousand", lambda: _last(_ROW.format(6000, "A6000")), "refused"),
    ("beyond the last row", lambda: _last(_ROW.format(1048577, "A1048577")), "refused"),
    ("row of thirty digits", lambda: _last(_ROW.format("9" * 30, "A" + "9" * 30)), "refused"),
    ("beyond the last column", lambda: _last(_ROW.format(30, "ZZZ30")), "refused"),
    ("column of thirty letters", lambda: _last(_ROW.format(30, "A" * 30 + "30")), "refused"),
    ("empty last row", lambda: _last('<row r="1048576"/>'), "same|refused"),
    ("empty last cell", lambda: _last('<row r="1048576"><c r="XFD1048576" s="1"/></row>'), "same|refused"),
    ("formats of a whole column", lambda: _formats(100_000, "A G"), "same|refused"),
    ("formats to the last row", lambda: _formats(1_048_576, "A"), "same|refused"),
    ("merged to the last cell", lambda: swap('<mergeCell ref="A3:N3"/>', '<mergeCell ref="A3:N3"/><mergeCell ref="A30:XFD1048576"/>'), "same|refused"),  # noqa: E501
    ("columns declared a million times", lambda: swap("</cols>", '<col min="1" max="2147483647" width="9"/></cols>'), "same|refused"),
    ("cell twice", lambda: raw_cell("G5", '<c r="G5"><v>4.38</v></c><c r="G5"><v>9.99</v></c>'), "refused"),
    ("cell twice, figure first", lambda: raw_cell("G5", '<c r="G5"><v>9.99</v></c><c r="G5"><v>4.38</v></c>'), "refused"),
    ("cell twice, other case", lambda: raw_cell("G5", '<c r="G5"><v>4.38</v></c><c r="g5"><v>9.99</v></c>'), "refused"),
    ("cell twice, with dollars", lambda: raw_cell("G5", '<c r="G5"><v>4.38</v></c><c r="$G$5"><v>9.99</v></c>'), "refused"),
    ("cell twice, leading zero", lambda: raw_cell("G5", '<c r="G5"><v>4.38</v></c><c r="G05"><v>9.99</v></c>'), "refused"),
    ("cell twice, once nameless", lambda: raw_cell("G5", '<c r="F5"><v>0.97</v></c><c><v>9.99</v></c>'), "refused|cell"),
    ("row twice", lambda: _after(5, '<row r="5"><c r="G5"><v>9.99</v></c></row>'), "refused"),
    ("row twice, apart", lambda: _last('<row r="5"><c r="G5"><v>9.99</v></c></row>'), "refused"),
    ("row twice, leading zero", lambda: _last('<row r="05"><c r="G5"><v>9.99</v></c></row>'), "refused"),
    ("row nameless behind the last", lambda: _last("<row><c><v>9.99</v></c></row>"), "same|refused"),
    ("two tables of data", lambda: swap("</sheetData>", '</sheetData><sheetData><row r="5"><c r="G5"><v>9.99</v></c></row></sheetData>'), "refused"),
    ("cell of the row above in this row", lambda: raw_cell("G6", '<c r="G5"><v>9.99</v></c>'), "refused"),
    ("cell name of another row", lambda: _moved("G6", "G12"), "refused"),
    ("cells exchanged by name", lambda: _stripped(r'<c r="G(5|6)"', lambda m: f'<c r="G{11 - int(m[1])}"'), "refused"),
    ("cell name without a row", lambda: _moved("G5", "G"), "refused"),
    ("cell name without a column", lambda: _moved("G5", "5"), "refused"),
    ("cell name empty", lambda: _moved("G5", ""), "refused|cell"),
    ("cell name with row zero", lambda: _moved("G5", "G0"), "refused"),
    ("cell name turned round", lambda: _moved("G5", "5G"), "refused"),
    ("cell name full width", lambda: _moved("G5", "Ｇ５"), "refused|same"),
    ("cell name small", lambda: _moved("G5", "g5"), "refused|same"),
    ("cell name with dollars", lambda: _moved("G5", "$G$5"), "refused|same"),
    ("cell name a range", lambda: _moved("G5", "G5:G6"), "refused"),
    ("cells without names", lambda: _stripped(r'<c r="[A-Z]+\d+"', "<c"), "same|refused"),
    ("rows without names", lambda: _stripped(r'<row r="\d+"', "<row"), "same|refused"),
    ("neither has a name", lambda: _stripped(r'<(c|row) r="\w+"', r"<\1"), "same|refused"),
    ("some cells without names", lambda: _stripped(r'<c r="[A-F]5"', "<c"), "same|refused"),
    ("row number minus", lambda: _last(_ROW.format(-5, "A30")), "refused"),
    ("row number zero", lambda: _last(_ROW.format(0, "A30")), "refused"),
    ("row number a fraction", lambda: _last(_ROW.format("30.5", "A30")), "refused"),
    ("row number a word", lambda: _last(_ROW.format("x", "A30")), "refused"),
    ("row number other than its cells", lambda: _stripped(r'<row r="5"', '<row r="15"'), "refused"),
    ("cells from right to left", lambda: _reversed(r'<row r="5"[^>]*>(.*?)</row>', r"<c .*?</c>"), "same|refused"),
    ("rows from below", lambda: _reversed(r"<sheetData>(.*)</sheetData>", r"<row .*?</row>|<row [^>]*/>"), "same|refused"),
    ("row outside the data", lambda: swap("<sheetData>", '<row r="5"><c r="G5"><v>9.99</v></c></row><sheetData>'), "same|refused"),
    ("a choice of two cells", lambda: raw_cell("G5", '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x"><c r="G5"><v>9.99</v></c></mc:Choice><mc:Fallback><c r="G5"><v>4.38</v></c></mc:Fallback></mc:AlternateContent>'), "refused|cell"),  # noqa: E501
    ("a foreign cell", lambda: raw_cell("G5", '<c r="G5"><v>4.38</v></c><y:c xmlns:y="urn:y" r="G5"><y:v>9.99</v></y:c>'.replace("</v></y", "</y:v></y")), "same|refused"),  # noqa: E501
    ("a figure in a foreign element", lambda: raw_cell("G5", '<c r="G5"><y:v xmlns:y="urn:y">9.99</y:v><v>4.38</v></c>'), "same|cell|refused"),
    ("ten thousand sheets named", lambda: swap("<sheets>", "<sheets>" + '<sheet name="x" sheetId="9" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>' * 10_000, "xl/workbook.xml"), "refused"),  # noqa: E501
)  # fmt: skip


# The package itself


def _bomb(size: int) -> bytes:
    """Shared strings that really unpack to `size` bytes of blanks."""
    contents, result = parts(resaved()), io.BytesIO()
    head, tail = contents.pop(STRINGS).rsplit(b"</sst>", 1)[0], b"</sst>"
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in contents.items():
            package.writestr(name, data)
        with package.open(STRINGS, "w", force_zip64=True) as part:
            part.write(head + b"<si><t>")
            for _ in range(size // (1 << 20)):
                part.write(b" " * (1 << 20))
            part.write(b"</t></si>" + tail)
    return result.getvalue()


def _central(data: bytes, name: str) -> int:
    """Where the directory's record of a part begins."""
    start = data.index(b"PK\1\2")
    while data[start + 46 : start + 46 + len(name)] != name.encode():
        start = data.index(b"PK\1\2", start + 4)
    return start


def _field(offset: int, form: str, value: int, name: str = SHEET, local: int | None = None) -> bytes:
    """The package with a field of a part's directory record (and of its local one) saying otherwise."""
    data = bytearray(original())
    start = _central(bytes(data), name)
    here = struct.unpack_from("<I", data, start + 42)[0]
    struct.pack_into(form, data, start + offset, value)
    if local is not None:
        struct.pack_into(form, data, here + local, value)
    return bytes(data)


def _added(*entries: tuple[str, bytes]) -> bytes:
    """The package with more entries at its end, whatever their names."""
    result = io.BytesIO(original())
    with zipfile.ZipFile(result, "a", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries:
            package.writestr(zipfile.ZipInfo(name), data)
    return result.getvalue()


def _twice(first: bytes, second: bytes) -> bytes:
    """Two sheets under one name."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts().items():
            if name != SHEET:
                package.writestr(name, data)
        package.writestr(zipfile.ZipInfo(SHEET), first)
        other = zipfile.ZipInfo(SHEET.replace("1", "9"))
        package.writestr(other, second)
    return result.getvalue().replace(SHEET.replace("1", "9").encode(), SHEET.encode())


def _digit_on_disk(count: int = 1) -> bytes:
    """A digit of the figure changed in a package that is not compressed: only the checksum can tell."""
    data = pack(parts(), zipfile.ZIP_STORED)
    assert data.count(b"<v>4.38</v>") == 1
    return data.replace(b"<v>4.38</v>", b"<v>4.83</v>", count)


def _wrong_sheet() -> bytes:
    return parts(edit(put(G5=4.83), unit="市妇联"))[SHEET]


def _many() -> bytes:
    return _added(*((f"xl/media/{n}.bin", b"") for n in range(70_000)))


_ZIPS: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("bomb, honest", lambda: _bomb(256 << 20), "refused"),
    ("bomb, small", lambda: _bomb(64 << 20), "refused"),
    ("declares four gigabytes", lambda: _field(24, "<I", 0xFFFFFFF0, local=22), "refused"),
    ("declares less than there is", lambda: _field(24, "<I", 100, local=22), "refused"),
    ("declares less in the directory only", lambda: _field(24, "<I", 100), "refused"),
    ("compressed size too large", lambda: _field(20, "<I", 0x7FFFFFFF, local=18), "same|refused"),
    ("checksum other", lambda: _field(16, "<I", 0x12345678, local=14), "refused"),
    ("checksum nought", lambda: _field(16, "<I", 0, local=14), "refused"),
    ("digit changed on disk", _digit_on_disk, "refused"),
    ("encrypted flag", lambda: _field(8, "<H", 1, local=6), "refused"),
    ("unknown compression", lambda: _field(10, "<H", 99, local=8), "refused"),
    ("compression called stored", lambda: _field(10, "<H", 0, local=8), "refused"),
    ("local offset wild", lambda: _field(42, "<I", 0x7FFFFFF0), "refused"),
    ("parts overlap", lambda: _field(42, "<I", 0), "refused"),
    ("sheet twice", lambda: _twice(parts()[SHEET], _wrong_sheet()), "refused"),
    ("sheet twice, wrong first", lambda: _twice(_wrong_sheet(), parts()[SHEET]), "refused"),
    ("sheet twice, other case", lambda: _added((SHEET.upper(), _wrong_sheet())), "same|refused"),
    ("sheet twice, backslashes", lambda: _added((SHEET.replace("/", "\\"), _wrong_sheet())), "same|refused"),
    ("part of an absolute name", lambda: _added(("/etc/passwd", b"x")), "refused"),
    ("part above the package", lambda: _added(("../../../elsewhere/x", b"x")), "refused"),
    ("part with a drive", lambda: _added(("C:\\x.exe", b"x")), "refused|same"),
    ("absolute name of the sheet", lambda: _added(("/" + SHEET, _wrong_sheet())), "refused"),
    ("seventy thousand parts", _many, "refused"),
    ("another package behind it", lambda: original() + original("市残联"), "refused|none"),
    ("rubbish behind it", lambda: original() + b"rubbish" * 100, "same|refused"),
    ("rubbish before it", lambda: b"rubbish" * 100 + original(), "same|refused"),
    ("a program before it", lambda: b"MZ" + bytes(4000) + original(), "refused|same"),
    ("a picture before it", lambda: b"\xff\xd8\xff\xe0" + bytes(400) + original(), "refused|same|stamped"),
    ("directory comment", lambda: original()[:-2] + struct.pack("<H", 4) + b"note", "same|refused"),
    ("another package inside", lambda: with_parts({"xl/embeddings/book.xlsx": original("市残联")}), "same"),
)  # fmt: skip


def _cut(length: int) -> Case:
    """The form cut off: at `length` bytes, or so many before its end if negative."""
    name = f"cut at {length}" if length > 0 else f"cut {-length} before the end"
    return one(name, "refused", lambda: original()[:length])


_LENGTHS = (
    2,
    4,
    29,
    30,
    100,
    512,
    1024,
    2048,
    4096,
    5000,
    6000,
    7000,
    8000,
    9000,
    -2000,
    -600,
    -100,
    -22,
    -21,
    -3,
    -1,
)
_HOLES = (100, 1500, 4000, 7000)


def _holed(start: int) -> bytes:
    data = original()
    return data[:start] + bytes(64) + data[start + 64 :]


CASES: list[Case] = [
    *(one(f"xml laughs in {name}", "refused", lambda part=part: doctype(part, "laughs")) for name, part in _CONTENT.items()),
    *(one(f"xml doctype in {name}", "refused", lambda part=part: doctype(part, "plain")) for name, part in _CONTENT.items()),
    one("xml doctype in strings", "refused", lambda: doctype(STRINGS, "plain", data=resaved())),
    one("xml laughs used", "refused", lambda: doctype(SHEET, "laughs", "&l9;")),
    one("xml entity quadratic", "refused", quadratic),
    one("xml entity holds the figure", "refused", lambda: doctype(SHEET, "figure", "&e;")),
    one("xml entity from a file", "refused", lambda: doctype(SHEET, "file", "&e;")),
    one("xml entity from the web", "refused", lambda: doctype(SHEET, "web", "&e;")),
    one("xml parameter entity", "refused", lambda: doctype(SHEET, "parameter")),
    one("xml external subset", "refused", lambda: doctype(SHEET, "external")),
    one("xml doctype in utf-16", "refused", lambda: doctype(SHEET, "figure", "&e;", "utf-16")),
    one("xml doctype in an unused part", "refused", lambda: with_parts({"customXml/item1.xml": b"<!DOCTYPE x><x/>"})),
    one("xml entity nobody declared", "refused", lambda: swap("<v>4.38</v>", "<v>&e;</v>")),
    one("xml includes a file", "same|cell|refused", lambda: raw_cell("G5", '<c r="G5"><v>4.38</v><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" parse="text"/></c>')),  # noqa: E501
    one("xml nested for ever", "same|refused", nested),
    one("xml attribute of ten megabytes", "same|refused", lambda: swap("<sheetData>", f'<sheetData x="{"y" * 10_000_000}">')),
    one("xml fifty thousand attributes", "same|refused", lambda: swap("<sheetData>", "<sheetData " + " ".join(f'a{n}="1"' for n in range(50_000)) + ">")),  # noqa: E501
    one("xml two roots", "refused", lambda: swap("</worksheet>", "</worksheet><worksheet/>")),
    one("xml not closed", "refused", lambda: swap("</worksheet>", "")),
    one("xml tag crossed", "refused", lambda: swap("</sheetData>", "</sheetDate>")),
    one("xml sheet is empty", "refused", lambda: with_parts({SHEET: b""})),
    one("xml sheet is a picture", "refused", lambda: with_parts({SHEET: b"\x89PNG\r\n\x1a\n"})),
    one("xml sheet of another vocabulary", "refused", lambda: with_parts({SHEET: b'<html xmlns="http://www.w3.org/1999/xhtml"/>'})),
    *(one(f"sheet {name}", want, data) for name, data, want in _SHEETS),
    *(one(f"zip {name}", want, data) for name, data, want in _ZIPS),
    *map(_cut, _LENGTHS),
    *(one(f"hole at {start}", "refused", lambda start=start: _holed(start)) for start in _HOLES),
]  # fmt: skip
