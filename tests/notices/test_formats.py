"""Tables out of Word, a saved page and bars: merged cells hold for every row they go over; the same draft from each."""

from __future__ import annotations

import io

import docx
import pytest

from pipeline.files.pdf.libreoffice import find_office, to_pdf
from pipeline.files.prose.opening import opened
from pipeline.files.prose.source import Grid, NoText
from pipeline.inputs.notices.notice_reading import read_notice
from tests.notices.made import as_word, sample_lines
from tests.notices.test_shapes import lines

HEAD = "2021年4件民生实事如下，请认真组织实施，确保按时完成。"
# None is a cell that is one with the cell above it.
ROWS: list[list[str | None]] = [
    ["序号", "类别", "项目名称", "建设内容", "牵头单位", "责任单位", "完成时限"],
    ["1", "教育", "学校建设", "新建幼儿园10所，新增学位1600个。", "市教育局", "市财政局、发改委", "9月底"],
    ["2", None, "校舍维修", "改造校舍32万平方米。", None, "市住建局，各县（市、区）政府", "12月底"],
    ["3", "交通", "农村公路", "完成剩余140个20户以上自然村通硬化路。", "市交通局", "市资源规划局", None],
    ["4", None, "城市公交", "新增公交线路12条。", None, None, "10月底"],
]
READ = [
    "1|学校建设|市教育局|市财政局、市发改委|9月底|10所、1600个|",
    "2|校舍维修|市教育局|市住建局、各县(市、区)政府|12月底|32万平方米|",
    "3|农村公路|市交通局|市资源规划局|12月底|140个|",
    "4|城市公交|市交通局|市资源规划局|10月底|12条|",
]


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph(HEAD)
    table = document.add_table(len(ROWS), len(ROWS[0]), style="Table Grid")
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            if text is None:
                table.cell(number - 1, column).merge(table.cell(number, column))
            else:
                table.cell(number, column).text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def web() -> bytes:
    rows = []
    for number, row in enumerate(ROWS):
        cells = []
        for column, text in enumerate(row):
            height = 1
            while number + height < len(ROWS) and ROWS[number + height][column] is None:
                height += 1
            if text is not None:
                cells.append(f'<td rowspan="{height}"><span>{text}</span></td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    page = f'<html><head><meta charset="gb2312"></head><body><p>{HEAD}</p><table>{"".join(rows)}</table></body></html>'
    return page.encode("gb18030")


@pytest.mark.parametrize(("name", "data"), [("通知.docx", word()), ("通知.html", web())])
def test_a_merged_cell_holds_for_every_row(name: str, data: bytes) -> None:
    read = read_notice(name, data)
    assert (read.draft.structure.shape, read.draft.structure.recognised) == ("表格", True)
    assert lines(read) == READ


def test_cells_that_hang_down_are_none() -> None:
    (grid,) = [piece for piece in opened("通知.html", web()) if isinstance(piece, Grid)]
    assert [row[1] for row in grid.rows] == ["类别", "教育", None, "交通", None]
    assert [row[6] for row in grid.rows][-2:] == [None, "10月底"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x89PNG\r\n", "是图片"),
        (b"PK\x03\x04 cut", "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 other", "不是 Word 文件"),
        (b"%PDF-1.7 broken", "打不开"),
        (b"\x00\x01\x02\x03", "不是文字文件"),
    ],
)
def test_what_has_no_text_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(NoText, match=why):
        opened("通知", data)


@pytest.mark.pages
@pytest.mark.skipif(find_office() is None, reason="LibreOffice makes the PDF")
def test_a_pdf_reads_as_the_word_file_it_was_made_of() -> None:
    made = to_pdf({"表": word(), "样": as_word(sample_lines())})
    assert lines(read_notice("表.pdf", made["表"].data)) == READ
    plain = read_notice("样.docx", as_word(sample_lines()))
    assert lines(read_notice("样.pdf", made["样"].data)) == lines(plain)
