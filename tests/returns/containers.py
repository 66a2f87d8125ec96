"""Files that are another kind, or a spreadsheet packed another way: .csv, .ods, .docx, OLE, odd packages."""

from __future__ import annotations

import csv
import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import docx
import openpyxl
from originals import (
    SHEET,
    Case,
    edit,
    one,
    original,
    pack,
    parts,
    put,
    resaved,
    shape,
    swap,
    with_parts,
)

_TYPES, _BOOK, _RELS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@cache
def grid() -> tuple[tuple[str, ...], ...]:
    """The form's first sheet as texts, as an office program would export it."""
    sheet = openpyxl.load_workbook(io.BytesIO(original())).active
    assert sheet is not None
    return tuple(tuple(map(_shown, row)) for row in sheet.iter_rows(values_only=True))


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def table(delimiter: str = ",", **changed: str) -> str:
    """The form as delimited text; `changed` gives other texts by cell (G5)."""
    rows = [list(row) for row in grid()]
    for ref, text in changed.items():
        rows[int(ref[1:]) - 1][ord(ref[0]) - ord("A")] = text
    result = io.StringIO()
    csv.writer(result, delimiter=delimiter).writerows(rows)
    return result.getvalue()


_CSV: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("utf-8", lambda: table().encode(), "warns"),
    ("with a byte order mark", lambda: table().encode("utf-8-sig"), "warns"),
    ("gb18030", lambda: table().encode("gb18030"), "warns"),
    ("gbk", lambda: table().encode("gbk"), "warns"),
    ("big5 of other words", lambda: "編號,指標,累計完成\n".encode("big5"), "refused"),
    ("utf-16", lambda: table().encode("utf-16"), "warns|refused"),
    ("utf-16 without a mark", lambda: table().encode("utf-16-le"), "refused|warns"),
    ("unix line ends", lambda: table().replace("\r\n", "\n").encode(), "warns"),
    ("mac line ends", lambda: table().replace("\r\n", "\r").encode(), "warns|refused"),
    ("tabs", lambda: table("\t").encode(), "warns|refused"),
    ("semicolons", lambda: table(";").encode(), "warns|refused"),
    ("mojibake", lambda: table().encode().decode("gb18030", "replace").encode(), "refused"),
    ("mojibake the other way", lambda: table().encode("gb18030").decode("latin-1").encode(), "refused"),
    ("replacement characters", lambda: table(C5="宫颈\ufffd筛查", A5="T02-1").encode(), "refused|warns"),
    ("cut inside a character", lambda: table().encode()[:700], "refused"),
    ("gb18030 with one byte flipped", lambda: table().encode("gb18030").replace("妇".encode("gb18030"), b"\xb8\x20"), "refused"),
    ("utf-8 with one byte gone", lambda: table().encode().replace("妇".encode(), "妇".encode()[:2], 1), "refused"),
    ("nul bytes", lambda: table(G5="4.38\0").encode(), "refused"),
    ("other headers", lambda: "单位,数量\n市妇联,4.38\n".encode(), "refused"),
    ("header 完成率", lambda: table(G4="完成率").encode(), "refused"),
    ("no figures column", lambda: table(G4="").encode(), "refused"),
    ("约", lambda: table(G5="约4.38").encode(), "cell"),
    ("percent", lambda: table(G5="4.38%").encode(), "cell"),
    ("thousands", lambda: table(E5="人", G5="43,800", F5="9700").encode(), "warns"),
    ("formula", lambda: table(G5="=4+0.38").encode(), "cell"),
    ("scientific by a program", lambda: table(E5="人", G5="4.38E+04", F5="9700").encode(), "cell"),
    ("wrong month", lambda: table(J2="2021年8月").encode(), "refused"),
    ("unknown unit", lambda: table(C2="市气象局").encode(), "refused"),
    ("decimal cut by a comma", lambda: table().replace(",4.38,", ",4,38,").encode(), "refused|cell"),
    ("a quote never closed", lambda: table().replace("宫颈癌筛查", '"宫颈癌筛查', 1).encode(), "refused|cell"),
    ("a million lines", lambda: table().encode() + b",,\n" * 1_000_000, "refused|warns"),
    ("one endless line", lambda: table().encode() + b"," * 5_000_000, "refused|warns"),
    ("one endless field", lambda: table().encode() + b"x" * 5_000_000, "refused|warns"),
)  # fmt: skip

