"""The words of an office, proposed from its names: each line as a person would expect it."""

import pytest

from pipeline.model.office_terms import (
    CITY,
    Terms,
    called,
    everybody,
    itself,
    office_of,
    proposed,
    tells_lower,
)

EMPTY = Terms("", "", "", "", "")
TOWNS = "乡镇（街道）"


@pytest.mark.parametrize(
    ("place", "government", "names", "realm", "lower", "leader"),
    [
        ("新乡市", "新乡市人民政府", ("红旗区", "长垣市"), "全市", "县（市）区", "主管市领导"),
        ("卫辉市", "卫辉市人民政府", ("汲水镇", "唐庄镇", "比干街道"), "全市", TOWNS, "主管市领导"),
        ("红旗区", "新乡市红旗区人民政府", (), "全区", TOWNS, "主管区领导"),
        ("新乡县", "新乡县人民政府", (), "全县", TOWNS, "主管县领导"),
        ("河南省", "河南省人民政府", (), "全省", "市（州）", "主管省领导"),
        ("河南省", "河南省人民政府", ("新乡市", "郑州市", "航空港区"), "全省", "市", "主管省领导"),
        ("四川省", "四川省人民政府", ("成都市", "甘孜州"), "全省", "市（州）", "主管省领导"),
        ("黑龙江省", "黑龙江省人民政府", ("哈尔滨市", "大兴安岭地区"), "全省", "市（地）", "主管省领导"),
        ("内蒙古自治区", "内蒙古自治区人民政府", ("包头市", "兴安盟"), "全区", "盟市", "主管自治区领导"),
        (
            "新疆维吾尔自治区",
            "",
            ("哈密市", "阿克苏地区", "昌吉州"),
            "全区",
            "市（地、州）",
            "主管自治区领导",
        ),
        ("宁夏回族自治区", "", ("银川市", "固原市"), "全区", "市", "主管自治区领导"),
        ("广西壮族自治区", "", (), "全区", "市（地、州）", "主管自治区领导"),
        ("北京市", "北京市人民政府", ("东城区", "经开区"), "全市", "区", "主管市领导"),
        ("上海市", "上海市人民政府", (), "全市", "区", "主管市领导"),
        ("重庆市", "重庆市人民政府", (), "全市", "区县", "主管市领导"),
        ("重庆市", "重庆市人民政府", ("渝中区", "城口县"), "全市", "区县", "主管市领导"),
        ("阿克苏地区", "阿克苏地区行政公署", ("库车市", "沙雅县"), "全地区", "县（市）", "主管地区领导"),
        ("恩施土家族苗族自治州", "", (), "全州", "县（市）", "主管州领导"),
        ("东湖新区", "", ("关东街道",), "全区", TOWNS, "主管区领导"),
        ("东湖新区", "", ("甲县", "乙区"), "全区", "县（市）区", "主管区领导"),
        ("云川", "云川高新技术产业开发区管理委员会", (), "全区", TOWNS, "主管区领导"),
        ("云川", "", (), "全市", "县（市）区", "主管市领导"),
    ],
)
def test_the_level_is_proposed_from_the_place(
    place: str, government: str, names: tuple[str, ...], realm: str, lower: str, leader: str
) -> None:
    terms = proposed(EMPTY, place, government, "重点民生实事", names)
    assert (terms.realm, terms.lower, terms.leader) == (realm, lower, leader)


@pytest.mark.parametrize(
    ("place", "names", "told"),
    [
        ("新乡市", (), True),
        ("红旗区", (), True),
        ("重庆市", (), True),
        ("河南省", (), False),
        ("河南省", ("郑州市",), True),
        ("广西壮族自治区", (), False),
        ("广西壮族自治区", ("南宁市",), True),
        ("东湖新区", (), False),
        ("东湖新区", ("关东街道",), True),
    ],
)
def test_what_the_units_below_are_called_is_asked_where_names_do_not_tell(
    place: str, names: tuple[str, ...], told: bool
) -> None:
    assert tells_lower(place, names) is told


@pytest.mark.parametrize(
    ("programme", "counter", "matter"),
    [
        ("重点民生实事", "件", "实事"),
        ("为民办实事", "件", "实事"),
        ("民生微心愿", "件", "实事"),
        ("重点任务", "项", "任务"),
        ("重点工作", "项", "工作"),
        ("民心工程", "项", "工程"),
    ],
)
def test_what_a_matter_is_called_is_proposed_from_the_programme(
    programme: str, counter: str, matter: str
) -> None:
    terms = proposed(EMPTY, "新乡市", "", programme)
    assert (terms.counter, terms.matter) == (counter, matter)


def test_what_the_plan_says_stands() -> None:
    given = Terms("全旗", "苏木（镇）", "分管旗领导", "项", "任务")
    assert proposed(given, "新乡市", "新乡市人民政府", "重点民生实事", ("南街街道",)) == given


def test_a_city_s_text_in_a_district_s_words() -> None:
    district = proposed(EMPTY, "红旗区", "", "重点任务")
    told = "全市10件实事：分县区合计与全市数不符，县（市）区没有分县任务；实事事项没有主管市领导；分县（市）区情况表"
    assert district.of(told) == (
        "全区10项任务：分乡镇（街道）合计与全区数不符，乡镇（街道）没有分解任务；任务事项没有主管区领导；分乡镇（街道）情况表"
    )
    assert CITY.of(told) == told


@pytest.mark.parametrize(
    ("organ", "office", "speaks"),
    [
        ("新乡市发展和改革委员会", "新乡市发展和改革委员会办公室", "我委"),
        ("新乡市人民政府办公室", "新乡市人民政府办公室", "我办"),
        ("白石市为民办实事工作领导小组办公室", "白石市为民办实事工作领导小组办公室", "我办"),
        ("云川高新技术产业开发区管理委员会", "云川高新技术产业开发区管理委员会办公室", "我委"),
        ("红旗区民政局", "红旗区民政局办公室", "我局"),
        ("红旗区政府督查室", "红旗区政府督查室", "我室"),
        ("新乡市重点项目建设指挥部", "新乡市重点项目建设指挥部办公室", "我指挥部"),
    ],
)
def test_nobody_s_office_has_an_office(organ: str, office: str, speaks: str) -> None:
    assert (office_of(organ), itself(organ)) == (office, speaks)


def test_a_government_has_its_office_and_its_short_name() -> None:
    assert office_of("河南省人民政府", "省") == "河南省人民政府办公厅"
    assert office_of("北京市人民政府") == "北京市人民政府办公厅"
    assert office_of("宁夏回族自治区人民政府", "区") == "宁夏回族自治区人民政府办公厅"
    assert called("宁夏回族自治区人民政府", "区") == "自治区政府"
    assert called("新乡市红旗区人民政府", "区") == "区政府"
    assert called("云川高新技术产业开发区管理委员会", "区") == "管委会"
    assert everybody(CITY, lower=True) == "各县（市、区）人民政府，市直有关单位"
    assert everybody(CITY, lower=False) == "市直有关单位"
    reached = everybody(CITY, lower=True, also=("管委会", "有关群团组织"))
    assert reached == "各县（市、区）人民政府、管委会，市直有关单位、有关群团组织"
    assert everybody(proposed(EMPTY, "红旗区", "", "重点任务"), lower=True) == "各乡镇（街道），区直有关单位"
