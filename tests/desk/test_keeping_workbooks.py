"""What people have in their register stays in it whatever the desk writes; what cannot be written is said with what to fill in."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.desk.conftest import MONTH, Visitor
from tests.desk.test_attacks import all_files
from tests.desk.test_pages import root, rows

REGISTER = "inputs/2023/处理登记.xlsx"
WAIVED = {"about": "市教育局", "opinion": "先报", "post": "甲岗"}
PASTED = "等不及的，请自己在“带缺定稿”里填：2023-05　市教育局　先报　甲岗　2023-05-29"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "http://schemas.microsoft.com/office"
_TYPE = "application/vnd.openxmlformats-officedocument"
# What hangs on a sheet: kind of the relation, part, type of its content, the part itself.
HUNG = [
    (f"{_KIND}/drawing", "xl/drawings/drawing7.xml", f"{_TYPE}.drawing+xml",
     '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
     'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>8</xdr:col>'
     "<xdr:colOff>0</xdr:colOff><xdr:row>20</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>9</xdr:col>"
     "<xdr:colOff>0</xdr:colOff><xdr:row>22</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr>"
     '<xdr:cNvPr id="2" name="印章"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="star5"><a:avLst/></a:prstGeom>'
     "</xdr:spPr></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"),
    (f"{_KIND}/vmlDrawing", "xl/drawings/vmlDrawing7.vml", f"{_TYPE}.vmlDrawing",
     '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
     '<v:shape id="b"><x:ClientData ObjectType="Checkbox"/></v:shape></xml>'),
    (f"{_KIND}/ctrlProp", "xl/ctrlProps/ctrlProp7.xml", "application/vnd.ms-excel.controlproperties+xml",
     '<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="CheckBox"/>'),
    (f"{_OFFICE}/2017/10/relationships/threadedComment", "xl/threadedComments/threadedComment7.xml",
     "application/vnd.ms-excel.threadedcomments+xml",
     '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>'),
    (f"{_KIND}/chart", "xl/charts/chart7.xml", f"{_TYPE}.drawingml.chart+xml",
     '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'),
    (f"{_OFFICE}/2006/relationships/vbaProject", "xl/vbaProject.bin", "application/vnd.ms-office.vbaProject", "macros"),
    (f"{_KIND}/customXml", "customXml/item7.xml", "application/xml", "<ours/>"),
]  # fmt: skip
# Beside its cells: a form, a look by condition, what only newer programs know.
_EXTENDED = (
    f'<drawing xmlns:r="{_R}" r:id="own1"/><legacyDrawing xmlns:r="{_R}" r:id="own2"/>'
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x14">'
    f'<controls><control shapeId="1025" xmlns:r="{_R}" r:id="own3" name="勾"/></controls></mc:Choice></mc:AlternateContent>'
    '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/'
    '2009/9/main"><x14:conditionalFormattings/></ext></extLst>'
)


def part_of(data: bytes, sheet: str) -> str:
    """Where a sheet's cells stand."""
    package = zipfile.ZipFile(io.BytesIO(data))
    book = package.read("xl/workbook.xml").decode()
    (id,) = re.findall(rf'name="{sheet}"[^>]*?r:id="(\w+)"', book)
    relations = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    (target,) = [str(one.get("Target")) for one in relations if one.get("Id") == id]
    return f"xl/{target.removeprefix('/xl/')}"


def furnished_with(data: bytes, sheet: str) -> bytes:
    """The workbook with everything an office may have hung on a sheet, as a program would have written it."""
    part = part_of(data, sheet)
    relations = f"{part.rpartition('/')[0]}/_rels/{part.rpartition('/')[2]}.rels"
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name).decode() for name in old.namelist()}
        known = parts.get(
            relations,
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>',
        )
        hung = "".join(
            f'<Relationship Id="own{number}" Type="{kind}" Target="/{name}"/>'
            for number, (kind, name, _, _) in enumerate(HUNG, 1)
        )
        parts[relations] = known.replace("</Relationships>", f"{hung}</Relationships>")
        types = "".join(f'<Override PartName="/{name}" ContentType="{type}"/>' for _, name, type, _ in HUNG)
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", f"{types}</Types>")
        body = re.sub(r"<legacyDrawing[^>]*/>", "", parts[part])
        parts[part] = body.replace("</worksheet>", f"{_EXTENDED}</worksheet>")
        for name, text in {**parts, **{name: text for _, name, _, text in HUNG}}.items():
            new.writestr(name, text)
    return result.getvalue()


def beside_its_cells(data: bytes, part: str) -> bytes:
    """A sheet without its rows, in one spelling."""
    sheet = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(part))
    (table,) = sheet.findall(f"{MAIN}sheetData")
    table[:] = []
    return bytes(etree.tostring(sheet, method="c14n"))