_ODS_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{}</manifest:file-entry>'
    "</manifest:manifest>"
)


def _ods_cell(text: str, repeat: int = 1) -> str:
    times = f' table:number-columns-repeated="{repeat}"' if repeat > 1 else ""
    if not text:
        return f"<table:table-cell{times}/>"
    kind = "string"
    if text.replace(".", "", 1).isdigit():
        kind = f'float" office:value="{text}'
    elif len(text) == 10 and text[4] == text[7] == "-":
        kind = f'date" office:date-value="{text}'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="{kind}"{times}>{lines}</table:table-cell>'


def ods_content(**changed: str) -> str:
    """content.xml of the form; `changed` gives whole cells by place (G5)."""
    rows = [[_ods_cell(text) for text in row] for row in grid()]
    for ref, xml in changed.items():
        rows[int(ref[1:]) - 1][ord(ref[0]) - ord("A")] = xml
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="进展情况">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def ods(content: str | bytes | None = None, encrypted: bool = False) -> bytes:
    """An .ods package of that content."""
    data = ods_content() if content is None else content
    locked = '<manifest:encryption-data manifest:checksum="x"/>' if encrypted else ""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), _ODS_KIND)
        package.writestr("META-INF/manifest.xml", _MANIFEST.format(locked))
        package.writestr("content.xml", data)
    return result.getvalue()


def _value(kind: str, text: str) -> str:
    return f'<table:table-cell office:value-type="{kind}"><text:p>{text}</text:p></table:table-cell>'


_ENDLESS = '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="{}">{}</table:table-cell></table:table-row></table:table>'  # noqa: E501
_ODS: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("valid", ods, "warns"),
    ("to the last row and column", lambda: ods(ods_content().replace("</table:table>", _ENDLESS.format(1048560, 16384, ""))), "warns"),
    ("a figure repeated for ever", lambda: ods(ods_content().replace("</table:table>", _ENDLESS.format(1048560, 16384, "<text:p>1</text:p>"))), "refused"),  # noqa: E501
    ("repeat of a huge number", lambda: ods(ods_content().replace("</table:table>", _ENDLESS.format(10**30, 10**30, ""))), "warns|refused"),
    ("repeat of nonsense", lambda: ods(ods_content().replace("</table:table>", _ENDLESS.format("x", "-1", ""))), "warns|refused"),
    ("shown text differs from the value", lambda: ods(ods_content(G5=_value('float" office:value="4.38', "9.99"))), "warns|cell|refused"),
    ("text figure", lambda: ods(ods_content(G5=_value("string", "约4.38"))), "cell"),
    ("percentage", lambda: ods(ods_content(G5=_value('percentage" office:value="4.38', "438%"))), "cell"),
    ("date", lambda: ods(ods_content(G5=_value('date" office:date-value="2021-09-20', "9月20日"))), "cell"),
    ("boolean", lambda: ods(ods_content(G5=_value('boolean" office:boolean-value="true', "TRUE"))), "cell"),
    ("value nonsense", lambda: ods(ods_content(G5=_value('float" office:value="NaN', "4.38"))), "cell|refused"),
    ("formula", lambda: ods(ods_content(G5=_value('float" office:value="4.38" table:formula="of:=4+0.38', "4.38"))), "warns"),
    ("formula error", lambda: ods(ods_content(G5=_value('float" office:value="0" table:formula="of:=1/0', "#DIV/0!"))), "cell"),
    ("note on the cell", lambda: ods(ods_content(G5='<table:table-cell office:value-type="string"><office:annotation><text:p>9</text:p></office:annotation><text:p>4.38</text:p></table:table-cell>')), "warns|cell|refused"),  # noqa: E501
    ("figures merged down", lambda: ods(ods_content(G5=_value('float" office:value="4.38" table:number-rows-spanned="2', "4.38"), G6="<table:covered-table-cell/>")), "cell"),  # noqa: E501
    ("cut short", lambda: ods()[:2000], "refused"),
    ("without content", lambda: pack({"mimetype": _ODS_KIND, "META-INF/manifest.xml": _MANIFEST.format("").encode()}), "refused"),
    ("content broken off", lambda: ods(ods_content()[:2500]), "refused"),
    ("content of nothing", lambda: ods(b""), "refused"),
    ("with a doctype", lambda: ods(ods_content().replace("?><", '?><!DOCTYPE x [<!ENTITY a "4.38">]><', 1)), "refused"),
    ("with a password", lambda: ods(b"\x93\x11garbage" * 50, encrypted=True), "refused"),
    ("a text document", lambda: pack({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), "refused"),
)  # fmt: skip


