"""What can stand in a cell: odd numbers, odd texts, odd types, odd formats, odd measures."""

from __future__ import annotations

from datetime import date, datetime, time

from openpyxl.worksheet.formula import ArrayFormula
from originals import (
    COUNTS,
    STRINGS,
    Case,
    cell,
    edit,
    one,
    parts,
    put,
    raw_cell,
    resaved,
    shape,
    swap,
    with_parts,
)

# The true figure is 4.38 (万人) in G5. Name, text in G5, what must come of it.
_TEXTS = (
    ("plain text", "4.38", "same", ""),
    ("trailing zeros", "4.3800", "same", ""),
    ("edge blanks", " 4.38 ", "same", ""),
    ("edge nbsp", "\u00a04.38\u00a0", "same", ""),
    ("edge full-width blank", "\u30004.38", "same", ""),
    ("edge tab and newline", "\t4.38\n", "same", ""),
    ("full-width digits", "４．３８", "warns", "R03"),
    ("full-width stop only", "4．38", "warns", "R03"),
    ("zero-width space", "4\u200b.38", "warns", "R03"),
    ("byte order mark", "\ufeff4.38", "warns", "R03"),
    ("left-to-right mark", "\u200e4.38", "warns", "R03"),
    ("word joiner", "4.\u206038", "warns", "R03"),
    ("bidi override", "\u202e4.38\u202c", "warns|cell", ""),
    ("bidi override shows another", "\u202e83.4\u202c", "cell", ""),
    ("约", "约4.38", "cell", "R02"),
    ("约 behind", "4.38左右", "cell", "R02"),
    ("以上", "4.38以上", "cell", "R02"),
    ("万", "4.38万", "cell", "R02"),
    ("万人", "4.38万人", "cell", "R02"),
    ("人", "4.38人", "cell", "R02"),
    ("blank before 万人", "4.38 万人", "cell", "R02"),
    ("percent on a count", "4.38%", "cell", "R02"),
    ("per mille", "4.38‰", "cell", "R02"),
    ("currency", "¥4.38", "cell", "R02"),
    ("european comma", "4,38", "cell", "R02"),
    ("grouped wrongly", "43,80", "cell", "R02"),
    ("grouped is ten thousand off", "43,800", "cell", ""),
    ("blank inside", "4 .38", "cell", "R02"),
    ("blank as group", "43 800", "cell", "R02"),
    ("nbsp as group", "43\u00a0800", "cell", "R02"),
    ("newline inside", "4.\n38", "cell", "R02"),
    ("two figures", "4.38\n4.40", "cell", "R02"),
    ("scientific", "4.38e0", "cell", "R02"),
    ("scientific 1e3", "1e3", "cell", "R02"),
    ("underscore", "4_38", "cell", "R02"),
    ("hex", "0x10", "cell", "R02"),
    ("plus", "+4.38", "cell", "R02"),
    ("minus", "-4.38", "cell", "R14"),
    ("real minus sign", "−4.38", "cell", ""),
    ("bookkeeper's minus", "(4.38)", "cell", "R02"),
    ("minus zero", "-0", "cell", ""),
    ("no leading zero", ".438", "cell", "R02"),
    ("stop at the end", "4.", "cell", "R02"),
    ("chinese stop", "4。38", "cell", "R02"),
    ("middle dot", "4·38", "cell", "R02"),
    ("two stops", "4.3.8", "cell", "R02"),
    ("arabic-indic digits", "٤.٣٨", "cell", "R02"),
    ("devanagari digits", "४.३८", "cell", "R02"),
    ("mathematical digits", "\U0001d7d2.\U0001d7d1\U0001d7d6", "cell", "R02"),
    ("chinese digits", "四点三八", "cell", "R02"),
    ("financial digits", "肆", "cell", "R02"),
    ("circled digit", "④", "cell", "R02"),
    ("footnote circle", "4.38①", "cell", "R02"),
    ("footnote superscript", "4.38²", "cell", "R02"),
    ("footnote star", "4.38*", "cell", "R02"),
    ("fraction sign", "4½", "cell", "R02"),
    ("dashes", "--", "cell", ""),
    ("long dash", "—", "cell", ""),
    ("slash", "/", "cell", ""),
    ("无", "无", "cell", ""),
    ("同上", "同上", "cell", ""),
    ("详见附件", "详见附件", "cell", ""),
    ("待定", "待定", "cell", ""),
    ("N/A", "N/A", "cell", ""),
    ("error as text", "#N/A", "cell", ""),
    ("nan", "nan", "cell", ""),
    ("None", "None", "cell", ""),
    ("inf", "inf", "cell", ""),
    ("true", "TRUE", "cell", ""),
    ("formula as text", "=1+1", "cell", ""),
    ("formula as text with apostrophe", "'4.38", "cell", "R02"),
    ("of how many", "4.38/6.235", "cell", "R02"),
    ("其中", "4.38(其中复检0.2)", "cell", "R02"),
    ("sum", "4+0.38", "cell", "R02"),
    ("range", "4.3-4.4", "cell", "R02"),
    ("date as text", "2021-09-20", "cell", "R02"),
    ("seventeen digits", "4.3800000000000001", "cell", "R02"),
    ("sixteen nines", "9999999999999999", "cell", ""),
    ("four hundred digits", "4" * 400, "cell", ""),
)

