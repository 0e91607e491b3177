from dataclasses import replace
from datetime import date

import pytest

from pulih.rules.organisations import (
    PARENTS,
    DesignationFacts,
    FacilityClass,
    Kind,
    Level,
    NamePeriod,
    OrganisationFacts,
    SexServed,
    check_designation,
    check_holding,
    check_names,
    check_organisation,
    name_on,
)
from pulih.rules.stays import StayKind
from pulih.rules.verdicts import Verdict

TODAY = date(2024, 5, 14)
OFFICE = OrganisationFacts(Kind.REGIONAL_OFFICE, id=3, ancestors=(1, 2))
PRISON = OrganisationFacts(
    Kind.PRISON,
    id=10,
    ancestors=(1, 2, 3),
    facility_class=FacilityClass.IIA,
    sex_served=SexServed.MEN,
    capacity=500,
    time_zone="Asia/Makassar",
)


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def test_a_prison_stands_under_a_regional_office() -> None:
    assert check_organisation(PRISON, OFFICE)
    assert codes(check_organisation(PRISON, None)) == ["organisation_parent_missing"]
    assert codes(check_organisation(PRISON, OrganisationFacts(Kind.HOSPITAL))) == ["organisation_parent_kind"]


def test_nothing_stands_under_itself_or_one_below_it() -> None:
    assert codes(check_organisation(replace(OFFICE, kind=Kind.OTHER), PRISON)) == [
        "organisation_parent_itself"
    ]
    assert codes(check_organisation(PRISON, PRISON)) == ["organisation_parent_itself"]


def test_the_narcotics_agency_reaches_from_nation_to_district() -> None:
    nation, province, district = (OrganisationFacts(Kind.NARCOTICS_AGENCY, level=level) for level in Level)
    assert check_organisation(nation, None)
    assert check_organisation(province, nation)
    assert check_organisation(district, province)
    assert codes(check_organisation(nation, province)) == ["organisation_parent_level"]
    assert codes(check_organisation(province, province)) == ["organisation_parent_level"]
    assert codes(check_organisation(OrganisationFacts(Kind.SOCIAL_OFFICE), None)) == [
        "organisation_level_missing"
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sex_served": None}, "organisation_sex_missing"),
        ({"kind": Kind.WOMENS_PRISON}, "organisation_sex_women"),
        ({"capacity": 0}, "organisation_capacity"),
        ({"time_zone": "Europe/Berlin"}, "organisation_time_zone"),
        ({"started_on": TODAY, "ended_on": TODAY}, "organisation_ends_before_start"),
    ],
)
def test_a_facility_that_cannot_be_is_refused(change: dict[str, object], code: str) -> None:
    assert codes(check_organisation(replace(PRISON, **change), OFFICE)) == [code]  # type: ignore[arg-type]


def test_only_units_have_a_class_and_only_walls_a_capacity() -> None:
    hospital = OrganisationFacts(Kind.HOSPITAL, facility_class=FacilityClass.I, capacity=100)
    assert codes(check_organisation(hospital, None)) == [
        "organisation_class_not_held",
        "organisation_capacity",
    ]
    assert check_organisation(
        OrganisationFacts(Kind.PROBATION_OFFICE, facility_class=FacilityClass.I), OFFICE
    )


def test_a_new_prison_does_not_open_under_a_closed_office() -> None:
    closed = replace(OFFICE, ended_on=date(2024, 1, 1))
    assert codes(check_organisation(replace(PRISON, started_on=TODAY), closed)) == [
        "organisation_outlives_parent"
    ]


def test_every_kind_says_under_what_it_may_stand() -> None:
    assert set(PARENTS) == set(Kind)


def test_people_live_behind_walls_and_are_supervised_by_probation_offices() -> None:
    assert check_holding(Kind.PRISON, StayKind.REMAND)
    assert check_holding(Kind.REMAND_CENTRE, StayKind.SENTENCED)
    assert check_holding(Kind.PROBATION_OFFICE, StayKind.PROBATION)
    assert codes(check_holding(Kind.PRISON, StayKind.PROBATION)) == ["organisation_not_probation"]
    assert codes(check_holding(Kind.PROBATION_OFFICE, StayKind.REMAND)) == ["organisation_supervises_only"]
    assert codes(check_holding(Kind.HOSPITAL, StayKind.REMAND)) == ["organisation_holds_nobody"]


def test_an_old_letter_keeps_its_old_letterhead() -> None:
    names = [NamePeriod("Baru", date(2024, 10, 21)), NamePeriod("Lama", date(2014, 1, 1), date(2024, 10, 21))]
    assert check_names(names)
    assert name_on(names, date(2024, 10, 20)) == "Lama"
    assert name_on(names, date(2024, 10, 21)) == "Baru"
    assert name_on(names, date(2013, 12, 31)) is None


def test_two_names_at_once_are_refused() -> None:
    assert codes(check_names([])) == ["organisation_name_missing"]
    assert codes(check_names([NamePeriod(" ", TODAY)])) == ["organisation_name_missing"]
    assert codes(check_names([NamePeriod("A", TODAY, TODAY)])) == ["organisation_name_period"]
    open_twice = [NamePeriod("A", date(2020, 1, 1)), NamePeriod("B", TODAY)]
    assert codes(check_names(open_twice)) == ["organisation_names_overlap"]


def designation(**change: object) -> DesignationFacts:
    facts = {"decree_number": "PAS-1", "decree_date": date(2024, 1, 9), "budget_year": 2024, "target": 100}
    return DesignationFacts(**{**facts, **change})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"decree_number": " "}, "designation_decree_number"),
        ({"decree_date": date(2024, 5, 15)}, "designation_decree_in_future"),
        ({"budget_year": 2008}, "designation_year"),
        ({"budget_year": 2027}, "designation_year"),
        ({"target": 0}, "designation_target"),
        ({"target": 10_001}, "designation_target"),
    ],
)
def test_a_designation_out_of_bounds_is_refused(change: dict[str, object], code: str) -> None:
    assert codes(check_designation(designation(**change), PRISON, TODAY)) == [code]


def test_a_designation_needs_a_facility_that_holds_people_and_exists() -> None:
    assert check_designation(designation(), PRISON, TODAY).reasons == ()
    assert codes(check_designation(designation(), OFFICE, TODAY)) == ["designation_facility"]
    closed = replace(PRISON, ended_on=date(2024, 1, 9))
    assert codes(check_designation(designation(), closed, TODAY)) == ["designation_facility_closed"]


def test_a_decree_of_december_serves_the_next_year_and_an_older_one_is_doubted() -> None:
    december = designation(decree_date=date(2023, 12, 31))
    assert check_designation(december, PRISON, TODAY).reasons == ()
    old = check_designation(designation(decree_date=date(2022, 12, 31)), PRISON, TODAY)
    assert old.allowed
    assert codes(old) == ["designation_decree_far_from_year"]
