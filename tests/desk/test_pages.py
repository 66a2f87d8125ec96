"""The pages of a month (DESK §2): what is done there is what the commands do, lies in the folder, and can be taken back."""

from __future__ import annotations

import io
import re
import shutil
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest

from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.outputs.lock import held
from pipeline.workflows.month import monthly
from tests.desk.conftest import MONTH, Visitor
from tests.desk.test_attacks import FOLDER, all_files

PAGES = Path(__file__).resolve().parents[2] / "pipeline/desk/pages"


def test_a_form_does_nothing_by_itself_before_the_script_listens() -> None:
    """But for the way in and a question that changes nothing: what was typed would be lost with the page."""
    forms = [
        (page.name, form)
        for page in PAGES.glob("*.html")
        for form in re.findall("<form[^>]*", page.read_text("utf-8"))
    ]
    alone = {(name, "post" in form) for name, form in forms if 'method="dialog"' not in form}
    assert len(forms) > 25 and alone == {("enter.html", True), ("figures.html", False)}


def root(visitor: Visitor) -> Path:
    return visitor.here.office.root


def sheets(office: Path) -> list[Path]:
    return [path for path in sorted((office / FOLDER).rglob("*.xlsx")) if path.is_file()]


def rows(office: Path, name: str) -> list[list[object]]:
    """The rows of a sheet of the register as a person sees them."""
    book = openpyxl.load_workbook(office / "inputs/2023/处理登记.xlsx")
    return [[cell.value for cell in row] for row in book[name].iter_rows() if any(cell.value for cell in row)]


def test_every_page_of_the_menu_is_there_and_says_where_the_period_stands(secretary: Visitor) -> None:
    first = secretary.see("/")
    menu = re.findall(r'<a href="(/[^"]*)"(?: aria-current="page")?>', first.partition("</nav>")[0])
    for path in menu:
        text = secretary.see(path)
        assert "非涉密计算机专用" in text
        if path.startswith("/plan"):
            continue  # it is there without a period, too
        assert re.findall(r"<li[^>]*><b>(\S+)</b>", text)[:5] == [
            "发表",
            "收件",
            "处理问题",
            "生成材料",
            "定稿",
        ]
    assert "下一步" in first and "各项指标各期情况" in first


def test_whoever_looks_back_finds_the_way_again(secretary: Visitor) -> None:
    for looked_at in ("", "2023-04", MONTH):
        offered = re.findall(
            r'<option value="/\?period=(\S+)"( selected)?>', secretary.see(f"/?period={looked_at}")
        )
        assert [one for one, _ in offered] == ["2023-04", MONTH], looked_at
        assert [one for one, chosen in offered if chosen] == [looked_at or MONTH]


def test_a_page_comes_back_at_once_when_nothing_changed(secretary: Visitor) -> None:
    secretary.see("/problems")
    began = time.perf_counter()
    secretary.see("/problems")
    assert time.perf_counter() - began < 1.0  # 0.1 on a machine that is idle


def test_what_is_dropped_lands_as_it_came_and_over_nothing(secretary: Visitor) -> None:
    office, before = root(secretary), all_files(root(secretary))
    one = sheets(office)[0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as whole:
        whole.writestr("x.xlsx", one.read_bytes())
    files = [
        ("新/表.xlsx", b"one"),
        (one.relative_to(office / FOLDER).as_posix(), b"two"),
        ("包.zip", packed.getvalue()),
    ]
    sent = [("file", (name.rpartition("/")[2], data)) for name, data in files]
    answer = secretary.do("/arrivals/take", data={"path": [name for name, _ in files]}, files=sent)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, f"/arrivals?period={MONTH}")
    came = {name: data for name, data in all_files(office).items() if name not in before}
    beside = one.with_name(f"{one.stem}（2）.xlsx").relative_to(office).as_posix()
    assert came == {f"{FOLDER}/新/表.xlsx": b"one", beside: b"two", f"{FOLDER}/包.zip": packed.getvalue()}
    assert {name: data for name, data in all_files(office).items() if name in before} == before
    told = secretary.see("/arrivals")
    assert "已有同名的文件，原来的没有动" in told and re.search(r"新/表\.xlsx.*?拒收", told, re.DOTALL)
    again = secretary.do("/arrivals/take", data={"path": ["新/表.xlsx"]}, files={"file": ("表.xlsx", b"one")})
    assert again.status_code == 204 and "同样的文件已经在里面" in secretary.see("/arrivals")
    secretary.do("/desk/undo", data={"area": "arrivals"})
    assert secretary.do("/desk/undo", data={"area": "arrivals"}).status_code == 204
    assert all_files(office) == before


