"""People's pages from the side of those who use them: what they find, what they are told, what is kept out."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.records import scope
from pulih.records.models import Organisation, Stay
from pulih.rules.permissions import Role
from tests import factories
from tests.web.entering import entered

EMERGENCY = "Pingsan di ruang periksa, riwayat obatnya tidak diketahui."

pytestmark = pytest.mark.usefixtures("quick_hashes", "db")


def works_as(role: Role, office=None):
    """Somebody with that role, and their browser."""
    actor = factories.worker(role, office or factories.organisation())
    return actor, entered(actor)


def text(answer) -> str:
    return answer.content.decode()


def registered(actor, *args, **more) -> str:
    with scope.acting_as(actor):
        return factories.person(actor, *args, **more)


def when(name: str, day: date) -> dict[str, str]:
    """A date as its three inputs send it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def new_person(**changed) -> dict[str, str]:
    return {
        "name": "Bagas Rekaan", "sex": "male", "register_number": "B2-77", "kind": "sentenced", "block": "C 4",
        **when("birth_date", date(1990, 5, 14)), **when("started_on", date(2025, 3, 1)),
        "once": str(uuid4()), **changed,
    }  # fmt: skip


# The walls


def test_another_offices_registrar_finds_nothing_by_name_register_number_or_reference():
    here, _ = works_as(Role.REGISTRAR)
    reference = registered(here, "Kertawijaya Rekaan", register_number="Z9-7777")
    _, browser = works_as(Role.REGISTRAR)
    for typed in ("kertawijaya", "Z9-7777", reference):
        page = text(browser.get("/people/search/", {"q": typed}))
        assert "Tidak ada yang cocok di kantor Anda" in page
        assert "Kertawijaya" not in page


def test_somebody_elses_record_and_no_record_are_one_and_the_same_page():
    here, _ = works_as(Role.REGISTRAR)
    theirs = registered(here)
    nobody = "2222-2222"
    _, browser = works_as(Role.REGISTRAR)
    answers = [browser.get(f"/people/record/{one}/") for one in (theirs, nobody, "x' OR 1=1", "a\u0000b")]
    assert {answer.status_code for answer in answers} == {404}
    masked = {re.sub(r'name="csrfmiddlewaretoken" value="\w+"|next=[^"]+|name="next" value="[^"]+"', "", text(one))
              for one in answers}  # fmt: skip
    assert len(masked) == 1


@pytest.mark.commits
def test_trying_somebody_elses_record_is_in_the_audit(owner):
    here, _ = works_as(Role.REGISTRAR)
    theirs = registered(here)
    stranger, browser = works_as(Role.REGISTRAR)
    browser.get(f"/people/record/{theirs}/")
    found = owner.execute(
        "SELECT outcome, subject_id FROM audit_event WHERE account_id = %s AND outcome = 'refused'",
        [stranger.account_id],
    ).fetchall()
    assert found == [("refused", theirs)]


def test_the_whole_number_tells_who_holds_the_person_and_stands_in_no_address():
    here, _ = works_as(Role.REGISTRAR)
    number = factories.national_number()
    registered(here, national_number=number)
    _, browser = works_as(Role.REGISTRAR)
    asked = browser.post("/people/search/", {"q": number})
    assert asked.status_code == 200
    assert f"dipegang {here.organisation_name}" in text(asked)
    by_address = text(browser.get("/people/search/", {"q": number}))
    assert here.organisation_name not in by_address
    assert "NIK tidak ditanyakan lewat alamat halaman" in by_address
    while_typing = text(browser.post("/people/search/?suggest=1", {"q": number}))
    assert here.organisation_name not in while_typing


def test_a_name_that_was_posted_goes_on_to_an_address_one_can_return_to():
    _, browser = works_as(Role.REGISTRAR)
    answer = browser.post("/people/search/", {"q": "siti nur"})
    assert (answer.status_code, answer["Location"]) == (303, "/people/search/?q=siti+nur")


def test_suggestions_are_a_fragment_of_links():
    here, browser = works_as(Role.REGISTRAR)
    reference = registered(here, "Wijanarko Rekaan")
    fragment = text(browser.post("/people/search/?suggest=1", {"q": "wija"}))
    assert f'href="/people/record/{reference}/"' in fragment
    assert "<html" not in fragment


def test_whoever_finds_nothing_is_told_what_to_do_as_far_as_the_role_may():
    _, registrar = works_as(Role.REGISTRAR)
    _, nurse = works_as(Role.NURSE)
    first, second = (text(one.get("/people/search/", {"q": "zuhriansyah"})) for one in (registrar, nurse))
    assert "Daftarkan orang baru" in first
    assert "Buka akses darurat" not in first
    assert "Buka akses darurat" in second
    assert "Daftarkan orang baru" not in second


def test_roles_without_a_register_reach_no_page_about_people():
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.REGIONAL_OFFICER):
        _, browser = works_as(role)
        for address in ("/people/", "/people/search/?q=siti", "/people/register/", "/people/break-glass/"):
            assert browser.get(address).status_code == 403, (role, address)


