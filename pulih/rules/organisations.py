"""The tree of prisons, offices, the narcotics agency and partners: what may stand under what, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from pulih.rules.stays import StayKind
from pulih.rules.verdicts import ALLOWED, Reason, Verdict, all_of, refused


class Kind(StrEnum):
    """What an organisation is; the Indonesian short name in the comment."""

    MINISTRY = "ministry"
    DIRECTORATE = "directorate"  # Ditjenpas
    REGIONAL_OFFICE = "regional_office"  # Kanwil
    OFFICE_DIVISION = "office_division"  # Divisi Pemasyarakatan
    PRISON = "prison"  # Lapas
    REMAND_CENTRE = "remand_centre"  # Rutan
    WOMENS_PRISON = "womens_prison"  # LPP
    JUVENILE_INSTITUTION = "juvenile_institution"  # LPKA
    PROBATION_OFFICE = "probation_office"  # Bapas
    NARCOTICS_AGENCY = "narcotics_agency"  # BNN, BNNP, BNNK by level
    HOSPITAL = "hospital"
    HEALTH_OFFICE = "health_office"  # Dinkes
    SOCIAL_OFFICE = "social_office"  # Dinsos
    HEALTH_CENTRE = "health_centre"  # Puskesmas
    NGO = "ngo"
    ASSOCIATION = "association"
    UNIVERSITY = "university"
    COMPANY = "company"
    OTHER = "other"


class Level(StrEnum):
    """How far an office reaches."""

    NATION = "nation"
    PROVINCE = "province"
    DISTRICT = "district"


class FacilityClass(StrEnum):
    """The class of a facility, by capacity and rank."""

    I = "I"  # noqa: E741  the name the decree uses
    IIA = "IIA"
    IIB = "IIB"
    III = "III"


class SexServed(StrEnum):
    """Whom a facility holds."""

    MEN = "men"
    WOMEN = "women"
    BOTH = "both"


TIME_ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")

UNITS = frozenset(
    (Kind.PRISON, Kind.REMAND_CENTRE, Kind.WOMENS_PRISON, Kind.JUVENILE_INSTITUTION, Kind.PROBATION_OFFICE)
)
HOLDS_PEOPLE = UNITS - {Kind.PROBATION_OFFICE}
"""Kinds where people live behind walls; a probation office supervises, it holds nobody."""

PARENTS: dict[Kind, frozenset[Kind]] = {
    Kind.MINISTRY: frozenset(),
    Kind.DIRECTORATE: frozenset((Kind.MINISTRY,)),
    Kind.REGIONAL_OFFICE: frozenset((Kind.MINISTRY, Kind.DIRECTORATE)),
    Kind.OFFICE_DIVISION: frozenset((Kind.REGIONAL_OFFICE,)),
    **{unit: frozenset((Kind.REGIONAL_OFFICE, Kind.DIRECTORATE)) for unit in UNITS},
    Kind.NARCOTICS_AGENCY: frozenset((Kind.NARCOTICS_AGENCY,)),
    Kind.HOSPITAL: frozenset((Kind.HEALTH_OFFICE, Kind.UNIVERSITY, Kind.NGO, Kind.COMPANY)),
    Kind.HEALTH_OFFICE: frozenset((Kind.HEALTH_OFFICE,)),
    Kind.SOCIAL_OFFICE: frozenset((Kind.SOCIAL_OFFICE,)),
    Kind.HEALTH_CENTRE: frozenset((Kind.HEALTH_OFFICE,)),
    Kind.NGO: frozenset((Kind.ASSOCIATION, Kind.NGO)),
    Kind.ASSOCIATION: frozenset((Kind.ASSOCIATION,)),
    Kind.UNIVERSITY: frozenset(),
    Kind.COMPANY: frozenset((Kind.COMPANY,)),
    Kind.OTHER: frozenset(Kind),
}
"""Under which kinds a kind may stand. Those in `PARENT_OWED` must stand under one."""

PARENT_OWED = UNITS | {Kind.REGIONAL_OFFICE, Kind.OFFICE_DIVISION}
LEVELLED = frozenset((Kind.NARCOTICS_AGENCY, Kind.HEALTH_OFFICE, Kind.SOCIAL_OFFICE))
_RANK = {Level.NATION: 0, Level.PROVINCE: 1, Level.DISTRICT: 2}


@dataclass(frozen=True)
class OrganisationFacts:
    """An organisation as a rule needs it; `ancestors` are ids from the root, its own not among them."""

    kind: Kind
    time_zone: str = "Asia/Jakarta"
    id: int | None = None
    ancestors: tuple[int, ...] = ()
    level: Level | None = None
    facility_class: FacilityClass | None = None
    sex_served: SexServed | None = None
    capacity: int | None = None
    started_on: date | None = None
    ended_on: date | None = None

    def exists_on(self, day: date) -> bool:
        """Whether it had opened and not yet closed; unknown dates do not limit."""
        return (self.started_on is None or self.started_on <= day) and (
            self.ended_on is None or day < self.ended_on
        )


def check_organisation(facts: OrganisationFacts, parent: OrganisationFacts | None) -> Verdict:
    """Whether an organisation may be recorded so, under that parent.

    Codes: `organisation_parent_missing`, `organisation_parent_kind`, `organisation_parent_level`,
    `organisation_parent_itself`, `organisation_level_missing`, `organisation_class_not_held`,
    `organisation_sex_missing`, `organisation_sex_women`, `organisation_capacity`,
    `organisation_time_zone`, `organisation_ends_before_start`, `organisation_outlives_parent`.
    """
    return all_of([_check_parent(facts, parent), _check_own(facts)])


def _check_parent(facts: OrganisationFacts, parent: OrganisationFacts | None) -> Verdict:
    if parent is None:
        return refused("organisation_parent_missing", "parent") if facts.kind in PARENT_OWED else ALLOWED
    if facts.id is not None and (parent.id == facts.id or facts.id in parent.ancestors):
        return refused("organisation_parent_itself", "parent")
    if parent.kind not in PARENTS[facts.kind]:
        return refused("organisation_parent_kind", "parent")
    if facts.kind in LEVELLED and facts.level and parent.level and _RANK[parent.level] >= _RANK[facts.level]:
        return refused("organisation_parent_level", "parent")
    if parent.ended_on and facts.started_on and facts.started_on >= parent.ended_on:
        return refused("organisation_outlives_parent", "parent", date=parent.ended_on)
    return ALLOWED


def _check_own(facts: OrganisationFacts) -> Verdict:
    holds = facts.kind in HOLDS_PEOPLE
    verdicts = []
    if facts.kind in LEVELLED and facts.level is None:
        verdicts.append(refused("organisation_level_missing", "level"))
    if facts.facility_class is not None and facts.kind not in UNITS:
        verdicts.append(refused("organisation_class_not_held", "facility_class"))
    if holds and facts.sex_served is None:
        verdicts.append(refused("organisation_sex_missing", "sex_served"))
    if facts.kind is Kind.WOMENS_PRISON and facts.sex_served in (SexServed.MEN, SexServed.BOTH):
        verdicts.append(refused("organisation_sex_women", "sex_served"))
    if facts.capacity is not None and (facts.capacity < 1 or not holds):
        verdicts.append(refused("organisation_capacity", "capacity"))
    if facts.time_zone not in TIME_ZONES:
        verdicts.append(refused("organisation_time_zone", "time_zone"))
    if facts.started_on and facts.ended_on and facts.ended_on <= facts.started_on:
        verdicts.append(refused("organisation_ends_before_start", "ended_on", start=facts.started_on))
    return all_of(verdicts)


def check_holding(kind: Kind, stay: StayKind) -> Verdict:
    """Whether an organisation of this kind can have a person on this ground.

    Prisons hold people under remand and remand centres sentenced ones: crowding makes both ordinary.
    Codes: `organisation_holds_nobody`, `organisation_supervises_only`, `organisation_not_probation`.
    """
    if kind is Kind.PROBATION_OFFICE:
        return ALLOWED if stay is StayKind.PROBATION else refused("organisation_supervises_only", "kind")
    if kind not in HOLDS_PEOPLE:
        return refused("organisation_holds_nobody", "organisation")
    return refused("organisation_not_probation", "kind") if stay is StayKind.PROBATION else ALLOWED


@dataclass(frozen=True)
class NamePeriod:
    """A name and the days it was borne; `until` is the first day of the next name."""

    name: str
    since: date
    until: date | None = None


def check_names(names: Sequence[NamePeriod]) -> Verdict:
    """Whether an organisation's names can stand together: one at a time, gaps allowed, at least one.

    Codes: `organisation_name_missing`, `organisation_name_period`, `organisation_names_overlap`.
    """
    if not names or any(not period.name.strip() for period in names):
        return refused("organisation_name_missing", "name")
    for period in names:
        if period.until is not None and period.until <= period.since:
            return refused("organisation_name_period", "until", name=period.name)
    ordered = sorted(names, key=lambda period: period.since)
    for earlier, later in pairwise(ordered):
        if earlier.until is None or later.since < earlier.until:
            return refused("organisation_names_overlap", "since", first=earlier.name, second=later.name)
    return ALLOWED


def name_on(names: Iterable[NamePeriod], day: date) -> str | None:
    """The name borne on a day, so that an old letter keeps its old letterhead; None outside all periods."""
    for period in names:
        if period.since <= day and (period.until is None or day < period.until):
            return period.name
    return None


FIRST_BUDGET_YEAR = 2009
"""The narcotics law in force; no designation for rehabilitation inside prisons is older."""

LARGEST_TARGET = 10_000


@dataclass(frozen=True)
class DesignationFacts:
    """A decree that names a facility to run a programme in a budget year for so many people."""

    decree_number: str
    decree_date: date
    budget_year: int
    target: int


def check_designation(facts: DesignationFacts, facility: OrganisationFacts, today: date) -> Verdict:
    """Whether a facility may be designated so.

    Refuses `designation_facility`, `designation_facility_closed`, `designation_decree_number`,
    `designation_decree_in_future`, `designation_year`, `designation_target`; warns
    `designation_decree_far_from_year` when the decree dates from neither the budget year nor the one before.
    """
    decreed, year, last = facts.decree_date, facts.budget_year, today.year + 2
    refusals = (
        (facility.kind not in HOLDS_PEOPLE, refused("designation_facility", "organisation")),
        (not facility.exists_on(decreed), refused("designation_facility_closed", "decree_date")),
        (not facts.decree_number.strip(), refused("designation_decree_number", "decree_number")),
        (decreed > today, refused("designation_decree_in_future", "decree_date")),
        (
            not FIRST_BUDGET_YEAR <= year <= last,
            refused("designation_year", "budget_year", first=FIRST_BUDGET_YEAR, last=last),
        ),
        (
            not 1 <= facts.target <= LARGEST_TARGET,
            refused("designation_target", "target", most=LARGEST_TARGET),
        ),
    )
    verdict = all_of(refusal for broken, refusal in refusals if broken)
    if verdict and decreed.year not in (year - 1, year):
        return Verdict(True, (Reason("designation_decree_far_from_year", {"year": year}, "decree_date"),))
    return verdict
