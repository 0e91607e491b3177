"""The pages of the caseload, pressed as a manager, a head and a counsellor press them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from pulih.records import scope
from pulih.records.models import Assignment, StaffAbsence
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.caseloads import counsellors
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")
PAGE = "/caseload/"
WHY = "Sudah saling mengenal."


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def people(team):
    """Three people admitted twenty days ago."""
    begin = today() - timedelta(days=20)
    wave = waves.plan(team, starts_on=begin, social=5)
    return [
        waves.admitted(team, wave.cycles["social"], waves.resident(team, name), begin)
        for name in ("Agus Rekaan", "Bayu Rekaan", "Citra Rekaan")
    ]


def today():
    return scope.today()


def text(answer) -> str:
    return answer.content.decode()


def filled(**fields) -> dict[str, object]:
    return {"once": str(uuid4()), "on": today().isoformat(), **fields}


def running(team) -> dict:
    with scope.acting_as(team.manager):
        rows = Assignment.objects.filter(until_on=None, main=True)
        return dict(rows.values_list("enrolment_id", "account_id"))


def pairs(page: str) -> list[str]:
    """What the buttons of single suggestions send."""
    return re.findall(r'<button[^>]* name="pair" value="([^"]+)"', page)


def test_a_suggestion_is_accepted_with_one_button_and_the_rest_together(team, people):
    one, two = counsellors(team, 2)
    client = entered(team.manager)
    page = text(client.get(PAGE))
    assert "Belum ada konselor utama" in page
    assert "Paling sedikit residen: 0 orang." in page
    first = pairs(page)[0]
    answer = client.post(PAGE, {"pair": first, "once": str(uuid4())}, follow=True)
    assert "1 orang ditugaskan." in text(answer)
    enrolment, account = first.split(":")
    assert {str(key): str(value) for key, value in running(team).items()} == {enrolment: account}
    hidden = re.findall(r'<input type="hidden" name="pair" value="([^"]+)"', text(answer))
    assert len(hidden) == 2
    answer = client.post(PAGE, {"pair": hidden, "once": str(uuid4())}, follow=True)
    assert "2 orang ditugaskan." in text(answer)
    assert "Setiap peserta punya konselor utama" in text(answer)
    assert len(running(team)) == 3
    assert sorted(list(running(team).values()).count(who.account_id) for who in (one, two)) == [1, 2]


def test_what_was_overtaken_or_is_nonsense_is_refused_with_words(team, people):
    counsellors(team, 1)
    client = entered(team.manager)
    sent = pairs(text(client.get(PAGE)))[0]
    client.post(PAGE, {"pair": sent, "once": str(uuid4())})
    again = client.post(PAGE, {"pair": sent, "once": str(uuid4())})
    assert again.status_code == 422
    assert "Saran sudah berubah" in text(again)
    for nonsense in ("", "x", "x:y", f"{uuid4()}", "\0:\0"):
        answer = client.post(PAGE, {"pair": nonsense, "once": str(uuid4())})
        assert answer.status_code == 422
        assert "Pilih paling sedikit satu orang." in text(answer)


def test_another_counsellor_is_chosen_with_a_reason_from_the_persons_page(team, people):
    one, two = counsellors(team, 2)
    client = entered(team.manager)
    address = f"/caseload/assign/{people[0]}/"
    assert address in text(client.get(f"/enrolments/{people[0]}/"))
    page = text(client.get(address))
    suggested = re.search(r'value="([^"]+)"[^>]*checked', page).group(1)
    assert "Saran:" in page
    other = two if suggested == str(one.account_id) else one
    refused = client.post(address, filled(account_id=str(other.account_id), part="main"))
    assert refused.status_code == 422
    assert 'href="#id_because"' in text(refused)
    assert "Tulis alasannya: ini bukan konselor yang disarankan." in text(refused)
    done = client.post(address, filled(account_id=str(other.account_id), part="main", because=WHY))
    assert (done.status_code, done["Location"]) == (303, f"/enrolments/{people[0]}/")
    page = text(client.get(done["Location"]))
    assert other.name in page
    assert "konselor utama" in page
    beside = filled(account_id=str(team.nurse.account_id), part="main", because=WHY)
    assert "Hanya konselor yang menjadi konselor utama." in text(client.post(address, beside))
    assert client.post(address, {**beside, "part": "beside", "once": str(uuid4())}).status_code == 303


def test_an_assignment_is_ended_with_a_reason(team, people):
    (one,) = counsellors(team, 1)
    client = entered(team.manager)
    client.post(f"/caseload/assign/{people[0]}/", filled(account_id=str(one.account_id), part="main"))
    page = text(client.get(f"/enrolments/{people[0]}/"))
    address = re.search(r'href="(/caseload/assignments/[^"]+/end/)"', page).group(1)
    assert "Akhiri penugasan?" in text(client.get(address))
    assert client.post(address, filled(because="")).status_code == 422
    assert client.post(address, filled(because=WHY)).status_code == 303
    assert running(team) == {}
    assert WHY in text(client.get(f"/enrolments/{people[0]}/"))
    assert client.get(address).status_code == 404


def test_a_caseload_is_handed_over_before_a_leave_and_comes_back_after_it(team, people):
    one, two = counsellors(team, 2)
    client = entered(team.manager)
    for enrolment in people:
        sent = filled(account_id=str(one.account_id), part="main", because=WHY)
        client.post(f"/caseload/assign/{enrolment}/", sent)
    sent = {
        "account_id": str(one.account_id), "from_on": today().isoformat(), "reason": "leave",
        "until_on": (today() + timedelta(days=9)).isoformat(), "once": str(uuid4()),
    }  # fmt: skip
    form = text(client.get(f"/caseload/absences/add/?worker={one.account_id}"))
    assert re.search(rf'value="{one.account_id}"[^>]*(checked|selected)', form)
    assert client.post("/caseload/absences/add/", sent).status_code == 303
    page = text(client.get(PAGE))
    assert "Tidak bertugas sampai" in page
    address = f"/caseload/counsellors/{one.account_id}/hand-over/"
    assert address in page
    form = text(client.get(address))
    assert form.count("checked") >= 3
    assert client.post(address, filled(to="", because="")).status_code == 422
    nobody = client.post(address, filled(to="", because="Cuti tahunan."))
    assert "Pilih paling sedikit satu orang." in text(nobody)
    some = filled(to="", because="Cuti tahunan.", enrolment=[str(people[0]), str(people[1])])
    assert client.post(address, some).status_code == 303
    assert sorted(running(team).values()) == sorted([two.account_id, two.account_id, one.account_id])
    with scope.acting_as(team.manager):
        absence = StaffAbsence.objects.get(withdrawn_at=None).pk
    address = f"/caseload/absences/{absence}/return/"
    assert address in text(client.get(PAGE))
    form = text(client.get(address))
    assert "Kembalikan residennya (2 orang)" in form
    sent = {"returned_on": today().isoformat(), "take_back": "on", "once": str(uuid4())}
    assert client.post(address, sent).status_code == 303
    assert set(running(team).values()) == {one.account_id}


def test_an_absence_that_did_not_come_about_is_withdrawn(team):
    (one,) = counsellors(team, 1)
    client = entered(one)
    assert "Belum ada residen" in text(client.get("/caseload/mine/"))
    sent = {
        "account_id": str(one.account_id), "from_on": today().isoformat(), "reason": "ill",
        "until_on": today().isoformat(), "once": str(uuid4()),
    }  # fmt: skip
    assert client.post("/caseload/absences/add/", {**sent, "reason": "x"}).status_code == 422
    assert client.post("/caseload/absences/add/", sent).status_code == 303
    page = text(client.get("/caseload/absences/"))
    assert "Sakit" in page
    assert "Sakit" not in text(entered(team.nurse).get("/caseload/absences/"))
    address = re.search(r'href="(/caseload/absences/[^"]+/withdraw/)"', page).group(1)
    assert "Anda tercatat tidak bertugas" in text(client.get("/caseload/mine/"))
    assert entered(team.nurse).get(address).status_code == 403
    assert "Batalkan catatan ini?" in text(client.get(address))
    assert client.post(address, {"once": str(uuid4())}).status_code == 303
    assert "Semua bertugas" in text(client.get("/caseload/absences/"))


def test_a_counsellor_sees_the_own_people_and_the_way_to_measure_them(team, people):
    one, two = counsellors(team, 2)
    manager = entered(team.manager)
    for enrolment, part in ((people[0], "main"), (people[1], "main")):
        sent = filled(account_id=str(one.account_id), part=part, because=WHY)
        assert manager.post(f"/caseload/assign/{enrolment}/", sent).status_code == 303
    client = entered(one)
    page = text(client.get("/caseload/mine/"))
    assert "Agus Rekaan" in page
    assert "Bayu Rekaan" in page
    assert "Citra Rekaan" not in page
    assert "Tes urine" in page
    home = text(client.get("/"))
    assert "/caseload/mine/" in home
    assert "residen saya" in home
    assert "Agus Rekaan" not in text(entered(two).get("/caseload/mine/"))


def test_the_head_sees_the_workload_and_why_nothing_can_be_pressed(team, people):
    counsellors(team, 1)
    client = entered(team.head)
    page = text(client.get(PAGE))
    assert "Konselor Rekaan A" in page
    assert "menugaskan konselor" in page
    assert pairs(page) == []
    assert client.post(PAGE, {"pair": f"{people[0]}:{uuid4()}", "once": str(uuid4())}).status_code == 422
    for address in (f"/caseload/assign/{people[0]}/", f"/caseload/counsellors/{uuid4()}/hand-over/"):
        assert client.get(address).status_code == 403


def test_the_day_of_the_manager_leads_to_the_workload(team, people):
    page = text(entered(team.manager).get("/"))
    assert "3 peserta tanpa konselor utama" in page
    assert 'href="/caseload/"' in page


def test_without_counsellors_the_page_says_what_to_do(team, people):
    page = text(entered(team.manager).get(PAGE))
    assert "Belum ada konselor" in page
    assert "Tidak ada konselor yang bertugas dan memenuhi syarat hari ini." in page


def test_other_offices_and_other_roles_are_kept_out(team, people):
    elsewhere = entered(factories.worker(Role.PROGRAMME_MANAGER, factories.organisation()))
    (one,) = counsellors(team, 1)
    for address in (
        f"/caseload/assign/{people[0]}/",
        f"/caseload/counsellors/{one.account_id}/hand-over/",
        f"/caseload/absences/{uuid4()}/return/",
    ):
        assert elsewhere.get(address).status_code == 404
    registrar = entered(team.registrar)
    for address in (PAGE, "/caseload/mine/", "/caseload/absences/", "/caseload/absences/add/"):
        assert registrar.get(address).status_code == 403
    assert "Beban konselor" not in text(registrar.get(f"/enrolments/{people[0]}/"))


@pytest.mark.parametrize("query", ["worker=x", "worker=%00", "kept=x"])
def test_nonsense_in_the_address_is_still_a_page(team, query):
    (one,) = counsellors(team, 1)
    assert entered(one).get(f"/caseload/absences/add/?{query}").status_code == 200
