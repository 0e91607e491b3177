"""Targets looked up: own and below, counted by the gate, in a fixed number of statements."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.queries.targets import targets_of, targets_set
from pulih.records.models import Designation, Organisation, Target
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def region():
    return factories.region()


@pytest.fixture
def officer(region):
    return factories.worker(Role.REGIONAL_OFFICER, region)


def target(office, by, amount, *, programme="social", quarter=None, revision=1, year=2024):
    """A target as the action leaves it."""
    return Target.objects.create(
        organisation=office, programme_id=programme, year=year, quarter=quarter, amount=amount, revision=revision,
        set_by_office=by, set_at=waves.at(START),
    )  # fmt: skip


def office_of(team):
    """The facility of a team as a row."""
    return Organisation.objects.get(pk=team.office)


def lines(actor, year=2024):
    with acting(actor, START):
        return targets_of(actor, year)


def test_quarters_are_told_apart_by_the_day_of_admission(region, officer):
    team = waves.team(factories.organisation(parent=region))
    wave = waves.plan(team, social=3)
    for day in (START, START, date(2024, 4, 1)):
        waves.admitted(team, wave.cycles["social"], on=day)
    [line] = lines(officer).lines
    assert [one.realised for one in line.quarters] == [2, 1, 0, 0]
    assert (line.year.realised, line.year.target, line.year.capaian) == (3, None, None)
    assert lines(officer, 2023).lines == ()


def test_one_person_in_two_programmes_counts_for_each(region, officer):
    team = waves.team(factories.organisation(parent=region))
    wave = waves.plan(team, medical=1, social=1)
    both = waves.resident(team)
    waves.admitted(team, wave.cycles["medical"], both)
    waves.admitted(team, wave.cycles["social"], both)
    assert [(one.programme, one.year.realised) for one in lines(officer).lines] == [
        ("medical", 1),
        ("social", 1),
    ]


def test_the_newest_revision_stands_and_nought_takes_a_target_back(region, officer):
    prison = factories.organisation(parent=region)
    target(prison, region, 40)
    target(prison, region, 50, revision=2)
    assert lines(officer).lines[0].year.target == 50
    target(prison, region, 0, revision=3)
    found = lines(officer)
    assert found.lines == ()
    assert found.others == ((prison.pk, prison.name),)


def test_the_year_stands_before_its_quarters_and_else_is_their_sum(region, officer):
    prison = factories.organisation(parent=region)
    for quarter in (1, 2):
        target(prison, region, 10, quarter=quarter)
    assert lines(officer).lines[0].year.target == 20
    target(prison, region, 30)
    found = lines(officer)
    assert (found.lines[0].year.target, found.quarters[0].target, found.quarters[2].target) == (30, 10, None)


def test_a_designated_facility_has_a_line_before_anybody_asks_or_enters(region, officer):
    prison = factories.organisation(parent=region)
    Designation.objects.create(
        organisation=prison, programme_id="medical", budget_year=2024, target=9, decree_number="SK-1",
        decree_date=date(2024, 1, 2),
    )  # fmt: skip
    [line] = lines(officer).lines
    assert (line.designated, line.year.target, line.year.realised) == (True, None, 0)
    assert lines(officer).total.capaian is None


def test_the_total_does_not_count_what_nobody_asked_for(region, officer):
    asked = waves.team(factories.organisation(parent=region))
    free = waves.team(factories.organisation(parent=region))
    for team in (asked, free):
        waves.admitted(team, waves.plan(team, social=1).cycles["social"])
    target(office_of(asked), region, 4)
    total = lines(officer).total
    assert (total.realised, total.target, total.capaian) == (1, 4, 25.0)
    assert lines(officer).quarters[0].realised == 2, "the row of quarters counts everybody"


def test_a_facility_sees_itself_and_a_region_only_what_is_below_it(region, officer):
    team = waves.team(factories.organisation(parent=region))
    sister = factories.organisation(parent=region)
    stranger = factories.organisation(parent=factories.region())
    for office in (office_of(team), sister, stranger):
        target(office, region, 5)
    assert [one.organisation_id for one in lines(team.head).lines] == [team.office]
    assert {one.organisation_id for one in lines(officer).lines} == {team.office, sister.pk}
    assert lines(team.head).others == ()
    with acting(team.head, START), pytest.raises(RuleBroken):
        targets_set(team.head, sister.pk)
    with acting(officer, START), pytest.raises(RuleBroken) as broken:
        targets_set(officer, stranger.pk)
    assert (broken.value.code, broken.value.attempt) == ("target_elsewhere", True)
    with acting(team.nurse, START), pytest.raises(RuleBroken, match="permission_missing"):
        targets_of(team.nurse, 2024)


def test_years_are_those_with_a_target_or_a_designation_and_this_one(region, officer):
    prison = factories.organisation(parent=region)
    target(prison, region, 5, year=2021)
    with acting(officer, START):
        assert targets_of(officer, 2019, this_year=2024).years == (2024, 2021, 2019)


def test_what_was_promised_stays_known_with_who_asked_for_it(region, officer):
    prison = factories.organisation(parent=region)
    target(prison, region, 40)
    target(prison, region, 50, revision=2)
    with acting(officer, START):
        found = targets_set(officer, prison.pk)
    assert [(one.amount, one.stands) for one in found.revisions] == [(50, True), (40, False)]
    assert (found.revisions[0].office, bool(found.may_set)) == (region.name, True)


def test_two_facilities_and_thirty_cost_the_same_statements(region, officer):
    def statements() -> int:
        with acting(officer, START), CaptureQueriesContext(connection) as seen:
            targets_of(officer, 2024)
        return len(seen)

    for _ in range(2):
        target(factories.organisation(parent=region), region, 5)
    few = statements()
    for _ in range(28):
        target(factories.organisation(parent=region), region, 5)
    assert statements() == few == 6