def test_the_day_a_batch_was_received_is_registered_for_whoever_sent_it(secretary: Visitor) -> None:
    office = root(secretary)
    sheet = office / FOLDER / "住建5月.xlsx"
    data = sheet.read_bytes()
    sheet.unlink()
    told = {"received": "2023-05-26"}
    assert secretary.do("/arrivals/take", data=told, files={"file": (sheet.name, data)}).status_code == 204
    assert rows(office, "收文")[-1] == [MONTH, "市住更局", "住建5月.xlsx", "2023-05-26"]
    assert "上一步：登记1家的收到日期" in secretary.see("/arrivals")
    bad = secretary.do("/arrivals/take", data={"received": "昨天"}, files={"file": ("b.txt", b"b")})
    assert bad.status_code == 422 and "请填日期" in bad.text and not (office / FOLDER / "b.txt").exists()


def test_a_marked_file_stays_out(secretary: Visitor) -> None:
    before = all_files(root(secretary))
    assert secretary.do("/arrivals/take", files={"file": ("机密★10年.txt", b"a")}).status_code == 204
    assert all_files(root(secretary)) == before
    assert "涉密材料不能在这台机器上存放" in secretary.see("/arrivals")


def test_what_no_longer_counts_is_moved_and_comes_back(secretary: Visitor) -> None:
    office, before = root(secretary), all_files(root(secretary))
    name = sheets(office)[0].relative_to(office).as_posix()
    assert secretary.do("/arrivals/aside", data={"file": name}).status_code == 204
    moved = name.replace("inputs/2023/05/", "inputs/2023/作废/05/")
    after = all_files(office)
    assert after.keys() ^ before.keys() == {name, moved} and after[moved] == before[name]
    assert secretary.do("/arrivals/aside", data={"file": "inputs/2023/处理登记.xlsx"}).status_code == 422
    assert "上一步" in secretary.see("/arrivals")
    assert secretary.do("/desk/undo").status_code == 204
    assert all_files(office) == before


def problem(page: str, about: str) -> str:
    """The id by which a page calls the first problem that says so, and may be settled."""
    found = re.search(rf'name="problem" value="(\w+)"> [^<]*{about}', page)
    assert found is not None, about
    return found[1]


@pytest.fixture
def doubted(secretary: Visitor) -> tuple[Visitor, str]:
    """A problem of May that people may settle, by the id the page gives it."""
    return secretary, problem(secretary.see("/problems"), "T03-4")


def test_a_figure_checked_by_telephone_is_registered_and_counts(doubted: tuple[Visitor, str]) -> None:
    secretary, one = doubted
    office, before = root(secretary), all_files(root(secretary))
    told = {
        "problem": [one],
        f"value-{one}": "285",
        "how": "电话核实",
        "ground": "业务科电话答复",
        "post": "督查岗",
    }
    assert "请填“依据”" in secretary.do("/problems/settle", data={**told, "ground": ""}).text
    assert "请填核实后的数" in secretary.do("/problems/settle", data={**told, f"value-{one}": ""}).text
    assert (
        "不是数字，没有登记" in secretary.do("/problems/settle", data={**told, f"value-{one}": "十七"}).text
    )
    assert all_files(office) == before
    assert secretary.do("/problems/settle", data=told).status_code == 204
    (row,) = [row for row in rows(office, "核实") if "业务科电话答复" in row]
    assert row[4:] == [285, "电话核实", "业务科电话答复", "督查岗", "2023-05-29"]
    assert f'value="{one}"' not in secretary.see("/problems")
    changed = {name for name, data in all_files(office).items() if before.get(name) != data}
    assert changed == {"inputs/2023/处理登记.xlsx"}
    assert secretary.do("/desk/undo").status_code == 204
    assert all_files(office) == before


