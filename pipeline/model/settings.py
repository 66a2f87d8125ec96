"""概况 and 规则: whose plan it is, the words of its documents, and what an office decides without code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pipeline.model.figures import Rounding
from pipeline.model.kinds import Bands
from pipeline.model.lights import Lights
from pipeline.model.months import DayShift
from pipeline.model.office_terms import Terms
from pipeline.model.periods import Cycle, DueDay
from pipeline.model.supervision import Ladders, Rung, usual_ladders


class Office(StrEnum):
    """Whose workspace this is: it decides whose sheets are expected and chased."""

    COMPILER = "汇总单位"
    LEAD = "责任单位"
    INSPECTOR = "督查机构"


@dataclass(frozen=True, slots=True)
class Profile:
    """概况: the year, the notice the plan stands on, and the words of this office's documents."""

    year: int
    city: str
    government: str
    notice_title: str
    notice_number: str
    notice_date: date
    programme: str
    terms: Terms
    office: Office
    compiler: str
    lead: str
    inspector: str
    general_office: str
    office_self_name: str
    approver: str
    supervising_organ: str
    supervising_word: str
    organ: str
    organ_mark: str
    number_word: str
    addressee: str
    copies: str
    printer: str
    imprint_lead: str
    imprint_inspector: str
    circular_word: str
    circular_addressee: str
    circular_copies: str
    self_name: str
    contact: str
    remark: str
    names_confirmed: str = ""
    urging_contact: str = ""
    urging_phone: str = ""
    approving_posts: str = ""
    region: str = ""
    agrees_upward: bool = False

    @property
    def certifier(self) -> str:
        """In whose name a year is certified, as texts call it: 督办名义, or else the full name of the organ."""
        return self.general_office or self.supervising_organ


class PaceBasis(StrEnum):
    """How linear pace runs."""

    MONTHS = "按月"
    DAYS = "按日"


class PaceStart(StrEnum):
    """Where linear pace starts."""

    JANUARY = "1月"
    NOTICE = "通知印发"


_COOPERATING_DUE, _LEAD_DUE = DueDay(22), DueDay(25)


@dataclass(frozen=True, slots=True)
class Rules:
    """规则: what an office may decide without code. The defaults are those of 手册-秘书."""

    bands: Bands = field(default_factory=Bands)
    decimals: int = 1
    rounding: Rounding = Rounding.HALF_UP
    amount_decimals: int = 4
    cycle: Cycle = field(default_factory=Cycle)
    cooperating_due: DueDay = _COOPERATING_DUE
    lead_due: DueDay = _LEAD_DUE
    day_shift: DayShift = DayShift.NONE
    late_days: int = 3
    year_end_due: str = "01-15"
    list_days: tuple[int, ...] = (-3, 0, 1)
    first_month: int = 1
    pace_basis: PaceBasis = PaceBasis.MONTHS
    pace_start: PaceStart = PaceStart.JANUARY
    implausible: Decimal = Decimal(150)
    county_rounding: bool = False
    slackening: Decimal = Decimal(5)
    lights: Lights = field(default_factory=Lights)
    headline_limit: int = 80
    reason_limit: int = 60
    body_limit: int = 3000
    extra_columns: tuple[str, ...] = ()
    reply_days: int = 10
    limit_months: int = 2
    listing_months: int = 3
    ladders: Ladders = field(default_factory=usual_ladders)
    plain_classes: bool = True
    circular: bool = False
    optional_letters: bool = False
    county_shares: bool = False
    by_field: bool = False
    circular_picture: bool = False
    objection_days: int = 10
    check_limit: int = 3
    check_interval: int = 3
    check_surge: Decimal = Decimal(3)
    commitments_due: date | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    def ladder(self, commanded: bool) -> tuple[Rung, ...]:
        """The rungs of 督办, lowest first, of units that are `commanded`, or of those that are only asked."""
        return self.ladders.commanded if commanded else self.ladders.asked
