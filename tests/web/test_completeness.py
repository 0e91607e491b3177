"""The page of what is owed: one's own first, each line straight to its form, narrowed by the address."""

import re

import pytest

from pulih.records import scope
from pulih.rules.permissions import Role
from tests import factories, sessions_rows, waves
from tests.web.entering import entered
from tests.web.test_programmes import days_ago, text

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def world():
    """A wave of fifty days: somebody behind in everything, a candidate, a session nobody marked."""
    from pulih.records.models import Organisation

    team = waves.team()
    wave = waves.plan(team, starts_on=days_ago(50))
    cycle = wave.cycles["social"]
    behind = waves.admitted(team, cycle, waves.resident(team, "Agus Rekaan"), days_ago(50))
    waves.candidate(team, cycle, waves.resident(team, "Bayu Rekaan", expires_on=None))
    group = sessions_rows.group(team, wave, [behind], on=days_ago(50))
    place = Organisation.objects.get(pk=team.office)
    worker = factories.worker(Role.COUNSELLOR, place, "konselor", full_name="Ratri Rekaan")
    sessions_rows.session(team, wave, group, days_ago(2), leader_id=worker.account_id)
    return team, wave, worker, behind


def hrefs(page: str) -> list[str]:
    """Where the lines of the list lead."""
    return re.findall(r'class="btn btn-sm" href="([^"?]+)"', page)


def test_each_role_sees_what_it_owes_and_every_line_leads_to_a_form_it_may_open(world):
    team, wave, worker, behind = world
    for actor, expected in (
        (team.nurse, {f"/clinic/{behind}/start/"}),
        (team.assessor, {f"/assessments/{behind}/whoqol-bref/baseline/"}),
        (worker, {f"/plans/{behind}/"}),
        (team.manager, {f"/plans/{behind}/", f"/enrolments/{behind}/"}),
        (team.head, {f"/enrolments/{behind}/"}),
    ):
        client = entered(actor)
        page = text(client.get("/completeness/"))
        found = set(hrefs(page))
        assert expected <= found, actor.role
        for address in found:
            assert client.get(address).status_code == 200, (actor.role, address)
    assert "Pertemuan pagi" in text(entered(worker).get("/completeness/"))
    assert "Ratri Rekaan" in text(entered(team.head).get("/completeness/"))
    assert "Menurut petugas" not in text(entered(team.nurse).get("/completeness/"))
    assert entered(team.registrar).get("/completeness/").status_code == 403


def test_the_list_narrows_and_the_share_stands_on_the_day_of_the_head(world):
    team, wave, _worker, behind = world
    client = entered(team.head)
    page = text(client.get("/completeness/?kind=urine"))
    assert set(hrefs(page)) == {f"/enrolments/{behind}/"}
    assert "Hapus saringan" in page
    assert not hrefs(text(client.get("/completeness/?wave=tidak-ada&page=99&kind=apa")))
    percent = re.search(r"<dd>(\d+)% <small>(\d+) dari (\d+)", page)
    assert percent
    share, done, owed = map(int, percent.groups())
    assert share == 100 * done // owed
    today = text(client.get("/"))
    assert f"{done} dari {owed} yang wajib" in today
    assert f"/completeness/?wave={wave.reference}" in text(client.get(f"/programmes/{wave.reference}/"))


def test_a_timetable_and_a_statement_are_printed_where_they_belong(world):
    from pulih.records.models import Person, Room

    team, wave, worker, _behind = world
    with scope.acting_as(team.manager):
        room = Room.objects.create(organisation_id=team.office, name="Aula Rekaan", seats=20)
        reference = Person.objects.get(name="Bayu Rekaan").reference
    client = entered(team.manager)
    page = text(client.get(f"/sessions/waves/{wave.reference}/print/"))
    for name in ("Kelompok B", "Ratri Rekaan", "Aula Rekaan"):
        assert name in page
    paper = f"/sessions/waves/{wave.reference}/paper/"
    for query in ("", "?span=wave", f"?whose=worker:{worker.account_id}", f"?whose=room:{room.pk}&span=wave"):
        answer = client.get(paper + query)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), query
    for odd in ("?whose=room:x", f"?whose=room:{worker.account_id}", "?whose=apa"):
        assert client.get(paper + odd).status_code == 404, odd
    stranger = entered(factories.worker(Role.PROGRAMME_MANAGER, factories.organisation()))
    assert stranger.get(paper).status_code in (403, 404)
    for address in ("/enrolments/statement/", f"/enrolments/statement/{reference}/?language=en"):
        assert client.get(address)["Content-Type"] == "application/pdf"
    assert entered(team.registrar).get("/enrolments/statement/").status_code == 403
    assert f"/enrolments/statement/{reference}/" in text(client.get(f"/enrolments/willingness/{reference}/"))