# The record


def test_a_hidden_part_leaves_no_trace():
    here, browser = works_as(Role.REGISTRAR)
    reference = registered(here)
    office = Organisation.objects.get(pk=here.organisation_id)
    _, head = works_as(Role.HEAD_OF_FACILITY, office)
    assert "Siapa yang membuka" not in text(browser.get(f"/people/record/{reference}/"))
    assert browser.get(f"/people/record/{reference}/readers/").status_code == 403
    readers = text(head.get(f"/people/record/{reference}/readers/"))
    assert "Siapa yang membuka catatan ini" in readers
    assert here.name in readers


def test_the_whole_number_is_shown_on_request_to_those_who_may_and_to_nobody_else():
    here, browser = works_as(Role.REGISTRAR)
    number = factories.national_number()
    reference = registered(here, national_number=number)
    _, nurse = works_as(Role.NURSE, Organisation.objects.get(pk=here.organisation_id))
    address = f"/people/record/{reference}/"
    for one in (browser, nurse):
        page = text(one.get(address + "identity/"))
        assert f"berakhir {number[-4:]}" in page
        assert number not in page
    assert number in text(browser.post(address + "number/reveal/"))
    assert browser.get(address + "number/reveal/").status_code == 405
    assert "Tampilkan NIK lengkap" not in text(nurse.get(address + "identity/"))
    assert nurse.post(address + "number/reveal/").status_code == 403


def test_what_cannot_be_done_is_shown_with_its_reason():
    here, browser = works_as(Role.REGISTRAR)
    page = text(browser.get(f"/people/record/{registered(here)}/"))
    assert 'aria-disabled="true"' in page
    assert "Peran Petugas registrasi tidak mencakup menetapkan kategori peserta" in page


def test_the_timeline_parts_what_was_from_what_will_be():
    here, browser = works_as(Role.REGISTRAR)
    reference = registered(here)
    today = scope.today()
    sent = {"articles": "112", "source": "register B", **when("as_of", today),
            **when("expires_on", today + timedelta(days=400))}  # fmt: skip
    assert browser.post(f"/people/record/{reference}/sentence/", sent).status_code == 303
    page = text(browser.get(f"/people/record/{reference}/"))
    places = [
        page.index(words) for words in (">Ekspirasi</b>", 'aria-label="Hari ini"', "Tanggal pidana dicatat")
    ]
    assert places == sorted(places)
    only_stays = text(browser.get(f"/people/record/{reference}/", {"show": "stay"}))
    assert "Tanggal pidana dicatat" not in only_stays


# Break-glass


def test_emergency_access_opens_the_record_to_one_account_until_a_moment_that_is_told():
    here, _ = works_as(Role.REGISTRAR)
    reference = registered(here, "Wahyu Rekaan")
    office = factories.organisation(time_zone="Asia/Jayapura")
    _, nurse = works_as(Role.NURSE, office)
    _, colleague = works_as(Role.NURSE, office)
    assert "tiga jam" in text(nurse.get("/people/break-glass/"))
    answer = nurse.post("/people/break-glass/", {"who": reference, "reason": EMERGENCY, "once": str(uuid4())})
    assert (answer.status_code, answer["Location"]) == (303, f"/people/record/{reference}/")
    page = text(nurse.get(answer["Location"]))
    assert "Akses darurat sampai" in page
    assert "hanya dapat dibaca" in page
    assert colleague.get(answer["Location"]).status_code == 404


@pytest.mark.commits
def test_emergency_access_ends_after_three_hours(owner):
    here, _ = works_as(Role.REGISTRAR)
    reference = registered(here)
    _, nurse = works_as(Role.NURSE)
    nurse.post("/people/break-glass/", {"who": reference, "reason": EMERGENCY, "once": str(uuid4())})
    assert nurse.get(f"/people/record/{reference}/").status_code == 200
    for table in ("person_access", "break_glass"):
        end = "valid_to" if table == "person_access" else "ends_at"
        owner.execute(f"UPDATE {table} SET {end} = {end} - interval '3 hours' WHERE account_id IS NOT NULL")
    assert nurse.get(f"/people/record/{reference}/").status_code == 404


def test_a_reason_too_short_or_a_number_that_is_none_is_said_at_its_field():
    _, nurse = works_as(Role.NURSE)
    short = nurse.post("/people/break-glass/", {"who": "2222-2222", "reason": "darurat"})
    assert short.status_code == 422
    assert 'href="#id_reason"' in text(short)
    wrong = nurse.post("/people/break-glass/", {"who": "99 1234", "reason": EMERGENCY})
    assert 'href="#id_who"' in text(wrong)
    assert EMERGENCY in text(wrong)


# Forms


