"""Attendance from the worker's side: marking a group, with and without JavaScript, mending it, reading it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.records.models import Attendance, Enrolment, GroupMember, Organisation, Person, PlannedSession
from pulih.rules.permissions import Role
from tests import factories, waves
from tests import sessions_rows as rows
from tests.today import TODAY
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("quick_hashes", "db")
BEGAN = TODAY - timedelta(days=20)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def worker(team):
    return rows.counsellor(team)


@pytest.fixture
def begun(team):
    return rows.running(team, people=3, on=BEGAN)


@pytest.fixture
def session(team, begun):
    return rows.session(team, begun[0], begun[1], TODAY)


def text(answer) -> str:
    return answer.content.decode()


def typed(people, **other: str) -> dict[str, str]:
    """A page on which everybody is present but for what is said otherwise."""
    return {"once": str(uuid4()), **{f"m_{one}": "present" for one in people}, **other}


def kept(worker):
    with acting(worker, TODAY):
        return {one.enrolment_id: one for one in Attendance.objects.order_by("id")}


def test_the_page_opens_with_nobody_marked_and_one_tap_marks_the_rest(worker, begun, session):
    browser = entered(worker)
    page = text(browser.get(f"/attendance/{session}/"))
    assert "checked" not in page
    assert page.index("Agus Rekaan") < page.index("Arif Rekaan") < page.index("Bagas Rekaan")
    first = begun[2][0]
    page = text(
        browser.post(f"/attendance/{session}/", {f"m_{first}": "ill", "rest": "1", "once": str(uuid4())})
    )
    assert page.count('value="present" checked') == 2
    assert page.count('value="ill" checked') == 1
    assert kept(worker) == {}, "nothing is kept before it is saved"


def test_a_group_is_saved_whole_with_reasons_and_minutes(worker, begun, session):
    _wave, _group, (first, second, third) = begun
    browser = entered(worker)
    data = typed(
        begun[2],
        **{f"m_{first}": "excused", f"excused_{first}": "court", f"m_{second}": "absent", f"l_{third}": "10"},
    )
    answer = browser.post(f"/attendance/{session}/", data)
    assert answer.status_code == 303
    page = text(browser.get(answer["Location"]))
    assert "Kehadiran tersimpan: 1 hadir, 2 tidak hadir." in page
    assert "Sidang, karena hal lain" in page
    assert "terlambat 10 menit" in page
    found = kept(worker)
    assert (found[first].reason, found[second].reason) == ("court", "no_word")


def test_whoever_was_not_marked_is_named_and_what_was_tapped_stays(worker, begun, session):
    _wave, _group, (first, second, third) = begun
    data = {"once": str(uuid4()), f"m_{first}": "present", f"m_{second}": "ill"}
    answer = entered(worker).post(f"/attendance/{session}/", data)
    assert answer.status_code == 422
    page = text(answer)
    assert "Bagas Rekaan: Belum ditandai" in page
    assert f"#id_m_{third}_0" in page
    assert 'value="ill" checked' in page
    assert kept(worker) == {}


@pytest.mark.parametrize(
    ("field", "value"), [("m_", "maybe"), ("excused_", "holiday"), ("l_", "-3"), ("l_", "x"), ("l_", "60")]
)
def test_odd_input_is_refused_at_its_row(worker, begun, session, field, value):
    first = begun[2][0]
    answer = entered(worker).post(f"/attendance/{session}/", typed(begun[2], **{f"{field}{first}": value}))
    assert answer.status_code == 422
    assert kept(worker) == {}


def test_a_browser_that_sends_by_itself_is_told_where_to_go_and_sends_nothing_twice(worker, begun, session):
    browser, data = entered(worker), typed(begun[2])
    json = {"Accept": "application/json"}
    for _try in range(2):
        answer = browser.post(f"/attendance/{session}/", data, headers=json)
        assert answer.json() == {"to": f"/attendance/{session}/"}
    assert len(kept(worker)) == 3
    wrong = browser.post(f"/attendance/{session}/", typed(begun[2], once=str(uuid4())), headers=json)
    assert wrong.status_code == 200, "marked by somebody else meanwhile: nothing is left to send"
    assert len(kept(worker)) == 3
    assert "sudah ditandai" in text(browser.get(f"/attendance/{session}/"))


def test_a_click_costs_few_statements_and_the_register_is_not_read(worker, begun, session):
    browser, data = entered(worker), typed(begun[2], **{f"m_{begun[2][0]}": "ill"})
    with CaptureQueriesContext(connection) as asked:
        browser.post(f"/attendance/{session}/", data)
    texts = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    ours = [one for one in texts if "set_config" not in one]
    assert len(ours) <= 5
    assert not any("register_number" in one for one in texts)


def test_a_page_that_is_older_than_the_group_is_kept_without_who_left_it(team, worker, begun, session):
    _wave, _group, (first, *others) = begun
    data = typed(begun[2])
    with acting(team.manager, TODAY):
        GroupMember.objects.filter(enrolment_id=first).update(until_on=TODAY - timedelta(days=1))
    assert entered(worker).post(f"/attendance/{session}/", data).status_code == 303
    assert set(kept(worker)) == set(others)


def test_what_is_wrong_is_shown_by_the_page_itself(worker, begun, session):
    data = {"once": str(uuid4())}
    answer = entered(worker).post(f"/attendance/{session}/", data, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (422, {"again": True})


def test_a_session_to_come_says_why_it_cannot_be_marked(team, worker, begun):
    session = rows.session(team, begun[0], begun[1], TODAY + timedelta(days=1))
    page = text(entered(worker).get(f"/attendance/{session}/"))
    assert "Sesi ini baru berlangsung" in page
    assert "Simpan kehadiran" not in page


def test_a_session_that_was_not_held_is_said_to_be_so(worker, begun, session):
    browser = entered(worker)
    assert browser.post(f"/attendance/{session}/not-held/", {"side": "", "because": ""}).status_code == 422
    data = {"side": "facility", "because": "Blok dikunci sejak pagi.", "once": str(uuid4())}
    answer = browser.post(f"/attendance/{session}/not-held/", data)
    assert "Blok dikunci sejak pagi." in text(browser.get(answer["Location"]))
    with acting(worker, TODAY):
        assert PlannedSession.objects.get(pk=session).state == "cancelled"


def test_a_mark_is_mended_with_a_reason_and_the_old_one_stays(worker, begun, session):
    first = begun[2][0]
    browser = entered(worker)
    browser.post(f"/attendance/{session}/", typed(begun[2], **{f"m_{first}": "absent"}))
    address = f"/attendance/{session}/{first}/"
    assert "Tanpa kabar" in text(browser.get(address))
    same = browser.post(address, {"word": "absent", "absent": "no_word", "why": "Salah baca."})
    assert "Tidak ada yang berubah." in text(same)
    answer = browser.post(
        address, {"word": "present", "late": "5", "why": "Salah baca.", "once": str(uuid4())}
    )
    assert answer.status_code == 303
    page = text(browser.get(address))
    assert page.count("Tanpa kabar") >= 1
    assert "Salah baca." in page
    assert "sudah diperbaiki" in text(browser.get(answer["Location"]))
    assert browser.get(f"/attendance/{session}/{uuid4()}/").status_code == 404


def test_the_day_shows_ones_own_sessions_others_and_what_was_forgotten(team, worker, begun):
    wave, group, _people = begun
    rows.session(team, wave, group, TODAY, title="Temu pagi", leader_id=worker.account_id)
    rows.session(team, wave, group, TODAY, title="Seminar siang", leader_id=team.manager.account_id)
    rows.session(team, wave, group, TODAY - timedelta(days=2), title="Kelompok kemarin dulu")
    page = text(entered(worker).get("/attendance/"))
    assert page.index("Kelompok kemarin dulu") < page.index("Temu pagi") < page.index("Seminar siang")
    assert "Sesi petugas lain" in page


def test_somebodys_attendance_counts_the_sessions_held_while_they_were_there(team, worker, begun, session):
    wave, group, (first, *_rest) = begun
    browser = entered(worker)
    earlier = rows.session(team, wave, group, TODAY - timedelta(days=1))
    rows.session(team, wave, group, TODAY - timedelta(days=3))
    browser.post(f"/attendance/{session}/", typed(begun[2], **{f"m_{first}": "absent"}))
    browser.post(f"/attendance/{earlier}/", typed(begun[2]))
    with acting(worker, TODAY):
        reference = Person.objects.get(pk=Enrolment.objects.get(pk=first).person_id).reference
    page = text(browser.get(f"/attendance/person/{reference}/"))
    assert "50%" in page
    assert "hadir di 1 dari 2 sesi yang berlangsung" in page
    whole = text(browser.get(f"/attendance/wave/{wave.reference}/"))
    assert "2 (66%)" in whole
    assert "83%" in whole


def test_the_register_is_a_tagged_pdf_before_and_after(worker, begun, session):
    browser = entered(worker)
    for _time in range(2):
        answer = browser.get(f"/attendance/{session}/paper/")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        browser.post(f"/attendance/{session}/", typed(begun[2]))


def test_whoever_may_only_read_reads_and_others_find_nothing(team, begun, session):
    nurse = entered(team.nurse)
    assert "tidak" in text(nurse.get(f"/attendance/{session}/")).lower()
    assert nurse.post(f"/attendance/{session}/", typed(begun[2])).status_code == 403
    assert nurse.get(f"/attendance/{session}/not-held/").status_code == 403
    assert entered(team.registrar).get(f"/attendance/{session}/").status_code == 403
    elsewhere = factories.worker(Role.COUNSELLOR, factories.organisation())
    answer = entered(elsewhere).post(f"/attendance/{session}/", typed(begun[2]))
    assert answer.status_code == 404
    for address in (
        f"/attendance/{session}/",
        f"/attendance/{session}/paper/",
        f"/attendance/wave/{begun[0].reference}/",
    ):
        assert entered(elsewhere).get(address).status_code == 404
    assert Organisation.objects.filter(pk=team.office).exists()