def ole(*names: str, size: int = 4096) -> bytes:
    """A compound file with a directory of these streams and nothing in them."""
    free, chain, table_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, chain, 0, chain, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    sectors = struct.pack("<128I", table_mark, chain, *[free] * 126)
    for kind, name in ((5, "Root Entry"), *((2, name) for name in names)):
        text = (name + "\0").encode("utf-16-le")
        sectors += text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + bytes(60)
    return (head + sectors).ljust(size, b"\0")


def word(with_table: bool) -> bytes:
    """A Word document, with the form as a table or with a sentence."""
    document, result = docx.Document(), io.BytesIO()
    document.add_paragraph("市妇联2021年9月重点民生实事进展情况")
    if with_table:
        rows = grid()[3:7]
        made = document.add_table(len(rows), 7)
        for row, texts in enumerate(rows):
            for column in range(7):
                made.cell(row, column).text = texts[column]
    document.save(result)
    return result.getvalue()


_HTML = "<html><table><tr><td>编号</td><td>累计完成</td></tr></table></html>".encode()
_ARCHIVE = b"Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
_NOISE = bytes(range(256)) * 9
_KINDS: tuple[tuple[str, str, Callable[[], bytes], str], ...] = (
    ("nothing", "市妇联.xlsx", lambda: b"", ""),
    ("one byte", "市妇联.xlsx", lambda: b"P", ""),
    ("only the sign", "市妇联.xlsx", lambda: b"PK\3\4", ""),
    ("empty zip", "市妇联.xlsx", lambda: b"PK\5\6" + bytes(18), ""),
    ("zeros", "市妇联.xlsx", lambda: bytes(20000), ""),
    ("noise", "市妇联.xlsx", lambda: bytes(range(256)) * 80, ""),
    ("text", "市妇联.xlsx", lambda: "新增4.38万人".encode(), ""),
    ("json", "市妇联.json", lambda: b'{"T02-1": 4.38}', ""),
    ("xml", "市妇联.xml", lambda: b"<?xml version='1.0'?><a/>", ""),
    ("html called xls", "市妇联.xls", lambda: _HTML, ""),
    ("html called xlsx", "市妇联.xlsx", lambda: b"\xef\xbb\xbf\n" + _HTML, ""),
    ("excel 2003 xml", "市妇联.xls", lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', ""),
    ("mail", "市妇联.eml", lambda: b"From: a@example.invalid\r\nSubject: x\r\n\r\n4.38\r\n", "邮件没有打开"),
    ("rubbish behind xls magic", "市妇联.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xa5" * 9000, ""),
    ("only xls magic", "市妇联.xls", lambda: b"\xd0\xcf\x11\xe0", ""),
    ("xls with an empty book", "市妇联.xls", lambda: ole("Workbook"), ""),
    ("et with an empty book", "市妇联.et", lambda: ole("Workbook", "ETExtData"), ""),
    ("old biff without ole", "市妇联.xls", lambda: b"\x09\x04\x06\x00\x00\x04\x10\x00" + bytes(500), ""),
    ("password", "市妇联.xlsx", lambda: ole("EncryptionInfo", "EncryptedPackage"), "密码"),
    ("password called xls", "市妇联.xls", lambda: ole("EncryptedPackage", "DataSpaces"), "密码"),
    ("structure protected", "市妇联.xlsx", lambda: ole("EncryptionInfo", "EncryptedPackage"), "取消保护工作簿结构"),
    ("rights managed", "市妇联.xls", lambda: ole("Workbook", "DRMContent"), "IRM"),
    ("encrypted by the unit's own software", "市妇联.xlsx", lambda: b"\x62\x14\x23\x65>\x00!\x00E-SafeNet" + _NOISE, "请用单位加密软件解密后重发"),
    ("encrypted by another software", "市妇联.xls", lambda: b"%TSD-Header-###%" + _NOISE, "请用单位加密软件解密后重发"),
    ("encrypted by nobody knows what", "市妇联.xlsx", lambda: bytes(reversed(range(256))) * 90, "解密"),
    ("a web archive", "市妇联.xls", lambda: b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n" + _ARCHIVE + _HTML, ".mht"),
    ("a web archive with a sender", "市妇联.xls", lambda: b"From: <Saved by WPS>\nMIME-Version: 1.0\n" + _ARCHIVE + b",,\t" + _HTML, ".mht"),
    ("zip called xlsx", "市妇联.xlsx", lambda: pack({"市妇联.xlsx": original()}), "压缩包"),
    ("gzip", "市妇联.xlsx.gz", lambda: gzip.compress(original(), mtime=0), ""),
    ("rar", "市妇联.rar", lambda: b"Rar!\x1a\x07\x00" + bytes(200), "这种压缩包没有打开"),
    ("7z", "市妇联.7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(200), "这种压缩包没有打开"),
    ("powerpoint", "市妇联.pptx", lambda: pack({_TYPES: b"<Types/>", "ppt/presentation.xml": b"<p/>"}), ""),
    ("binary workbook", "市妇联.xlsb", lambda: pack({_TYPES: b"<Types/>", "xl/workbook.bin": bytes(99), _RELS: b"<Relationships/>"}), ""),
    ("empty book", "市妇联.xlsx", lambda: _saved_empty(), ""),
)  # fmt: skip


# Documents of words: never read, never in the way.
_PROSE: tuple[tuple[str, str, Callable[[], bytes], str], ...] = (
    ("note", "说明.txt", lambda: "本月数字见附件".encode(), "F17"),
    ("word", "市妇联.docx", lambda: word(False), "F17"),
    ("word with a table", "市妇联.docx", lambda: word(True), "F18"),
    ("word called xlsx", "市妇联.xlsx", lambda: word(True), "F18"),
    ("old word", "市妇联.doc", lambda: ole("WordDocument"), "F17"),
)


def _saved_empty() -> bytes:
    result = io.BytesIO()
    openpyxl.Workbook().save(result)
    return result.getvalue()


def _strict() -> bytes:
    """The form in the strict variant of the format, as Excel can save it."""
    changes = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/",
            b"http://purl.oclc.org/ooxml/officeDocument/",
        ),
        (
            b"http://schemas.openxmlformats.org/drawingml/2006/main",
            b"http://purl.oclc.org/ooxml/drawingml/main",
        ),
    )
    result = {}
    for name, data in parts().items():
        for old, new in changes:
            data = data.replace(old, new)
        result[name] = data
    return pack(result)


def _prefixed() -> bytes:
    """The sheet with every element under a prefix: the same document to any XML reader."""
    text = parts()[SHEET].decode().replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    return with_parts({SHEET: text.replace("xmlns=", "xmlns:x=", 1).encode()})


def _encoded(codec: str, declared: str) -> bytes:
    text = f'<?xml version="1.0" encoding="{declared}"?>' + parts()[SHEET].decode()
    return with_parts({SHEET: text.encode(codec)})


def _renamed(new: str) -> bytes:
    """The sheet under another part name, everything else pointing there."""
    contents = {name.replace("worksheets/sheet1", new): data for name, data in parts().items()}
    for name in (_TYPES, _RELS):
        contents[name] = contents[name].replace(b"worksheets/sheet1", new.encode())
    return pack(contents)


def _respelled(change: Callable[[str], str], data: bytes | None = None, said: bool = False) -> bytes:
    """The package with other names for its parts; with `said` its relations and types say the new ones too."""
    contents = parts(data)
    return pack(
        {
            change(name): change(part.decode()).encode()
            if said and name.endswith((".rels", _TYPES))
            else part
            for name, part in contents.items()
        }
    )


def _moved_book() -> bytes:
    """The workbook and what lies beside it in another folder, under another name, as SharePoint names it."""
    names = {
        "xl/workbook.xml": "office/workbook2.xml",
        "xl/_rels/workbook.xml.rels": "office/_rels/workbook2.xml.rels",
    }
    contents = {names.get(name, name.replace("xl/", "office/")): part for name, part in parts().items()}
    for name in ("[Content_Types].xml", "_rels/.rels", "office/_rels/workbook2.xml.rels"):
        contents[name] = (
            contents[name].replace(b"xl/workbook.xml", b"office/workbook2.xml").replace(b"/xl/", b"/office/")
        )
    return pack(contents)


def _looks(old: str, new: str, data: bytes | None = None) -> bytes:
    """The form with its looks changed into what Excel passes over; the first `old` only."""
    text = parts(data)["xl/styles.xml"].decode()
    assert old in text
    return with_parts({"xl/styles.xml": text.replace(old, new, 1).encode()}, data)


_MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_STYLE_REL = '<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
_PACKAGES: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("saved by another program", resaved, "same"),
    ("stored, not compressed", lambda: pack(parts(), zipfile.ZIP_STORED), "same"),
    ("bzip2", lambda: pack(parts(), zipfile.ZIP_BZIP2), "same|refused"),
    ("lzma", lambda: pack(parts(), zipfile.ZIP_LZMA), "same|refused"),
    ("parts in another order", lambda: pack(dict(reversed(parts().items()))), "same"),
    ("with folder entries", lambda: with_parts({"xl/": b"", "xl/worksheets/": b""}), "same"),
    ("with macros", lambda: with_parts({"xl/vbaProject.bin": ole("VBA")}, swap(_PLAIN, _MACRO, _TYPES)), "same"),
    ("template", lambda: swap("sheet.main+xml", "template.main+xml", _TYPES), "same|refused"),
    ("strict", _strict, "same|refused"),
    ("prefixed", _prefixed, "same|refused"),
    ("utf-16 sheet", lambda: _encoded("utf-16", "UTF-16"), "same|refused"),
    ("gb18030 sheet", lambda: _encoded("gb18030", "GB18030"), "same|refused"),
    ("byte order mark", lambda: with_parts({SHEET: b"\xef\xbb\xbf" + parts()[SHEET]}), "same|refused"),
    ("encoding that lies", lambda: _encoded("utf-8", "UTF-16"), "refused"),
    ("encoding unknown", lambda: _encoded("utf-8", "klingon"), "refused"),
    ("sheet under another name", lambda: _renamed("tables/tabelle"), "same"),
    ("used area that lies", lambda: swap('<dimension ref="A1:R14"/>', '<dimension ref="A1:A1"/>'), "same"),
    ("used area huge", lambda: swap('<dimension ref="A1:R14"/>', '<dimension ref="A1:XFD1048576"/>'), "same"),
    ("used area nonsense", lambda: swap('<dimension ref="A1:R14"/>', '<dimension ref="?"/>'), "same|refused"),
    ("years from 1904", lambda: swap("<workbookPr ", '<workbookPr date1904="1" ', _BOOK), "cell|refused"),
    ("frozen and filtered", lambda: edit(lambda sheet: setattr(sheet.auto_filter, "ref", "A4:R11")), "same"),
    ("with a remark cell far off", lambda: edit(put(CV300="草稿")), "same|refused"),
    ("types missing", lambda: with_parts({_TYPES: None}), "refused"),
    ("types without the sheet", lambda: swap("worksheet+xml", "other+xml", _TYPES), "same|refused"),
    ("types of another document", lambda: swap(_PLAIN, "application/pdf", _TYPES), "same|refused"),
    ("relations missing", lambda: with_parts({_RELS: None}), "refused"),
    ("root relations missing", lambda: with_parts({"_rels/.rels": None}), "same|refused"),
    ("book missing", lambda: with_parts({_BOOK: None}), "refused"),
    ("sheet missing", lambda: with_parts({SHEET: None}), "refused"),
    ("styles missing", lambda: with_parts({"xl/styles.xml": None}), "refused"),
    ("styles never there", lambda: with_parts({"xl/styles.xml": None}, swap(_STYLE_REL, "", _RELS)), "same|refused"),
    ("style number beyond the list", lambda: swap('<c r="G5" s="7"', '<c r="G5" s="9999"'), "same|cell|refused"),
    ("style number negative", lambda: swap('<c r="G5" s="7"', '<c r="G5" s="-3"'), "same|cell|refused"),
    ("style number nonsense", lambda: swap('<c r="G5" s="7"', '<c r="G5" s="x"'), "same|cell|refused"),
    ("theme missing", lambda: with_parts({"xl/theme/theme1.xml": None}), "same|refused"),
    ("strings missing", lambda: with_parts({"xl/sharedStrings.xml": None}, resaved()), "refused"),
    ("relation to nowhere", lambda: swap("worksheets/sheet1.xml", "worksheets/sheet9.xml", _RELS), "refused"),
    ("relation out of the package", lambda: swap("worksheets/sheet1.xml", "../../../../etc/passwd", _RELS), "refused"),
    ("relation to the web", lambda: swap('sheet1.xml"', 'sheet1.xml" TargetMode="External"', _RELS), "refused"),
    ("relation to a web address", lambda: swap('worksheets/sheet1.xml"', 'http://127.0.0.1:9/sheet.xml" TargetMode="External"', _RELS), "refused"),
    ("relation id twice", lambda: swap('Id="rId2"', 'Id="rId1"', _RELS), "same|refused"),
    ("relation id missing", lambda: swap('r:id="rId1"', 'r:id="rId77"', _BOOK), "refused"),
    ("book without sheets", lambda: swap('r:id="rId1"/>', 'r:id="rId1"/><!-- -->', _BOOK, swap("<sheets>", "<sheetz>", _BOOK, swap("</sheets>", "</sheetz>", _BOOK))), "refused"),  # noqa: E501
    ("zeros behind it", lambda: original() + bytes(5000), "same"),
    ("zeros beyond the reach of readers behind it", lambda: original() + bytes(70_000), "same"),
    ("line ends around it", lambda: b"\r\n" + original() + b"\r\n\r\n", "same"),
    ("backslashes", lambda: _respelled(lambda name: name.replace("/", "\\")), "same"),
    ("backslashes with folders", lambda: _respelled(lambda name: name.replace("/", "\\"), with_parts({"xl/": b"", "xl/worksheets/": b""})), "same"),
    ("strings in other letters", lambda: _respelled(lambda name: name.replace("sharedS", "SharedS"), resaved()), "same"),
    ("all in capitals", lambda: _respelled(str.upper), "same"),
    ("sheet in other letters", lambda: _respelled(lambda name: name.replace("sheet1", "Sheet1")), "same"),
    ("workbook2", lambda: _respelled(lambda name: name.replace("workbook.xml", "workbook2.xml"), said=True), "same"),
    ("workbook in another folder", _moved_book, "same"),
    ("workbook2 beside workbook", lambda: with_parts({"xl/workbook.xml": parts()[_BOOK]}, _respelled(lambda name: name.replace("workbook.xml", "workbook2.xml"), said=True)), "refused"),  # noqa: E501
    ("empty fill", lambda: _looks('<fill><patternFill patternType="gray125"/></fill>', "<fill/>"), "same"),
    ("a colour by its name", lambda: _looks("<font>", '<font><color rgb="red"/>'), "same"),
    ("a colour of three digits", lambda: _looks("<font>", '<font><color rgb="#F00"/>'), "same"),
    ("a font family of another world", lambda: _looks("<font>", '<font><family val="99"/>'), "same"),
    ("a day of the file that is none", lambda: swap("</cp:coreProperties>", "<dcterms:created xmlns:dcterms='http://purl.org/dc/terms/'>yesterday</dcterms:created></cp:coreProperties>", "docProps/core.xml"), "same"),  # noqa: E501
    ("empty fill and a day", lambda: _looks("</fills>", "<fill/></fills>", edit(shape(G5="m/d"))), "cell"),
    ("sheet named twice", lambda: swap("</sheets>", '<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="进展情况" sheetId="1" r:id="rId1"/></sheets>', _BOOK), "same|refused"),  # noqa: E501
    ("one part as two sheets", lambda: swap("</sheets>", '<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="另一" sheetId="2" r:id="rId1"/></sheets>', _BOOK), "same|refused"),  # noqa: E501
)  # fmt: skip


def _says(words: str) -> dict[str, str]:
    return {"says": words} if words else {}


CASES: list[Case] = [
    *(one(f"csv {name}", want, data, "市妇联.csv") for name, data, want in _CSV),
    one("csv called xlsx", "warns", lambda: table().encode("gb18030"), "市妇联.xlsx"),
    one("csv called xls", "warns", lambda: table().encode("gb18030"), "市妇联.xls"),
    one("csv called txt", "warns|refused", lambda: table().encode("gb18030"), "市妇联.txt"),
    *(one(f"ods {name}", want, data, "市妇联.ods", loose="merged" in name) for name, data, want in _ODS),
    one("ods called xlsx", "warns", ods),
    *(one(f"kind {name}", "refused", data, file, **_says(words)) for name, file, data, words in _KINDS),
    *(one(f"kind {name}", "prose", data, file, code=code) for name, file, data, code in _PROSE),
    one("kind ofd", "stamped", lambda: pack({"OFD.xml": b"<ofd/>"}), "市妇联.ofd"),
    *(one(f"package {name}", want, data, loose=True) for name, data, want in _PACKAGES),
]