_VALUES = (
    ("minus one", -1, "cell"),
    ("blank", None, "cell"),
    ("seventeen digit number", 12345678901234567, "cell"),
    ("tiny", 1e-300, "cell"),
    ("huge", 1e300, "cell"),
    ("true", True, "cell"),
    ("date", date(2021, 9, 20), "cell"),
    ("moment", datetime(2021, 9, 20, 8, 30), "cell"),  # noqa: DTZ001
    ("time", time(4, 38), "cell"),
    ("this year's date as serial", 44459, "cell"),
    ("ten thousand times", 43800, "cell"),
    ("half a person", 4.38001234, "cell"),
)

# The element of G5 as it might stand in the file.
_RAW = (
    ("binary noise", '<c r="G5" s="{s}"><v>4.3799999999999999</v></c>', "same"),
    ("scientific in the file", '<c r="G5" s="{s}"><v>4.38E0</v></c>', "same"),
    ("nan", '<c r="G5" s="{s}"><v>NaN</v></c>', "cell|refused"),
    ("infinity", '<c r="G5" s="{s}"><v>Infinity</v></c>', "cell|refused"),
    ("overflow", '<c r="G5" s="{s}"><v>1e400</v></c>', "cell|refused"),
    ("underflow", '<c r="G5" s="{s}"><v>1e-400</v></c>', "cell|refused"),
    ("letters", '<c r="G5" s="{s}"><v>abc</v></c>', "cell|refused"),
    ("empty v", '<c r="G5" s="{s}"><v></v></c>', "cell|refused"),
    ("v without content", '<c r="G5" s="{s}"><v/></c>', "cell|refused"),
    ("no v", '<c r="G5" s="{s}"/>', "cell"),
    ("comma in v", '<c r="G5" s="{s}"><v>4,38</v></c>', "cell|refused"),
    ("underscore in v", '<c r="G5" s="{s}"><v>4_38</v></c>', "cell|refused"),
    ("full-width in v", '<c r="G5" s="{s}"><v>９.９９</v></c>', "cell|refused"),
    ("arabic in v", '<c r="G5" s="{s}"><v>٩</v></c>', "cell|refused"),
    ("hex in v", '<c r="G5" s="{s}"><v>0x4</v></c>', "cell|refused"),
    ("two v", '<c r="G5" s="{s}"><v>4.38</v><v>9.99</v></c>', "cell|refused"),
    ("two v the other way", '<c r="G5" s="{s}"><v>9.99</v><v>4.38</v></c>', "cell|refused"),
    ("comment in v", '<c r="G5" s="{s}"><v>4<!-- x -->.38</v></c>', "same|cell|refused"),
    ("instruction in v", '<c r="G5" s="{s}"><v>4<?x y?>.38</v></c>', "same|cell|refused"),
    ("element in v", '<c r="G5" s="{s}"><v>4<b>9</b>.38</v></c>', "cell|refused"),
    ("cdata in v", '<c r="G5" s="{s}"><v><![CDATA[4.38]]></v></c>', "same|refused"),
    ("character reference", '<c r="G5" s="{s}"><v>&#52;.3&#x38;</v></c>', "same|refused"),
    ("v inside a foreign element", '<c r="G5" s="{s}"><v>4.38</v><extLst><ext><v>9</v></ext></extLst></c>', "same|cell|refused"),
    ("unknown type", '<c r="G5" s="{s}" t="zz"><v>4.38</v></c>', "same|cell|refused"),
    ("boolean", '<c r="G5" s="{s}" t="b"><v>1</v></c>', "cell"),
    ("iso date", '<c r="G5" s="{s}" t="d"><v>2021-09-20</v></c>', "cell|refused"),
    ("string index for a number", '<c r="G5" s="{s}" t="s"><v>4.38</v></c>', "cell|refused"),
    ("formula string", '<c r="G5" s="{s}" t="str"><f>TEXT(4.38,"0.00")</f><v>4.38</v></c>', "warns"),
    ("formula empty string", '<c r="G5" s="{s}" t="str"><f>IF(1,"")</f><v></v></c>', "cell"),
    ("formula text", '<c r="G5" s="{s}" t="str"><f>"约"&amp;4.38</f><v>约4.38</v></c>', "cell"),
    ("formula not calculated", '<c r="G5" s="{s}"><f>F5+3.41</f></c>', "cell"),
    ("formula calculated", '<c r="G5" s="{s}"><f>F5+3.41</f><v>4.38</v></c>', "warns"),
    ("formula stale and absurd", '<c r="G5" s="{s}"><f>1+1</f><v>999</v></c>', "cell"),
    ("formula in another book", '<c r="G5" s="{s}"><f>[1]Sheet1!A1</f><v>4.38</v></c>', "cell"),
    ("formula in another book by its path", '<c r="G5" s="{s}"><f>\'D:\\9月\\[台账.xlsx]汇总\'!B4*1</f><v>4.38</v></c>', "cell"),
    ("formula on another sheet", '<c r="G5" s="{s}"><f>汇总!B4</f><v>4.38</v></c>', "warns"),
    ("formula in another book, not calculated", '<c r="G5" s="{s}"><f>[1]Sheet1!A1</f></c>', "cell"),
    ("formula empty element", '<c r="G5" s="{s}"><f/><v>4.38</v></c>', "same"),
    ("formula array", '<c r="G5" s="{s}"><f t="array" ref="G5">SUM(F5:F5)+3.41</f><v>4.38</v></c>', "warns"),
    ("formula data table", '<c r="G5" s="{s}"><f t="dataTable" ref="G5" r1="A1"/><v>4.38</v></c>', "warns|cell|refused"),
    ("formula shared head", '<c r="G5" s="{s}"><f t="shared" ref="G5:G6" si="0">F5+3.41</f><v>4.38</v></c>', "warns"),
    ("formula shared follower", '<c r="G5" s="{s}"><f t="shared" si="7"/><v>4.38</v></c>', "warns|cell|refused"),
    ("formula shared follower not calculated", '<c r="G5" s="{s}"><f t="shared" si="7"/></c>', "cell|refused"),
    ("inline", '<c r="G5" s="{s}" t="inlineStr"><is><t>4.38</t></is></c>', "same"),
    ("inline runs", '<c r="G5" s="{s}" t="inlineStr"><is><r><t>4</t></r><r><t>.38</t></r></is></c>', "same"),
    ("inline phonetic", '<c r="G5" s="{s}" t="inlineStr"><is><t>4.38</t><rPh sb="0" eb="1"><t>9</t></rPh></is></c>', "same"),
    ("inline and v", '<c r="G5" s="{s}" t="inlineStr"><v>9.99</v><is><t>4.38</t></is></c>', "same|cell|refused"),
    ("number and inline", '<c r="G5" s="{s}"><v>4.38</v><is><t>9.99</t></is></c>', "same|cell|refused"),
)  # fmt: skip

