"""Targets: set by the region, realised by admissions, read by the facility; nothing typed as reached."""

from datetime import date

import pytest

from pulih.queries.targets import targets_of
from pulih.records import scope
from pulih.rules.permissions import Role
from pulih.rules.targets import capaian
from tests import factories, waves
from tests.waves import START, acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")


@pytest.fixture
def region():
    return factories.region()


@pytest.fixture
def officer(region):
    return factories.worker(Role.REGIONAL_OFFICER, region)


@pytest.fixture
def team(region):
    return waves.team(factories.organisation(parent=region))


def wanted(**changed):
    return {"programme": "social", "year": "2024", "quarter": "", "amount": "4", "reason": "", **changed}


def lines(actor, year=2024):
    with scope.acting_as(actor):
        return {one.programme: one for one in targets_of(actor, year).lines}


def test_a_target_is_set_by_the_region_and_realised_by_admissions_alone(region, officer, team):
    assert entered(officer).post(f"/targets/{team.office}/", wanted()).status_code == 303
    wave = waves.plan(team, social=3)
    for _ in range(3):
        waves.admitted(team, wave.cycles["social"])
    wrong = waves.plan(team, "Tahap 2", starts_on=date(2024, 10, 1), social=1)
    one = waves.admitted(team, wrong.cycles["social"], on=date(2024, 10, 1))
    waves.left(team, one, "removed", date(2024, 10, 2), "wrong_person")
    for actor in (officer, team.manager, team.head):
        found = lines(actor)["social"]
        assert (found.year.target, found.year.realised, found.year.capaian) == (4, 3, 75.0)
        assert [one.realised for one in found.quarters] == [3, 0, 0, 0]
    page = entered(officer).get("/targets/?year=2024").content.decode()
    assert "75%" in page


def test_a_changed_target_owes_a_reason_and_the_quarters_make_the_year(officer, team):
    client = entered(officer)
    address = f"/targets/{team.office}/"
    assert client.post(address, wanted(quarter="1", amount="2")).status_code == 303
    assert client.post(address, wanted(quarter="3", amount="5")).status_code == 303
    assert lines(officer)["social"].year.target == 7
    again = client.post(address, wanted(quarter="1", amount="3"))
    assert again.status_code == 422
    assert "mengapa diubah" in again.content.decode()
    assert (
        client.post(address, wanted(quarter="1", amount="3", reason="Anggaran bertambah")).status_code == 303
    )
    assert lines(officer)["social"].year.target == 8


@pytest.mark.parametrize(
    "changed", [{"amount": "-1"}, {"amount": "0"}, {"amount": "x"}, {"year": "1999"}, {"programme": "other"}]
)
def test_what_cannot_be_is_refused_and_changes_nothing(officer, team, changed):
    assert entered(officer).post(f"/targets/{team.office}/", wanted(**changed)).status_code == 422
    assert lines(officer) == {}


def test_another_region_sets_nothing_here_and_a_facility_sets_none_for_itself(team):
    stranger = factories.worker(Role.REGIONAL_OFFICER, factories.region())
    for answer in (
        entered(stranger).post(f"/targets/{team.office}/", wanted()),
        entered(stranger).get(f"/targets/{team.office}/"),
    ):
        assert answer.status_code == 409
        assert "bukan di bawah kantor Anda" in answer.content.decode()
    assert entered(team.manager).post(f"/targets/{team.office}/", wanted()).status_code == 403
    assert lines(stranger) == {}


def test_without_a_target_there_is_no_capaian_and_more_than_all_is_more_than_a_hundred(officer, team):
    wave = waves.plan(team, social=1)
    waves.admitted(team, wave.cycles["social"])
    assert lines(officer)["social"].year.capaian is None
    assert "tanpa target" in entered(team.head).get("/targets/?year=2024").content.decode()
    assert capaian(10, 7) == pytest.approx(142.857, abs=0.001)
    with acting(officer, START):
        assert targets_of(officer, 2024).total.capaian is None


def test_a_nurse_finds_no_targets(team):
    assert entered(team.nurse).get("/targets/").status_code == 403


def test_a_facility_reads_what_it_was_asked_for_and_why_it_changed(officer, team):
    client, address = entered(officer), f"/targets/{team.office}/"
    client.post(address, wanted())
    client.post(address, wanted(amount="6", reason="Anggaran bertambah"))
    page = entered(team.head).get(address).content.decode()
    for words in ("Riwayat target", "Anggaran bertambah", "Berlaku", "diganti", "Belum bisa"):
        assert words in page
    assert '<form method="post" class="mt-5"' not in page
    assert entered(team.nurse).get(address).status_code == 403
    assert entered(officer).get("/targets/999999/").status_code == 404


def test_every_facility_can_be_reached_from_the_list_and_every_year_with_a_target(officer, team):
    client = entered(officer)
    page = client.get("/targets/").content.decode()
    assert f'href="/targets/{team.office}/?year=' in page, "no line yet, still it can be asked"
    client.post(f"/targets/{team.office}/", wanted(year="2021"))
    assert 'href="?year=2021"' in client.get("/targets/").content.decode()
    assert client.get("/targets/?year=²0²4").status_code == 200


def test_an_objective_is_set_named_by_a_target_and_seen_by_the_facility(officer, team):
    client = entered(officer)
    told = {"code": "SS-1", "text": "Pemasyarakatan berkualitas", "source": "Renstra",
            "from_year": "2020", "until_year": "2024"}  # fmt: skip
    assert client.post("/targets/objectives/set/", {**told, "until_year": "2019"}).status_code == 422
    assert client.post("/targets/objectives/set/", told).status_code == 303
    with scope.acting_as(officer):
        from pulih.queries.targets import to_serve

        (one,) = to_serve(officer, team.office)
    assert client.post(f"/targets/{team.office}/", wanted(objective=str(one.id))).status_code == 303
    page = entered(team.head).get("/targets/objectives/?year=2024").content.decode()
    assert "SS-1" in page
    assert "Tetapkan sasaran" not in page
    assert "SS-1" in entered(team.head).get("/targets/?year=2024").content.decode()
    assert entered(team.head).post("/targets/objectives/set/", told).status_code == 403
    assert client.post(f"/targets/objectives/{one.id}/withdraw/").status_code == 303
    assert "Ditarik" in client.get("/targets/objectives/?year=2024").content.decode()
