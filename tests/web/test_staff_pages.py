"""The pages about staff, pressed as an administrator presses them, and as a stranger does."""

import json
import re
from uuid import uuid4

import pytest

from pulih.records import scope
from pulih.records.models import Account, Membership
from pulih.rules.permissions import Role
from tests import factories
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")


def office(role: Role = Role.ADMINISTRATOR):
    prison = factories.organisation()
    actor = factories.worker(role, prison)
    return prison, actor, entered(actor)


def text(answer) -> str:
    return answer.content.decode()


def new_account(prison, **changed) -> dict[str, str]:
    return {
        "name": "Sari Dewi",
        "username": "sari.dewi",
        "profession": "nurse",
        "organisation": str(prison.pk),
        "role": "nurse",
        "once": str(uuid4()),
        "since": scope.today().isoformat(),
        **changed,
    }


def test_a_refused_account_keeps_everything_typed_and_says_what_is_wrong_at_its_field():
    prison, _, client = office()
    answer = client.post("/staff/add/", new_account(prison, username="s!", name="Sari Dewi"))
    assert answer.status_code == 422
    page = text(answer)
    assert 'value="Sari Dewi"' in page
    assert 'value="s!"' in page
    assert 'href="#id_username"' in page
    assert not Account.objects.filter(full_name="Sari Dewi").exists()


def test_a_new_account_is_shown_its_password_once_and_a_double_click_changes_nothing():
    prison, _, client = office()
    typed = new_account(prison)
    answer = client.post("/staff/add/", typed)
    assert answer.status_code == 200
    password = re.search(r'translate="no">([^<]+)<', text(answer)).group(1)
    assert Account.objects.get(username="sari.dewi").check_password(password)
    again = client.post("/staff/add/", typed)
    assert again.status_code == 422
    assert password not in text(again)
    assert Account.objects.filter(full_name="Sari Dewi").count() == 1


def test_an_organisation_written_into_the_form_by_hand_is_not_among_the_choices():
    prison, _, client = office()
    elsewhere = factories.organisation()
    assert client.post("/staff/add/", new_account(prison, organisation=str(elsewhere.pk))).status_code == 422
    assert not Account.objects.filter(username="sari.dewi").exists()


def test_the_code_is_on_the_slip_with_who_gave_it_and_until_when_and_never_again():
    prison, administrator, client = office()
    nurse = factories.worker(Role.NURSE, prison)
    answer = client.post(f"/staff/{nurse.account_id}/code/", {"once": str(uuid4())})
    page = text(answer)
    code = re.search(r'translate="no">([^<]+)<', page).group(1)
    assert administrator.name in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert code not in text(client.get(f"/staff/{nurse.account_id}/"))


def test_a_closed_account_is_out_at_once_and_can_be_opened_again():
    prison, _, client = office()
    nurse = factories.worker(Role.NURSE, prison)
    theirs = entered(nurse)
    address = f"/staff/{nurse.account_id}/"
    assert client.get(address + "close/").status_code == 200
    assert client.post(address + "close/", {"revision": 1}).status_code == 303
    assert theirs.get("/staff/preferences/").status_code == 302
    assert client.post(address + "close/", {"revision": 1}).status_code == 422
    assert client.post(address + "reopen/", {"revision": 2}).status_code == 303
    assert Account.objects.get(pk=nurse.account_id).is_active


def test_a_role_is_given_and_ended_on_its_pages():
    prison, _, client = office()
    nurse = factories.worker(Role.NURSE, prison)
    typed = {name: part for name, part in new_account(prison, role="assessor").items() if name != "username"}
    assert client.post(f"/staff/{nurse.account_id}/roles/add/", typed).status_code == 303
    given = Membership.objects.get(account_id=nurse.account_id, role="assessor")
    address = f"/staff/{nurse.account_id}/roles/{given.pk}/end/"
    assert client.get(address).status_code == 200
    ended = client.post(address, {"last_day": scope.today().isoformat(), "revision": 1})
    assert ended.status_code == 303
    assert Membership.objects.get(pk=given.pk).valid_to == scope.today()


def test_what_an_administrator_may_not_do_to_the_own_account_is_said_beside_the_button():
    _, administrator, client = office()
    page = text(client.get(f"/staff/{administrator.account_id}/"))
    assert "Ini akun Anda sendiri" in page
    assert "Ini peran administrator Anda yang terakhir" in page
    assert page.count('aria-disabled="true"') == 3


@pytest.mark.commits
def test_no_page_lets_an_administrator_touch_another_office_and_every_try_is_audited_once(owner):
    _, administrator, client = office()
    stranger = factories.worker(Role.NURSE, factories.organisation())
    theirs = f"/staff/{stranger.account_id}/"
    role = f"{theirs}roles/{stranger.membership_id}/end/"
    tries = [
        client.get(theirs),
        client.get(theirs + "change/"),
        client.post(theirs + "close/", {"revision": 1}),
        client.post(theirs + "reopen/", {"revision": 1}),
        client.post(theirs + "unlock/"),
        client.post(theirs + "code/"),
        client.get(theirs + "roles/add/"),
        client.post(role, {"last_day": scope.today().isoformat(), "revision": 1}),
        client.get(f"/staff/?organisation={stranger.organisation_id}"),
    ]
    assert [answer.status_code for answer in tries] == [404] * len(tries)
    rows = owner.execute("SELECT body FROM audit_event WHERE outcome = 'refused' ORDER BY id").fetchall()
    events = [json.loads(row[0]) for row in rows]
    assert len(events) == len(tries)
    assert {event["account"] for event in events} == {str(administrator.account_id)}
    assert {event["holder"] for event in events[:-1]} == {stranger.organisation_id}
    assert Account.objects.get(pk=stranger.account_id).revision == 1


@pytest.mark.parametrize("path", ["", "add/", "{0}/", "{0}/change/", "{0}/close/", "{0}/roles/add/"])
def test_a_nurse_has_no_pages_about_staff(path):
    _, nurse, client = office(Role.NURSE)
    assert client.get("/staff/" + path.format(nurse.account_id)).status_code == 403


def test_a_head_reads_but_every_change_is_refused():
    prison, _, client = office(Role.HEAD_OF_FACILITY)
    nurse = factories.worker(Role.NURSE, prison)
    theirs = f"/staff/{nurse.account_id}/"
    assert client.get("/staff/").status_code == 200
    page = text(client.get(theirs))
    assert "Buat kode" not in page
    assert "Tutup akun" not in page
    for path in ("add/", f"{nurse.account_id}/change/", f"{nurse.account_id}/close/"):
        assert client.get("/staff/" + path).status_code == 403
    for path in ("code/", "unlock/", "reopen/"):
        assert client.post(theirs + path, {"revision": 1}).status_code == 403


@pytest.mark.parametrize(
    "query", ["page=abc", "page=-1", "page=99999999999", "organisation=x", "q=%00", "q=%27"]
)
def test_nonsense_in_the_address_is_still_a_page(query):
    _, _, client = office()
    assert client.get(f"/staff/?{query}").status_code == 200


def test_empty_lists_say_what_they_are_for():
    _, _, client = office()
    assert "Tidak ada yang cocok" in text(client.get("/staff/?q=tidakadanamaini"))
    assert "Belum ada yang berhenti" in text(client.get("/staff/?former=1"))


def test_buttons_are_pressed_not_visited():
    prison, _, client = office()
    nurse = factories.worker(Role.NURSE, prison)
    for path in ("code/", "unlock/", "reopen/"):
        assert client.get(f"/staff/{nurse.account_id}/{path}").status_code == 405
    assert client.get("/staff/switch/").status_code == 405