_OLD_ERRORS = ("#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
_ERRORS = (
    "#DIV/0!",
    "#REF!",
    "#N/A",
    "#VALUE!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#GETTING_DATA",
    "#SPILL!",
    "乱写",
)

_MEASURES = (
    ("converted to 人", {"E5": "人", "G5": 43800, "F5": 9700}, "warns", "E5", "R09"),
    ("人 with group commas", {"E5": "人", "G5": "43,800", "F5": 9700}, "warns", "G5", "R03"),
    ("人 not converted", {"E5": "人"}, "cell", "", ""),
    ("人 not converted, whole", {"E5": "人", "G5": 4, "F5": 1}, "cell", "", ""),
    ("千人 converted", {"E5": "千人", "G5": 43.8, "F5": 9.7}, "same|cell", "", ""),
    ("blank inside", {"E5": "万 人"}, "same", "", ""),
    ("no-break space", {"E5": "\u00a0万人"}, "same", "", ""),
    ("in brackets", {"E5": "（万人）"}, "same|cell", "", ""),
    ("missing", {"E5": None}, "cell", "E5", "R08"),
    ("元", {"E5": "元"}, "cell", "E5", "R08"),
    ("万元", {"E5": "万元"}, "cell", "E5", "R08"),
    ("人次", {"E5": "万人次"}, "cell", "E5", "R08"),
    ("户", {"E5": "万户"}, "cell", "E5", "R08"),
    ("万 alone", {"E5": "万"}, "cell", "E5", "R08"),
    ("number", {"E5": 10000}, "cell", "E5", "R08"),
    ("percent", {"E5": "%"}, "cell", "E5", "R08"),
    ("亿人", {"E5": "亿人", "G5": 0.000438, "F5": 0.000097}, "same|cell", "", ""),
    ("亿人 not converted", {"E5": "亿人"}, "cell", "", ""),
)

# T02-3 in row 7: 56.3 %, 20831 of 37000.
_RATIOS = (
    ("56.30 as text", {"G7": "56.30"}, "same", ""),
    ("with its sign", {"G7": "56.3%"}, "same", ""),
    ("full-width sign", {"G7": "56.3％"}, "warns", "G7"),
    ("sign in full width column", {"E7": "％"}, "same", ""),
    ("fraction", {"G7": 0.563}, "cell", "G7"),
    ("fraction as text", {"G7": "0.5630"}, "cell", "G7"),
    ("hundredfold", {"G7": 5630}, "cell", "G7"),
    ("last digit", {"G7": 56.4}, "cell", "G7"),
    ("finer than the parts", {"G7": 56.31}, "cell", "G7"),
    ("no numerator", {"H7": None}, "cell", "H7"),
    ("no denominator", {"I7": None}, "cell", "I7"),
    ("denominator zero", {"I7": 0}, "cell", ""),
    ("numerator text", {"H7": "2万"}, "cell", "H7"),
    ("numerator error", {"H7": "约20831"}, "cell", "H7"),
    ("parts swapped", {"H7": 37000, "I7": 20831}, "cell", ""),
    ("parts full width", {"H7": "２０８３１", "I7": "37,000"}, "warns", "H7"),
    ("more than all", {"G7": 156.3, "H7": 57831}, "cell", ""),
    ("parts in the figure", {"G7": "20831/37000"}, "cell", "G7"),
    ("以上", {"G7": "55%以上"}, "cell", "G7"),
    ("measure missing", {"E7": None}, "cell", "E7"),
)  # fmt: skip

_FORMATS = (
    ("day", {}, {"G5": "m/d"}, "cell", ""),
    ("chinese day", {}, {"G5": 'yyyy"年"m"月"d"日"'}, "cell", ""),
    ("clock", {}, {"G5": "[h]:mm"}, "cell", ""),
    ("percent on a count", {}, {"G5": "0%"}, "cell", "R21"),
    ("percent word in quotes", {}, {"G5": '0.00"%"'}, "warns|cell", ""),
    ("thousands hidden", {"G5": 4380}, {"G5": "#,##0.00,"}, "cell", ""),
    ("thousands hidden, true value", {}, {"G5": "#,##0.00,"}, "warns|cell", ""),
    (
        "万人 shown where the row says 人",
        {"E5": "人", "G5": 43800, "F5": 9700},
        {"G5": '0"万人"'},
        "warns",
        "R26",
    ),
    ("4.38 shown as 万人 where the row says 人", {"E5": "人", "F5": 1}, {"G5": '0.00"万人"'}, "cell", ""),
    ("万人 shown where the row says 万人", {}, {"G5": '0.00"万人"'}, "same", ""),
    ("invisible", {}, {"G5": ";;;"}, "warns", "R26"),
    ("text format", {}, {"G5": "@"}, "same", ""),
    ("always shows another number", {}, {"G5": '"6.20"'}, "warns|cell", ""),
    ("minus shown", {}, {"G5": "-0.00"}, "warns|cell", ""),
    ("red accounting", {}, {"G5": '_ * #,##0.00_ ;[Red]_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '}, "same", ""),
    ("rounded for the eye", {}, {"G5": "0"}, "same", ""),
)

_WORDS = (
    ("carriage return escape", "第一批完成_x000D_\n第二批启动"),
    ("control character escape", "完成_x000B_筛查_x0007_"),
    ("command", "=cmd|' /c calc'!A0"),
    ("link formula", '=HYPERLINK("http://example.invalid","点击")'),
    ("template", "{{ 7 * 7 }}{% for x in y %}"),
    ("markup", "</w:t></w:r><w:br/>&amp;<b>"),
    ("forty thousand characters", None),
    ("private use", "完成\ue000筛查\U000f0000"),
    ("emoji and combining", "完成👍\u0301\u0302"),
    ("only blanks", " \u3000\u00a0\n"),
    ("one long line of newlines", "完\n" * 3000),
)


def _word(name: str, text: str | None) -> Case:
    data = (
        (lambda: edit(put(M5=text)))
        if text is not None
        else lambda: raw_cell("M5", f'<c r="M5" s="{{s}}" t="inlineStr"><is><t>{"筛" * 40000}</t></is></c>')
    )
    return one(f"words {name}", "same" if text is not None else "same|refused", data, texts=False)


def _shared(index: str) -> bytes:
    """The resaved form with G5 pointing at a shared string that may not be there."""
    return raw_cell("G5", f'<c r="G5" s="{{s}}" t="s"><v>{index}</v></c>', resaved())


def _shared_figure(xml: str) -> bytes:
    """The resaved form whose G5 is a text of the shared strings, written as `xml`."""
    text = parts(resaved())[STRINGS].decode()
    data = with_parts({STRINGS: text.replace("</sst>", f"{xml}</sst>").encode()}, resaved())
    return raw_cell("G5", f'<c r="G5" s="{{s}}" t="s"><v>{text.count("<si>")}</v></c>', data)


def _shared_text(xml: str) -> bytes:
    """The resaved form whose first sentence (M5) is written as `xml` in the shared strings."""
    data = resaved()
    text = parts(data)[STRINGS].decode()
    start = text.index('<si><t xml:space="preserve">恢复进村筛查')
    end = text.index("</si>", start) + len("</si>")
    return with_parts({STRINGS: (text[:start] + xml + text[end:]).encode()}, data)


_SENTENCE = "恢复进村筛查，增开周末专场和夜间场次，受灾乡镇妇女优先补检"


def _array(sheet: object) -> None:
    sheet["G5"] = ArrayFormula("G5:G6", "=F5:F6*2")  # type: ignore[index]


CASES: list[Case] = [
    *(cell(f"text {name}", want, text, code=code, cells="" if text == "-0" else "G5") for name, text, want, code in _TEXTS),
    *(cell(f"value {name}", want, value, cells="") for name, value, want in _VALUES),
    *(one(f"raw {name}", want, lambda xml=xml: raw_cell("G5", xml), cells="") for name, xml, want in _RAW),
    *(
        # Codes of newer programs stop the second reader: then nothing of the file is used.
        one(
            f"error {error}",
            "cell" if error in _OLD_ERRORS else "cell|refused",
            lambda error=error: raw_cell("G5", f'<c r="G5" s="{{s}}" t="e"><v>{error}</v></c>'),
            cells="G5",
        )
        for error in _ERRORS
    ),
    one(
        "error of a formula", "cell", lambda: raw_cell("G5", '<c r="G5" s="{s}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
        cells="G5", code="R04",
    ),
    *(
        one(f"measure {name}", want, lambda values=values: edit(put(**values)), cells=cells, code=code)
        for name, values, want, cells, code in _MEASURES
    ),
    *(
        one(f"ratio {name}", want, lambda values=values: edit(put(**values)), cells=cells, targets=("T02-3",))
        for name, values, want, cells in _RATIOS
    ),
    one(
        "ratio percent cell", "cell", lambda: edit(put(G7=0.563), shape(G7="0.0%")), cells="G7",
        targets=("T02-3",),
    ),
    one(
        "ratio percent format on 56.3", "cell", lambda: edit(shape(G7="0.0%")), cells="G7", targets=("T02-3",),
    ),
    one(
        "ratio hides its decimals", "same", lambda: edit(shape(G7="0")), targets=("T02-3",),
    ),
    *(
        one(
            f"format {name}", want,
            lambda values=values, formats=formats: edit(put(**values), shape(**formats)),
            cells="G5" if code else "", code=code,
        )
        for name, values, formats, want, code in _FORMATS
    ),
    *(one(f"string index {index}", "cell|refused", lambda index=index: _shared(index)) for index in ("9999", "-1", "1.5", "", "abc")),
    one("array formula over two rows", "cell|refused", lambda: edit(_array), targets=COUNTS, loose=True),
    cell("target changed", "cell", 7, "D5", code="R12"),
    cell("target blank", "same", None, "D5"),
    cell("target with its measure", "same|cell", "6.235万人", "D5", cells=""),
    cell("target full width", "same", "６.２３５", "D5"),
    cell("target with 约", "same|cell", "约7", "D5", cells=""),
    one("target of a ratio as percent cell", "same|cell", lambda: edit(put(D7=0.55), shape(D7="0%")), targets=("T02-3",)),
    cell("this month is a word", "warns", "若干", "F5", code="R22"),
    cell("this month beyond the total", "cell", 5.38, "F5", cells=""),
    cell("as of next month", "cell", date(2021, 10, 20), "J5", code="R19"),
    cell("as of last year", "cell", date(2020, 9, 20), "J5", code="R19"),
    cell("as of last month", "cell", date(2021, 8, 20), "J5", code="R19"),
    cell("as of missing", "warns", None, "J5", code="R13"),
    cell("as of in words", "same", "2021年9月20日", "J5"),
    # Found by somebody who looked for what would take a run down, or a figure nobody is sure of.
    one("seventy decimals shown", "cell", lambda: edit(shape(G5="0." + "0" * 70)), cells="G5"),
    cell("seventy digits", "cell", "1" + "0" * 69),
    cell("digits beyond any context", "cell", "4.38" + "0" * 30 + "1"),
    one("a numerator of seventy digits", "cell", lambda: edit(put(H7="1" + "0" * 69)), targets=("T02-3",)),
    one("a denominator of seventy decimals", "cell", lambda: edit(put(I7="0." + "0" * 69 + "1")), targets=("T02-3",)),
    one("a formula of brackets", "warns|cell|refused", lambda: raw_cell("G5", '<c r="G5" s="{s}"><f>' + "[" * 300_000 + "</f><v>4.38</v></c>")),
    one("a zero that is not shown", "cell", lambda: edit(put(G5=0), shape(G5="0.00;-0.00;;@")), cells="G5"),
    one("day as a number", "warns", lambda: edit(put(J5=9.2), shape(J5="0.00")), cells="J5", code="R13"),
    *(
        one(f"name {name}", "cell", lambda name=name: edit(put(C5=name)), cells="G5")
        for name in ("乳腺癌免费筛查", "其中：城区", "合计", "宫颈癌筛查（作废）", "宫颈癌筛查（2020年）")
    ),
    *(
        one(f"header says {note}", "cell|refused", lambda note=note: edit(put(G4=f"累计完成（{note}）")), loose=True)
        for note in ("2020年9月", "去年9月", "上年1-9月", "预计到9月底", "计划，9月", "不含9月", "必填，单位：人", "截至本月，计划数")
    ),
    *(
        one(f"header says harmless {note}", "same", lambda note=note: edit(put(G4=f"累计完成（{note}）")))
        for note in ("截至9月20日", "1-9月", "必填", "本年", "1月1日至9月20日", "2021年1—9月")
    ),
    one("header over two columns", "refused", lambda: edit(lambda sheet: sheet.merge_cells("G4:H4"))),
    cell("as of with stops", "same", "2021.9.20", "J5"),
    cell("as of no such day", "warns", "2021-09-31", "J5", code="R13"),
    cell("as of negative serial", "same|cell|refused", -1, "J5", cells=""),
    *(_word(name, text) for name, text in _WORDS),
    one("shared runs", "same", lambda: _shared_text(f"<si><r><t>{_SENTENCE[:5]}</t></r><r><rPr><b/></rPr><t>{_SENTENCE[5:]}</t></r></si>")),
    one("shared phonetic", "same", lambda: _shared_text(f'<si><t>{_SENTENCE}</t><rPh sb="0" eb="1"><t>ピンイン</t></rPh></si>')),
    *(
        one(f"shared figure {name}", want, lambda mark=mark: _shared_figure(f"<si><r><rPr>{mark}</rPr><t>4</t></r><r><t>.38</t></r></si>"), code=code)
        for name, mark, want, code in (
            ("bold in part", "<b/>", "same", ""),
            ("struck in part", "<strike/>", "cell", "R33"),
            ("not struck", '<strike val="0"/>', "same", ""),
            ("raised in part", '<vertAlign val="superscript"/>', "cell", "R33"),
            ("on the line", '<vertAlign val="baseline"/>', "same", ""),
        )
    ),
    one("raw control character", "refused", lambda: swap("<t>T02-1</t>", "<t>T02-1\x0b</t>", STRINGS)),
    one("character reference to nothing", "refused", lambda: swap("<t>T02-1</t>", "<t>T02-1&#0;</t>", STRINGS)),
    one("lone surrogate reference", "refused", lambda: swap("<t>T02-1</t>", "<t>T02-1&#xD800;</t>", STRINGS)),
]  # fmt: skip