# It is openpyxl that would lose it.
@pytest.mark.filterwarnings("ignore:.* extension is not supported")
def test_whatever_hangs_on_a_sheet_is_kept_to_the_byte(secretary: Visitor) -> None:
    path = root(secretary) / REGISTER
    before = furnished_with(path.read_bytes(), "带缺定稿")
    path.write_bytes(before)
    assert secretary.do("/problems/waive", data=WAIVED).status_code == 204
    assert rows(root(secretary), "带缺定稿")[-1][:5] == [MONTH, "市教育局", "先报", "甲岗", "2023-05-29"]
    after, part = path.read_bytes(), part_of(before, "带缺定稿")
    old, new = zipfile.ZipFile(io.BytesIO(before)), zipfile.ZipFile(io.BytesIO(after))
    assert new.namelist() == old.namelist()
    assert [name for name in new.namelist() if old.read(name) != new.read(name)] == [part]
    assert all(name in new.namelist() for _, name, _, _ in HUNG)
    assert beside_its_cells(after, part) == beside_its_cells(before, part)
    assert b"controls" in beside_its_cells(after, part) and b"x14:conditional" in beside_its_cells(
        after, part
    )


def signed(data: bytes) -> bytes:
    result = io.BytesIO(data)
    with zipfile.ZipFile(result, "a") as book:
        book.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    return result.getvalue()


def test_a_signed_register_is_not_written(secretary: Visitor) -> None:
    path = root(secretary) / REGISTER
    path.write_bytes(signed(path.read_bytes()))
    before = all_files(root(secretary))
    answer = secretary.do("/problems/waive", data=WAIVED)
    assert answer.status_code == 422
    assert (
        answer.text
        == f"{REGISTER} 有数字签名，写进去签名就失效了，请自己打开填写，没有改动任何内容。{PASTED}"
    )
    assert all_files(root(secretary)) == before


def test_a_register_open_elsewhere_is_not_written(secretary: Visitor) -> None:
    office, state = root(secretary), secretary.here.state()
    before = all_files(office)
    for mark in ("~$处理登记.xlsx", ".~处理登记.xlsx", ".~lock.处理登记.xlsx#"):
        place = (office / REGISTER).with_name(mark)
        place.write_bytes(b"somebody")
        assert secretary.here.state() == state != ""
        answer = secretary.do("/problems/waive", data=WAIVED)
        assert answer.status_code == 507 and answer.text.endswith(PASTED)
        assert f"正在别的程序里打开着（旁边有 {mark}），没有写，原有的内容没有改动" in answer.text
        place.unlink()
        assert all_files(office) == before
    assert secretary.do("/problems/waive", data=WAIVED).status_code == 204


def test_a_register_set_to_be_read_only_is_not_written(secretary: Visitor) -> None:
    path: Path = root(secretary) / REGISTER
    path.chmod(0o444)
    before = all_files(root(secretary))
    answer = secretary.do("/problems/waive", data=WAIVED)
    assert answer.status_code == 507 and "设成了只读，没有写，原有的内容没有改动" in answer.text
    assert answer.text.endswith(PASTED) and all_files(root(secretary)) == before


def test_no_second_register_is_laid_beside_one_of_another_name(secretary: Visitor) -> None:
    path = root(secretary) / REGISTER
    path.rename(path.with_name("处理登记.xlsm"))
    before = all_files(root(secretary))
    answer = secretary.do("/problems/waive", data=WAIVED)
    assert answer.status_code == 422
    assert (
        f"{REGISTER} 不在，旁边却有 处理登记.xlsm，没有登记。请把要用的那一份另存为 处理登记.xlsx"
        in answer.text
    )
    assert all_files(root(secretary)) == before
    path.with_name("处理登记.xlsm").unlink()
    assert secretary.do("/problems/waive", data=WAIVED).status_code == 204 and path.exists()


def test_a_full_disk_says_what_to_fill_in(secretary: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("pipeline.outputs.founding.write", full)
    answer = secretary.do("/problems/waive", data=WAIVED)
    assert answer.status_code == 507 and "磁盘空间不足，原有的内容没有改动" in answer.text
    assert answer.text.endswith(PASTED)


def test_what_is_settled_goes_into_no_formula(secretary: Visitor) -> None:
    told = {"日期": "2023-05-27", "批示岗位": "常务副市长", "批示原文": "请抓紧。", "承办单位": "市教育局"}
    assert secretary.do("/instructions/note", data=told).status_code == 204
    ref = re.findall(r'name="ref" value="(\w+)"', secretary.see("/instructions"))[-1]
    path, row = root(secretary) / REGISTER, ref.lstrip("ABCDEFGH")
    part = part_of(path.read_bytes(), "批示")
    result = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                sheet = etree.fromstring(text)
                line = next(one for one in sheet.iter(f"{MAIN}row") if one.get("r") == row)
                cells = {str(one.get("r")): one for one in line}
                cell = cells.get(f"G{row}")
                if cell is None:
                    place = sum(name < f"G{row}" for name in cells)
                    cell = etree.Element(f"{MAIN}c", r=f"G{row}")
                    line.insert(place, cell)
                cell[:] = []
                cell.set("t", "str")
                etree.SubElement(cell, f"{MAIN}f").text = 'D3&amp;""'
                etree.SubElement(cell, f"{MAIN}v").text = "在办"
                text = etree.tostring(sheet)
            new.writestr(name, text)
    path.write_bytes(result.getvalue())
    before = all_files(root(secretary))
    secretary.see("/instructions")
    answer = secretary.do(
        "/instructions/settle", data={"ref": ref, "done": "已经开工", "closed": "2023-05-28"}
    )
    assert answer.status_code == 422 and f"［批示］G{row} 是公式或图片，写进去它就没有了" in answer.text
    assert "已经开工　2023-05-28" in answer.text and all_files(root(secretary)) == before
