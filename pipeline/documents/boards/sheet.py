"""What a 看板 is made of: a page that needs nothing beside itself, tables, totals, the script that filters.

No request leaves the page, no handler stands in an element; its policy admits its own style and script by their hash and
nothing else. Every text is escaped.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape

_STYLE = """
:root{color-scheme:light}
body{font:16px/1.6 "Noto Sans CJK SC","Microsoft YaHei","SimSun",sans-serif;margin:0 auto;max-width:1280px;
padding:12px 20px;color:#111;background:#fff}
h1{font-size:26px;margin:.3em 0 0}h2{font-size:20px;margin:1.2em 0 .4em;border-bottom:2px solid #333}
.banner{background:#111;color:#fff;padding:4px 12px;font-weight:bold}
.totals{display:flex;flex-wrap:wrap;gap:8px;list-style:none;padding:0}
.totals li{border:1px solid #555;padding:4px 12px}.totals b{font-size:22px}
form{display:flex;flex-wrap:wrap;gap:12px;align-items:end;margin:12px 0}
label{display:flex;flex-direction:column}select,button{font:inherit;padding:3px 8px;min-height:32px}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px}
th,td{border:1px solid #777;padding:3px 6px;text-align:left;vertical-align:middle}thead th{background:#e9eef4}
td.figure{text-align:right;white-space:nowrap}td.picture,td.whole{white-space:nowrap}
.behind{background:#8c2d04;color:#fff}.unknown{background:#fff;border:2px dashed #333}.well{background:#dce8f2}.done{background:#b5cfe5}
.none{color:#444}details>summary{cursor:pointer;text-decoration:underline}details table{margin:4px 0;width:auto}
[hidden]{display:none}.note{color:#333;font-size:14px}:focus-visible{outline:3px solid #004a99;outline-offset:1px}
@media print{@page{size:A4 landscape;margin:10mm}form,.screen{display:none}body{max-width:none;padding:0;font-size:12px}
h2,h2+.note,caption{break-after:avoid}tbody tr:first-child{break-before:avoid}.note{font-size:11px}
table:has(.sources):not(:has(details[open])) :is(.sources,thead th:last-child){display:none}
tr,li{break-inside:avoid}thead{display:table-header-group}.wide{overflow:visible}table{font-size:10.5px}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""
_SCRIPT = """
"use strict";
(function () {
  const form = document.querySelector("form");
  if (!form) { return; }
  const rows = Array.from(document.querySelectorAll("[data-unit]"));
  const told = document.getElementById("shown");
  function apply() {
    const wanted = new FormData(form);
    const kept = new Set();
    for (const row of rows) {
      const fits = (name) => !wanted.get(name) || row.dataset[name].split("\\n").includes(wanted.get(name));
      row.hidden = !(fits("matter") && fits("unit") && fits("word"));
      if (!row.hidden && row.dataset.target) { kept.add(row.dataset.target); }
    }
    told.textContent = "显示" + kept.size + "项指标";
  }
  form.addEventListener("change", apply);
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  apply();
})();
"""


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML that is ready: what it was made of was escaped."""

    text: str


Content = str | Markup


def html(content: Content) -> str:
    """Content as it stands in a page; plain text escaped."""
    return content.text if isinstance(content, Markup) else escape(content)


def tag(element: str, /, *inner: Content, **attributes: str) -> Markup:
    """An element; an attribute's trailing underscore falls away, others become hyphens."""
    own = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items()
    )
    return Markup(f"<{element}{own}>{''.join(map(html, inner))}</{element}>")


def table(caption: str, headers: Sequence[str], rows: Iterable[Markup]) -> Markup:
    """A table under its caption that scrolls by itself where a window is narrow; with the keyboard as well."""
    head = tag("tr", *(tag("th", one, scope="col") for one in headers))
    inner = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *rows))
    return tag("div", inner, class_="wide", tabindex="0", role="region", aria_label=caption)


def totals(counts: Iterable[tuple[str, str]]) -> Markup:
    """How many of each, the word beside the number."""
    return tag("ul", *(tag("li", f"{word} ", tag("b", number)) for word, number in counts), class_="totals")


def filters(choices: Sequence[tuple[str, str, Sequence[str]]]) -> Markup:
    """A form of (name, label, what can be chosen), with everything to begin with, and how much is shown."""
    fields = [
        tag(
            "label",
            label,
            tag(
                "select",
                Markup('<option value="">全部</option>'),
                *(tag("option", one, value=one) for one in values),
                name=name,
            ),
        )
        for name, label, values in choices
    ]
    count = tag("span", "", id="shown", role="status")
    return tag("form", *fields, tag("button", "全部显示", type="reset"), count, class_="screen")


def page(title: str, banner: str, *body: Content) -> bytes:
    """The whole page."""
    policy = (
        f"default-src 'none'; style-src '{_hash(_STYLE)}'; script-src '{_hash(_SCRIPT)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    text = (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"{tag('header', banner, class_='banner').text if banner else ''}"
        f"<main>{''.join(map(html, body))}</main><script>{_SCRIPT}</script></body></html>\n"
    )
    return text.encode()


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