def test_a_registered_person_opens_at_once_and_a_second_click_changes_nothing():
    here, browser = works_as(Role.REGISTRAR)
    typed = new_person()
    answer = browser.post("/people/register/", typed)
    assert answer.status_code == 303
    assert "Bagas Rekaan" in text(browser.get(answer["Location"]))
    again = browser.post("/people/register/", typed)
    assert again.status_code == 422
    assert "tidak disimpan dua kali" in text(again)
    with scope.acting_as(here):
        assert Stay.objects.count() == 1


def test_somebody_of_the_same_name_and_birth_is_shown_before_a_second_record_is_made():
    here, browser = works_as(Role.REGISTRAR)
    reference = registered(here, "Bagas Rekaan")
    typed = new_person()
    answer = browser.post("/people/register/", typed)
    assert answer.status_code == 422
    assert f"Bagas Rekaan ({reference})" in text(answer)
    assert re.search(r'<input[^>]*type="checkbox"[^>]*name="confirmed_new"', text(answer))
    assert browser.post("/people/register/", {**typed, "confirmed_new": "on"}).status_code == 303


def test_a_stale_page_is_refused_and_keeps_what_was_typed():
    here, browser = works_as(Role.REGISTRAR)
    reference = registered(here)
    address = f"/people/record/{reference}/correct/"
    typed = {"name": "Bagus Rekaan", "sex": "male", **when("birth_date", date(1990, 5, 14)), "revision": "1"}
    assert browser.post(address, typed).status_code == 303
    late = browser.post(address, {**typed, "name": "Bagas Satria"})
    assert late.status_code == 422
    assert "telah diubah orang lain" in text(late)
    assert 'value="Bagas Satria"' in text(late)


def test_a_probation_office_registers_clients_and_a_prison_does_not():
    _, bapas = works_as(Role.REGISTRAR, factories.organisation(kind="probation_office"))
    _, prison = works_as(Role.REGISTRAR)
    kinds = r'name="kind" value="(\w+)"'
    assert re.findall(kinds, text(bapas.get("/people/register/"))) == ["probation"]
    assert re.findall(kinds, text(prison.get("/people/register/"))) == ["remand", "sentenced"]
    answer = bapas.post("/people/register/", new_person(kind="probation"))
    assert answer.status_code == 303
    assert "1 di antaranya klien" in text(bapas.get("/people/"))


def test_everybody_who_leaves_stays_readable_by_name_and_place_only():
    here, browser = works_as(Role.REGISTRAR)
    reference = registered(here, "Oki Rekaan")
    with scope.acting_as(here):
        stay = Stay.objects.get()
    end = f"/people/record/{reference}/stay/{stay.pk}/end/"
    today = scope.today()
    early = browser.post(
        end, {"how_ended": "died", "revision": "1", **when("ended_on", today + timedelta(days=2))}
    )
    assert 'href="#id_ended_on_0"' in text(early)
    done = browser.post(end, {"how_ended": "died", "revision": "1", **when("ended_on", today)})
    assert done.status_code == 303
    page = text(browser.get(f"/people/record/{reference}/"))
    assert "Tidak lagi di sini" in page
    assert "14 Mei 1990" not in page
    assert browser.get(f"/people/record/{reference}/identity/").status_code == 404
    assert browser.get(f"/people/record/{reference}/correct/").status_code == 409


# Lists


@pytest.mark.parametrize("query", ["page=999", "page=²", "page=-1", "show=x", "block=%00", "order=name;--"])
def test_an_address_somebody_mended_by_hand_shows_the_list(query):
    here, browser = works_as(Role.REGISTRAR)
    registered(here, "Oki Rekaan")
    answer = browser.get("/people/?" + query)
    assert answer.status_code == 200
    assert "Oki Rekaan" in text(answer)


def test_an_empty_office_is_led_to_the_import():
    _, browser = works_as(Role.REGISTRAR)
    assert 'href="/people/import/"' in text(browser.get("/people/"))
    assert "Mulai dari register kantor Anda" in text(browser.get("/"))


def test_each_row_of_the_day_leads_to_a_list_with_as_many_people():
    here, browser = works_as(Role.REGISTRAR)
    registered(here, "Tanpa Nomor")
    registered(here, "Bernomor Rekaan", national_number=factories.national_number())
    page = text(browser.get("/"))
    assert "1 orang tanpa NIK" in page
    listed = text(browser.get("/people/?show=no_number"))
    assert "Tanpa Nomor" in listed
    assert "Bernomor Rekaan" not in listed


def test_pages_take_as_many_statements_for_many_people_as_for_few():
    here, browser = works_as(Role.REGISTRAR)
    reference = registered(here, "Rekaan Satu")
    pages = ("/", "/people/", "/people/search/?q=rekaan", f"/people/record/{reference}/")

    def statements() -> list[int]:
        counts = []
        for page in pages:
            browser.get(page)
            with CaptureQueriesContext(connection) as caught:
                browser.get(page)
            counts.append(len(caught))
        return counts

    for _ in range(9):
        registered(here)
    few = statements()
    for _ in range(60):
        registered(here)
    assert statements() == few
