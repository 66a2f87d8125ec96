"""What becomes of a paper once it is made: its states, and what 处理登记 says of who signed and who received it (SIGNED §1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.model.figures import Cell
from pipeline.model.months import Month


class PaperState(StrEnum):
    """How far a paper, or a set of them, has come; each state holds all that the one before it does."""

    DRAFT = "送审稿"
    FAIR = "清样"
    SIGNED = "已签发"
    SENT = "已报送"

    @property
    def sealed(self) -> bool:
        """True once somebody has signed: no other text ever takes its place."""
        return self in (PaperState.SIGNED, PaperState.SENT)


def edition_of(month: Month) -> str:
    """The set whose papers are signed in a period: 2021-09, 2021-考核."""
    return f"{month.year}-考核" if month.is_year_end else str(month)


class Channel(StrEnum):
    """方式: how a signed paper went out."""

    OA = "OA"
    PAPER = "纸质"


@dataclass(frozen=True, slots=True)
class PaperName:
    """A paper as people name it: of which month (or year's end), its id in the set (报告, 督办-市教育局), and of which 更正.

    `correction` is empty for the paper of the set itself, else 更正, 更正2 …
    """

    month: Month
    id: str
    correction: str = ""

    @property
    def text(self) -> str:
        """As it stands in the register: 报告, 报告（更正）."""
        return f"{self.id}（{self.correction}）" if self.correction else self.id

    @property
    def set(self) -> str:
        """The set it is a paper of: 2021-09, 2021-09-更正, 2021-考核."""
        return "-".join(filter(None, (edition_of(self.month), self.correction)))


@dataclass(frozen=True, slots=True)
class Handwritten:
    """A figure that was changed by hand in a signed paper: whose it is (target id) and how it reads now (5.90万人)."""

    target: str
    text: str

    def __str__(self) -> str:
        return f"{self.target}={self.text}"


@dataclass(frozen=True, slots=True)
class Signature:
    """A row of 签发: which paper, its 文号 (empty for one that bears none), on which day, by which post.

    `handwritten` are the figures that were changed in it by hand.
    """

    paper: PaperName
    number: str
    day: date
    post: str
    handwritten: tuple[Handwritten, ...]
    cell: Cell


@dataclass(frozen=True, slots=True)
class Sending:
    """A row of 报送: which paper went to whom (as written), on which day and how, when it was 签收 (None: not heard of).

    `receipt` is where the day of 签收 stands or is to be filled in; None in a sheet without that column.
    """

    paper: PaperName
    to: str
    day: date
    channel: Channel
    received: date | None
    post: str
    cell: Cell
    receipt: Cell | None = None


@dataclass(frozen=True, slots=True)
class SigningRegister:
    """The sheets 签发 and 报送 of a year, in their order."""

    signatures: tuple[Signature, ...] = ()
    sendings: tuple[Sending, ...] = ()

    def unsent(self) -> tuple[Signature, ...]:
        """Signed papers nobody has sent anywhere."""
        sent = {one.paper for one in self.sendings}
        return tuple(one for one in self.signatures if one.paper not in sent)

    def unreceived(self) -> tuple[Sending, ...]:
        """What was sent and not acknowledged."""
        return tuple(one for one in self.sendings if one.received is None)

    def state(self, paper: PaperName) -> PaperState | None:
        """已签发 or 已报送 by what is registered; None for what nobody registered as signed."""
        if all(one.paper != paper for one in self.signatures):
            return None
        sent = any(one.paper == paper for one in self.sendings)
        return PaperState.SENT if sent else PaperState.SIGNED

    def all_sent(self) -> bool:
        """True where something was signed and every such paper went somewhere."""
        return bool(self.signatures) and not self.unsent()

    def of(self, month: Month) -> SigningRegister:
        """What stands there of one month's papers."""
        return SigningRegister(
            tuple(one for one in self.signatures if one.paper.month == month),
            tuple(one for one in self.sendings if one.paper.month == month),
        )


def with_number(signatures: Sequence[Signature], number: str) -> Signature | None:
    """The signed paper that bears a 文号; None if none does."""
    return next((one for one in signatures if number and one.number == number), None)
