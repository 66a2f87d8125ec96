"""A desk in this process, in a copy of 云川市, and somebody who sits at it as a browser would."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from pipeline.desk.here import Here
from pipeline.desk.site import site
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.workflows.month import monthly
from tests.command import ROOT
from tests.conftest import Once
from tests.made_city import MadeCity

PORT = 8137
HOST = f"127.0.0.1:{PORT}"
ADDRESS = f"http://{HOST}"
MONTH = "2023-05"
TODAY = date(2023, 5, 29)
CITY = MadeCity(ROOT / "tests/city", 2023, ("2023-04", MONTH, "2023-06"))


@dataclass
class Visitor:
    """Whoever asks: with the cookie of the desk once they came in, and the token of the page they look at."""

    here: Here
    client: TestClient
    token: dict[str, str] = field(default_factory=dict)

    def come_in(self) -> Visitor:
        answer = self.client.post("/enter", data={"code": self.here.keys.said})
        assert answer.status_code == 200, answer.text
        return self

    def see(self, path: str) -> str:
        """A page as it comes."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        area = path.strip("/").partition("?")[0].partition("/")[0]
        found = re.search(r'data-token="(\w+)"', answer.text)
        if found:
            self.token[area] = found[1]
        return answer.text

    def do(self, path: str, *, headers: dict[str, str] | None = None, **asked: Any) -> httpx.Response:
        """An act asked from the page it belongs to, as its script asks."""
        area = path.strip("/").partition("/")[0]
        token = self.token.get(area) or self.here.keys.token(self.session, area)
        own = {"origin": ADDRESS, "x-desk-token": token, "sec-fetch-site": "same-origin"}
        told = {key: value for key, value in {**own, **(headers or {})}.items() if value != ""}
        asked.setdefault("data", {})
        asked["data"] = {"state": self.here.state(), "period": MONTH, **asked["data"]}
        return self.client.post(path, headers=told, follow_redirects=False, **asked)  # type: ignore[no-any-return]

    @property
    def session(self) -> str:
        return str(self.client.cookies[f"desk-{PORT}"])


@pytest.fixture(scope="session")
def made_office(once: Once) -> Path:
    """云川市 with its plan, register and sheets; nobody changes it."""

    def make(folder: Path) -> Path:
        return CITY.build(folder / "云川")

    return once("工作台的云川", make)


@pytest.fixture
def office(made_office: Path, tmp_path: Path) -> Path:
    """A copy of its own."""
    return Path(shutil.copytree(made_office, tmp_path / "云川 市"))


@pytest.fixture(scope="session")
def office_with_set(once: Once, made_office: Path) -> Path:
    """云川市 with the set of its month made; nobody changes it."""

    def make(folder: Path) -> Path:
        place = Path(shutil.copytree(made_office, folder / "云川"))
        monthly(Workspace(place), Month.parse(MONTH), None, final=False)
        return place

    return once("工作台的云川一套", make)


@pytest.fixture
def furnished(office_with_set: Path, tmp_path: Path) -> Iterator[Visitor]:
    """Whoever came in where the month's set is made already, in a copy of its own."""
    place = Path(shutil.copytree(office_with_set, tmp_path / "云川 市", symlinks=True))
    here = Here(Workspace(place), lambda: TODAY, port=PORT)
    yield Visitor(here, TestClient(site(here), base_url=ADDRESS, raise_server_exceptions=False)).come_in()
    here.worker.wait()


@pytest.fixture
def stranger(office: Path) -> Iterator[Visitor]:
    """Somebody on this machine who has no code yet."""
    here = Here(Workspace(office), lambda: TODAY, port=PORT)
    yield Visitor(here, TestClient(site(here), base_url=ADDRESS, raise_server_exceptions=False))
    here.worker.wait()


@pytest.fixture
def secretary(stranger: Visitor) -> Visitor:
    """Whoever came in by the code."""
    return stranger.come_in()