def test_the_register_keeps_everything_else_in_it(doubted: tuple[Visitor, str]) -> None:
    secretary, _ = doubted
    path = root(secretary) / "inputs/2023/处理登记.xlsx"
    before = zipfile.ZipFile(path)
    parts = {name: before.read(name) for name in before.namelist()}
    assert (
        secretary.do("/problems/waive", data={"about": "市教育局", "post": "分管副秘书长"}).status_code == 204
    )
    after = zipfile.ZipFile(path)
    changed = [name for name in after.namelist() if parts.get(name) != after.read(name)]
    assert after.namelist() == list(parts) and len(changed) == 1 and changed[0].startswith("xl/worksheets/")


def test_what_a_person_changed_since_is_not_taken_back(secretary: Visitor) -> None:
    assert (
        secretary.do("/problems/waive", data={"about": "市教育局", "post": "分管副秘书长"}).status_code == 204
    )
    path = root(secretary) / "inputs/2023/处理登记.xlsx"
    book = openpyxl.load_workbook(path)
    book.save(path)
    answer = secretary.do("/desk/undo")
    assert answer.status_code == 422 and "此后又有改动，没有撤销" in answer.text


def test_a_register_without_a_column_is_told_with_the_row_to_paste(secretary: Visitor) -> None:
    path = root(secretary) / "inputs/2023/处理登记.xlsx"
    book = openpyxl.load_workbook(path)
    header = next(cell for row in book["带缺定稿"].iter_rows() for cell in row if cell.value == "批准岗位")
    header.value = None  # type: ignore[assignment]
    book.save(path)
    answer = secretary.do("/problems/waive", data={"about": "市教育局", "opinion": "先报", "post": "甲岗"})
    assert answer.status_code == 422 and "缺少“批准岗位”一列" in answer.text
    assert "2023-05　市教育局　先报　甲岗　2023-05-29" in answer.text


def test_whoever_has_a_sheet_to_mend_has_it_beside_its_problems(secretary: Visitor) -> None:
    """Figures in doubt go back marked as well, though nobody chases them."""
    secretary.see("/problems")
    secretary.do("/problems/return")
    secretary.here.worker.wait(60)
    made = {path.name for path in (root(secretary) / f"outputs/{MONTH}-退回").glob("*-*.xlsx")}
    page = secretary.see("/problems")
    offered = re.findall(r'file=([^"]+)" download>下载标好的表', page)
    assert made and {unquote(one) for one in offered} == made


def test_another_command_at_work_is_said_and_nothing_is_done(secretary: Visitor) -> None:
    before = all_files(root(secretary))
    with ThreadPoolExecutor(1) as elsewhere, held(secretary.here.office.outputs, secretary.here.office.terms):
        answer = elsewhere.submit(
            secretary.do, "/problems/waive", data={"about": "市教育局", "post": "甲岗"}
        ).result()
    assert answer.status_code == 423 and "正在这个文件夹里运行" in answer.text
    assert all_files(root(secretary)) == before


