"""Strategic objectives: set above, served by targets below, read with what was reached."""

from datetime import date

import pytest

from pulih.actions.targets import set_objective, set_target, withdraw_objective
from pulih.queries.targets import objectives_of, targets_set, to_serve
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = date(2024, 1, 15)


@pytest.fixture
def region():
    return factories.region()


@pytest.fixture
def officer(region):
    return factories.worker(Role.REGIONAL_OFFICER, region)


@pytest.fixture
def team(region):
    return waves.team(factories.organisation(parent=region))


def aim(by, code="SS-1", **more):
    given = {"text": "Pemasyarakatan berkualitas", "source": "Renstra", "from_year": 2020, "until_year": 2024}
    with acting(by, DAY):
        return set_objective(code=code, **{**given, **more}, by=by)


def put(by, team, amount=10, **more):
    given = {"programme": "social", "year": 2024, "quarter": None, **more}
    with acting(by, DAY):
        return set_target(organisation_id=team.office, amount=amount, **given, by=by)


def refusal(function, *given, **more) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        function(*given, **more)
    return broken.value


def test_an_objective_is_of_an_office_above_facilities_and_its_code_stands_once(officer, team):
    aim(officer)
    assert refusal(aim, officer, " ss-1").code == "objective_code_taken"
    assert refusal(aim, team.head, "SS-2").code == "permission_missing"
    wrong = refusal(aim, officer, " ", text="Baik", source="", until_year=2019)
    assert [one.code for one in wrong.reasons] == [
        "objective_code_missing", "objective_text_missing", "objective_source_missing", "objective_years"
    ]  # fmt: skip
    assert refusal(aim, officer, "SS-3", from_year=2016, until_year=2026).code == "objective_years"


def test_a_target_serves_an_objective_of_an_office_above_within_its_years(officer, region, team):
    from pulih.records.models import Organisation

    above = Organisation.objects.get(pk=region.ancestors[-1])
    nation = factories.worker(Role.REGIONAL_OFFICER, above, "nasional")
    stranger = factories.worker(Role.REGIONAL_OFFICER, factories.region(), "asing")
    mine, theirs, foreign = aim(officer), aim(nation), aim(stranger)
    assert put(officer, team, objective_id=theirs) == 1
    same = {"objective_id": theirs, "reason": "Tetap begitu"}
    assert refusal(put, officer, team, **same).code == "nothing_changed"
    moved = {"objective_id": mine, "reason": "Sasaran berganti"}
    assert put(officer, team, **moved) == 2, "another objective is a further revision"
    assert refusal(put, officer, team, 11, objective_id=foreign).code == "target_objective_elsewhere"
    assert refusal(put, officer, team, 11, objective_id=team.manager.account_id).code == "objective_unknown"
    assert refusal(put, officer, team, 11, year=2025, objective_id=mine).code == "target_objective_year"
    with acting(officer, DAY):
        assert [one.code for one in to_serve(officer, team.office)] == ["SS-1", "SS-1"]
        assert targets_set(officer, team.office).serves("social", 2024) == mine
    with acting(stranger, DAY):
        assert refusal(withdraw_objective, objective_id=mine, by=stranger).attempt
    with acting(officer, DAY):
        withdraw_objective(objective_id=mine, by=officer)
        assert refusal(withdraw_objective, objective_id=mine, by=officer).code == "nothing_changed"
    withdrawn = refusal(put, officer, team, 12, objective_id=mine, reason="Tambah orang")
    assert withdrawn.code == "target_objective_withdrawn"


def test_the_office_above_reads_every_part_and_a_facility_its_own(officer, region, team):
    sister = waves.team(factories.organisation(parent=region), mark="saudari")
    served = aim(officer)
    put(officer, team, 4, objective_id=served)
    put(officer, sister, 6, objective_id=served)
    put(officer, sister, 5, programme="medical")
    waves.admitted(team, waves.plan(team, social=1).cycles["social"])
    with acting(officer, START):
        found = objectives_of(officer, 2024)
        (one,) = found.found
        assert (one.total.target, one.total.realised, one.total.capaian) == (10, 1, 10.0)
        assert [line.programme for line in found.without] == ["medical"]
        assert objectives_of(officer, 2025).found == (), "beyond its years"
    with acting(team.head, START):
        (here,) = objectives_of(team.head, 2024).found
        assert (here.own, [line.organisation_id for line in here.lines]) == (False, [team.office])
    with acting(team.nurse, START):
        assert refusal(objectives_of, team.nurse, 2024).code == "permission_missing"
