"""柳湖市, a city that does not exist: it reports by quarters, by the 5th of the month after."""

from __future__ import annotations

from pathlib import Path

from tests.made_city import MadeCity

YEAR = 2023
FIRST, SECOND = "2023-03", "2023-06"
CITY = MadeCity(
    Path(__file__).parent, YEAR, (FIRST, SECOND), {"04/市教育局四月.csv": "编号,累计完成\n".encode()}
)
