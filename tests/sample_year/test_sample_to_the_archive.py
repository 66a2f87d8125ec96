"""September of the sample year in both folders, from the forms to the archive (issue 22).

By hand, September's pace being 75.0%: 8/10 kindergartens = 80.0%, 4/5 of each kind = 80.0%; roads 160.1/200 = 80.05%, printed 80.1%;
children 745/884 = 84.3%. Of the 27 targets that are counted three more are ahead than `answers.csv` says, whose 待核 are settled:
8 + 3 = 11. Cases of legal aid 3741/4600 = 81.3%, 6.3 above.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_to_the_archive import SEPTEMBER, TALE

from tests.conftest import Once
from tests.documents.conftest import needed
from tests.goldens import goldens
from tests.story import Walked, held, lines, proofs, told, unopened, walk

pytestmark = pytest.mark.walks
HERE = Path(__file__).parent
ROADS = (
    "（六）改善农村出行条件（责任单位：市交通运输局）。新改建农村公路160.1公里，{}，完成年度目标任务的80.1%；"
    "20户以上自然村通硬化路109个，完成年度目标任务的77.9%。"
)
COUNTS = (
    "已完成1项，超序时进度11项，低于序时进度4项，进度滞后5项（其中明显滞后1项），目前达标5项，未设节点1项。"
)


@pytest.fixture(scope="module")
def walked(once: Once) -> Walked:
    """The month walked once."""
    return once("示例从表样到归档", lambda place: walk(place, TALE))


def noticed(walked: Walked, station: str, *codes: str) -> list[tuple[str, str]]:
    found = walked.said[station].json["findings"]
    return [(one["code"], one["target"]) for one in found if one["code"] in codes]


def test_the_story_reads_as_it_did(walked: Walked) -> None:
    texts = told(walked, TALE)
    assert texts == goldens(HERE / "golden", texts)


def test_how_far_the_month_was(walked: Walked) -> None:
    assert walked.state == {
        "drafted": f"{SEPTEMBER} 送审稿",
        "final": f"{SEPTEMBER} 清样",
        "signed": f"{SEPTEMBER} 已签发",
        "sent": f"{SEPTEMBER} 已报送",
    }


def test_late_sheets_settle_what_was_open_and_keep_the_leader_s_words(walked: Walked) -> None:
    """His paragraph has the new figures; the report is shorter by what he dropped, so that the program has room for a pace: a person
    is asked.
    """
    said = lines(walked.lay["after late sheets"][TALE.report])
    assert any(COUNTS in line for line in said)
    assert ROADS.format("克服汛情影响") in said
    assert not [line for line in said if line.startswith("进度较快的有")]
    asked = [("D27", "T07-3"), ("D26", "T06-1")]
    for station in ("after late sheets", "checked"):
        assert noticed(walked, station, "D11", "D25", "D26", "D27") == asked
    assert "待核 D26" in walked.said["too early"].out
    assert [walked.said[one].code for one in ("too early", "keep again", "refused", "final")] == [1, 0, 0, 0]
    body = lines(walked.lay[SEPTEMBER][TALE.report])
    assert ROADS.format("克服汛情疫情影响") in body


def test_a_figure_of_the_leader_s_wants_verifying(walked: Walked) -> None:
    (one,) = walked.said["sign"].json["signed"]
    assert (one["paper"], one["number"]) == ("报告", "新发改〔2021〕6号")
    assert one["figures"] == [{"target": "T09-2", "text": "550个", "verified": False}]
    assert noticed(walked, "unverified", "D15") == [("D15", "T09-2")]
    assert noticed(walked, "verified", "D15") == []


def test_what_was_signed_wrongly_is_put_right(walked: Walked) -> None:
    """Signed in September, the sheet of 9 October: the set is October's, the month of its paper is left to people."""
    said = lines(walked.lay[f"{SEPTEMBER}-更正-签发"][TALE.put_right])
    assert (
        "法律援助案件受理。原为3761件，更正为3741件，完成年度目标任务的81.3%，高于序时进度6.3个百分点。"
        "更正原因：市司法局重新报送了报表。"
    ) in said
    assert any(COUNTS in line for line in said)
    assert "2021年__月__日" in said
    assert "2021年10月__日" in lines(walked.lay[f"{SEPTEMBER}-更正"][TALE.report])
    assert "（新发改〔2021〕6号）中，有1项指标的数据需要更正" in "".join(said)


def test_the_other_office_sends_one_letter(walked: Walked) -> None:
    """Called by an alias it is the same unit; both papers that went out of our office lie with who got them."""
    assert "已登记报送　督办-市文旅局　市文旅局" in walked.said["send 督办"].out
    assert held(walked, f"督查机构 {SEPTEMBER}-打包-外发") == {
        f"{to}/{name}" for to in ("市发改委", "市文化广电和旅游局") for name in (TALE.letter, "发文清单.xlsx")
    }


def test_what_a_leader_wrote_comes_back_and_is_settled(walked: Walked) -> None:
    (waiting,) = walked.said["instruction open"].json["instructed"]
    assert (waiting["words"], waiting["due"]) == ("请逐座倒排。", "2021-10-15")
    assert walked.said["instruction done"].json["instructed"] == []
    (paper,) = (walked.compiler / "outputs" / TALE.after).glob(TALE.perused)
    assert any("您9月30日在9月份呈阅件上批示“请逐座倒排。”" in line for line in lines(paper.read_bytes()))


def test_verify_knows_every_word_file_of_the_packs(walked: Walked) -> None:
    """3 for signing, 4 for the inspector, 4 of the 更正, 1 that goes out, 3 kept; theirs one to two, and kept."""
    proved = list(proofs(walked))
    changed = {path for path, one in proved for figure in one["figures"] if figure["state"] == "被改动"}
    assert {Path(path).name for path in changed} == {TALE.report}
    assert {path.partition("/")[0] for path in changed} == {"归档"}
    assert [path for path, one in proved if one["untraced"]] == []
    assert len(proved) == 3 + 4 + 4 + 1 + 3 + 2 + 1


def test_every_document_of_the_packs_opens(walked: Walked, tmp_path: Path) -> None:
    needed("soffice")
    assert unopened(walked, tmp_path) == []