def test_what_the_system_refuses_is_one_sentence(secretary: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    before = all_files(root(secretary))

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("pipeline.outputs.founding.write", full)
    answer = secretary.do("/problems/waive", data={"about": "市教育局", "post": "甲岗"})
    assert answer.status_code == 507 and "原有的内容没有改动" in answer.text
    assert all_files(root(secretary)) == before


def test_a_fault_of_the_program_shows_no_traceback(
    secretary: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("inner words")

    monkeypatch.setattr("pipeline.desk.views.period_page.heat_of", broken)
    answer = secretary.client.get("/")
    assert answer.status_code == 500 and "程序内部出错" in answer.text
    assert "inner words" not in answer.text and "Traceback" not in answer.text


def made(secretary: Visitor, **told: str) -> str:
    """The set made from the page, and what the page then says."""
    assert secretary.do("/papers/make", data=told).headers["hx-redirect"] == f"/papers?period={MONTH}"
    secretary.here.worker.wait(60)
    return secretary.client.get("/desk/progress").text


def test_a_month_made_here_is_the_month_the_command_makes(
    secretary: Visitor, made_office: Path, tmp_path: Path
) -> None:
    assert "做完了" in made(secretary)
    there = tmp_path / "by command"
    monthly(Workspace(made_office, made=there), Month.parse(MONTH), None, final=False)
    ours, theirs = (root(secretary) / "outputs" / MONTH).resolve(), (there / MONTH).resolve()
    assert all_files(ours) == all_files(theirs)
    page = secretary.see("/papers")
    handed = re.findall(r'href="(/papers/one\?[^"]+)"', page.replace("&amp;", "&"))
    assert len(handed) > 10
    one = secretary.client.get(handed[0])
    assert (
        one.headers["content-disposition"].startswith("attachment;")
        and one.content in all_files(ours).values()
    )
    whole = zipfile.ZipFile(io.BytesIO(secretary.client.get(f"/papers/whole?set={MONTH}").content))
    assert {name.removeprefix(f"{MONTH}/") for name in whole.namelist()} <= set(all_files(ours))
    looked = secretary.see(
        f"/papers/preview?set={MONTH}&file=2023年5月份重点民生实事进展情况报告.docx&period={MONTH}"
    )
    figure = re.search(r'hx-get="(/papers/figure\?[^"]+)"[^>]*>([^<]+)<', looked)
    assert figure is not None
    told = secretary.client.get(figure[1].replace("&amp;", "&")).text
    assert figure[2] in told and "来源" in told and "<mark>" in told
    assert "各套材料" not in page
    # What comes after a signed set lies beside it: the latest is shown, each can be.
    shutil.copytree(ours, root(secretary) / f"outputs/{MONTH}-更正")
    latest, first = secretary.see("/papers"), secretary.see(f"/papers?period={MONTH}&set={MONTH}")
    assert f'<b aria-current="page">{MONTH}-更正</b>' in latest and f"outputs/{MONTH}-更正 里" in latest
    assert f'<b aria-current="page">{MONTH}</b>' in first and f"outputs/{MONTH} 里" in first


def test_what_keeps_a_month_from_being_final_is_told(secretary: Visitor) -> None:
    page = secretary.see("/papers")
    assert "不能定稿" in page and "Finding(" not in page
    assert "没有定稿" in made(secretary, final="是")
    assert not (root(secretary) / "outputs" / MONTH).exists()


@pytest.mark.more
def test_a_hundred_files_and_twenty_requests_at_once(secretary: Visitor) -> None:
    files = [("file", (f"{number}.txt", str(number).encode())) for number in range(100)]
    assert secretary.do("/arrivals/take", files=files).status_code == 204
    with ThreadPoolExecutor(20) as people:
        answers = list(people.map(lambda _: secretary.client.get("/arrivals").status_code, range(20)))
    assert answers == [200] * 20


@pytest.mark.more
def test_fifty_megabytes_are_taken_or_refused_in_one_sentence(secretary: Visitor) -> None:
    answer = secretary.do("/arrivals/take", files={"file": ("大.bin", b"0" * (50 * 1024 * 1024))})
    assert answer.status_code == 204
    assert re.search(r"大\.bin.*?拒收", secretary.see("/arrivals"), re.DOTALL)


def test_the_desk_does_not_end_while_something_is_made(secretary: Visitor) -> None:
    made = threading.Event()
    secretary.here.make("慢慢做", lambda: str(made.wait(60)))
    secretary.see("/")
    answer = secretary.do("/desk/end")
    made.set()
    assert (answer.status_code, answer.headers["hx-retarget"]) == (423, ".end .answer")
    assert answer.text == "正在生成，请等它做完再结束。"
