"""The entrance: passwords, lock-out, time-out, the first password, codes from paper, and who leaves."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.test import Client, override_settings
from django.utils import timezone

from pulih.actions import staff as actions
from pulih.records import scope
from pulih.records.models import Account, Membership, ResetCode, Session
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")
NEW = "sungai-biru-batu-9"


def test_passwords_are_hashed_slowly():
    from pulih.config import settings as real

    with override_settings(PASSWORD_HASHERS=real.PASSWORD_HASHERS):
        kept = make_password(factories.PASSWORD)
        assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
        assert check_password(factories.PASSWORD, kept)
        assert not check_password(NEW, kept)


def test_a_password_kept_the_old_way_opens_the_door_and_is_kept_anew():
    from pulih.config import settings as real

    with override_settings(PASSWORD_HASHERS=real.PASSWORD_HASHERS):
        account = Account.objects.get(id=nurse().account_id)
        account.password = make_password(factories.PASSWORD, hasher="scrypt")
        account.save()
        client = Client()

        enter(client, "perawat.uji")

        assert is_in(client)
        account.refresh_from_db()
        assert account.password.startswith("argon2$argon2id$")


def enter(client: Client, username: str, password: str = factories.PASSWORD, **more: str):
    return client.post("/sign-in/", {"login": username, "password": password, **more})


def nurse(username: str = "perawat.uji", **more):
    """A nurse of a prison, as the actor they become."""
    return factories.worker(Role.NURSE, factories.organisation(), username, **more)


def session(client: Client) -> Session:
    return Session.objects.get(session_key=client.cookies[settings.SESSION_COOKIE_NAME].value)


def is_in(client: Client) -> bool:
    return client.get("/staff/preferences/").status_code == 200


def tried(owner, outcome: str = "refused") -> list[dict]:
    rows = owner.execute(
        "SELECT body FROM audit_event WHERE event LIKE 'staff.%%' AND outcome = %s ORDER BY id", [outcome]
    ).fetchall()
    return [json.loads(row[0]) for row in rows]


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("perawat.uji", "salah-semua-1"),
        ("tidak.ada", "salah-semua-1"),
        ("ſalah", "x"),
        ("a" * 300, "x"),
        ("", ""),
    ],
)
def test_whatever_does_not_match_is_answered_alike_and_nobody_is_in(username, password):
    nurse()
    client = Client()
    answer = enter(client, username, password)
    assert answer.status_code == 422
    assert "Nama pengguna atau kata sandi tidak cocok" in answer.content.decode()
    assert not is_in(client)


def test_capitals_and_blanks_around_a_user_name_do_not_matter():
    nurse()
    client = Client()
    assert enter(client, " Perawat.UJI ").status_code == 302
    assert is_in(client)


@pytest.mark.commits
def test_five_wrong_passwords_lock_however_the_name_is_written_and_wherever_they_come_from(owner):
    actor = nurse()
    for number, written in enumerate(["perawat.uji", "PERAWAT.UJI", " perawat.uji", "Perawat.uji"]):
        assert enter(Client(REMOTE_ADDR=f"10.0.0.{number + 1}"), written, "salah-semua-1").status_code == 422
    locked = enter(Client(REMOTE_ADDR="10.0.0.9"), "perawat.uji", "salah-semua-1")
    assert locked.status_code == 429
    assert "terkunci" in locked.content.decode()
    assert enter(Client(), "perawat.uji").status_code == 429
    events = tried(owner)
    assert [event["event"] for event in events] == ["staff.sign_in"] * 6
    assert {event["subject_id"] for event in events} == {str(actor.account_id)}
    assert [event["changes"]["locked"] for event in events] == [False] * 4 + [True] * 2
    assert {event["holder"] for event in events} == {actor.organisation_id}


def test_one_persons_mistakes_lock_nobody_else_at_the_same_address():
    nurse()
    nurse("lain.uji")
    for _ in range(5):
        enter(Client(), "perawat.uji", "salah-semua-1")
    assert enter(Client(), "lain.uji").status_code == 302


def test_an_unknown_name_locks_like_a_known_one():
    answers = [enter(Client(), "tidak.ada", "salah-semua-1").status_code for _ in range(5)]
    assert answers == [422] * 4 + [429]


def test_the_lock_opens_by_itself_after_a_quarter_of_an_hour():
    from axes.models import AccessAttempt

    nurse()
    for _ in range(5):
        enter(Client(), "perawat.uji", "salah-semua-1")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert enter(Client(), "perawat.uji").status_code == 302


def test_the_administrator_opens_the_lock_at_once():
    actor = nurse()
    by = factories.worker(Role.ADMINISTRATOR, Membership.objects.get(pk=actor.membership_id).organisation)
    for _ in range(5):
        enter(Client(), "perawat.uji", "salah-semua-1")
    with scope.acting_as(by):
        actions.unlock_account(account_id=actor.account_id, token=None, by=by)
    assert enter(Client(), "perawat.uji").status_code == 302


@pytest.mark.commits
def test_a_password_typed_into_the_wrong_field_reaches_the_audit_as_a_hash_only(owner):
    enter(Client(), "rahasia-di-isian-salah", "x")
    (event,) = tried(owner)
    assert event["subject_id"].startswith("sha256:")
    assert "rahasia" not in json.dumps(event)


@pytest.mark.commits
def test_signing_in_and_out_is_audited_as_the_role_somebody_had(owner):
    actor = nurse()
    client = Client()
    enter(client, "perawat.uji")
    client.post("/sign-out/")
    assert not is_in(client)
    events = tried(owner, "done")
    assert [event["event"] for event in events] == ["staff.sign_in", "staff.sign_out"]
    assert {(event["account"], event["role"], event["organisation"]) for event in events} == {
        (str(actor.account_id), "nurse", actor.organisation_id)
    }


def test_a_session_prepared_by_somebody_else_is_not_the_one_that_is_signed_in():
    nurse()
    client = Client()
    planted = Session.objects.create(
        session_key="ditanam00000000000000000000000000",
        session_data="",
        expire_date=timezone.now() + timedelta(1),
    )
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    enter(client, "perawat.uji")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()


def test_after_half_an_hour_without_a_click_one_has_to_sign_in_again():
    nurse()
    client = Client()
    enter(client, "perawat.uji")
    assert settings.SESSION_COOKIE_AGE == 30 * 60
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    answer = client.get("/staff/preferences/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=%2Fstaff%2Fpreferences%2F"


def test_working_moves_the_end_of_the_session():
    nurse()
    client = Client()
    enter(client, "perawat.uji")
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    is_in(client)
    assert session(client).expire_date > timezone.now() + timedelta(minutes=29)


def test_a_refusal_is_still_told_when_the_session_is_due_to_be_prolonged():
    nurse()
    client = Client()
    enter(client, "perawat.uji")
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    assert client.get("/staff/").status_code == 403


def test_after_a_lost_session_one_comes_back_to_the_page_and_to_what_was_typed():
    nurse()
    answer = enter(
        Client(), "perawat.uji", next="/staff/preferences/", kept="0190c8f0-0000-7000-8000-000000000000"
    )
    assert answer.headers["Location"] == "/staff/preferences/?kept=0190c8f0-0000-7000-8000-000000000000"


def test_a_form_sent_into_a_lost_session_is_kept_without_its_passwords():
    factories.worker(Role.ADMINISTRATOR, factories.organisation(), "admin.uji")
    client = Client()
    enter(client, "admin.uji")
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    typed = urlencode({"name": "Sari Dewi", "username": "sari.dewi", "password1": "rahasia"})
    away = client.post("/staff/add/", typed, content_type="application/x-www-form-urlencoded")
    carried = parse_qs(urlsplit(away.headers["Location"]).query)
    back = enter(client, "admin.uji", next=carried["next"][0], kept=carried["kept"][0])
    page = client.get(back.headers["Location"]).content.decode()
    assert 'value="Sari Dewi"' in page
    assert "rahasia" not in page


@pytest.mark.parametrize("elsewhere", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(elsewhere):
    nurse()
    assert enter(Client(), "perawat.uji", next=elsewhere).headers["Location"] == "/"


def test_a_closed_account_is_answered_like_a_wrong_password():
    actor = nurse()
    Account.objects.filter(pk=actor.account_id).update(is_active=False)
    client = Client()
    assert enter(client, "perawat.uji").status_code == 422
    assert not is_in(client)


def test_who_has_no_role_today_is_told_so_and_not_let_in():
    account = factories.account("bekas.uji")
    factories.membership(
        account, factories.organisation(), Role.NURSE, until=scope.today() - timedelta(days=1)
    )
    client = Client()
    answer = enter(client, "bekas.uji")
    assert answer.status_code == 403
    assert "Belum ada peran yang berlaku" in answer.content.decode()
    assert not is_in(client)


def test_a_role_that_ends_while_somebody_is_in_leads_to_the_sign_in_page_and_not_in_circles():
    actor = nurse()
    client = Client()
    enter(client, "perawat.uji")
    Membership.objects.filter(pk=actor.membership_id).update(valid_to=scope.today() - timedelta(days=1))
    away = client.get("/staff/preferences/")
    assert away.status_code == 302
    assert client.get(away.headers["Location"]).status_code == 200


def test_one_begins_with_the_role_used_last_if_it_still_counts_else_with_the_first_by_name():
    account = factories.account("dua.peran")
    first = factories.membership(account, factories.organisation("Lapas A Uji"), Role.NURSE)
    second = factories.membership(account, factories.organisation("Lapas B Uji"), Role.ASSESSOR)
    client = Client()
    enter(client, "dua.peran")
    assert session(client).membership_id == first.pk
    client.post("/staff/switch/", {"membership": second.pk})
    assert session(client).membership_id == second.pk
    again = Client()
    enter(again, "dua.peran")
    assert session(again).membership_id == second.pk
    Membership.objects.filter(pk=second.pk).update(valid_to=scope.today() - timedelta(days=1))
    last = Client()
    enter(last, "dua.peran")
    assert session(last).membership_id == first.pk


def test_switching_gives_the_session_a_new_key_and_never_somebody_elses_role():
    account = factories.account("dua.peran")
    for name in ("Lapas A Uji", "Lapas B Uji"):
        held = factories.membership(account, factories.organisation(name), Role.NURSE)
    client = Client()
    enter(client, "dua.peran")
    before = session(client)
    client.post("/staff/switch/", {"membership": held.pk})
    assert session(client).session_key != before.session_key
    assert client.post("/staff/switch/", {"membership": nurse().membership_id}).status_code == 404
    assert client.post("/staff/switch/", {"membership": "bukan-uuid"}).status_code == 404
    assert session(client).membership_id == held.pk


def test_the_first_password_must_go_before_anything_else_is_open():
    actor = nurse(must_change_password=True)
    client = Client()
    enter(client, "perawat.uji")
    for path in ("/", "/staff/", "/staff/preferences/"):
        assert client.get(path).headers["Location"] == "/password/"
    answer = client.post(
        "/password/", {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert not Account.objects.get(pk=actor.account_id).must_change_password
    assert is_in(client)
    assert enter(Client(), "perawat.uji", NEW).status_code == 302


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"oldpassword": "bukan-ini-1"}, "Kata sandi yang sekarang tidak cocok"),
        ({"password2": "lain-lagi-sama-1"}, "Kedua isian kata sandi baru tidak sama"),
        ({"password1": "pendek", "password2": "pendek"}, "terlalu pendek"),
        ({"password1": "password1234", "password2": "password1234"}, "mudah ditebak"),
        ({"password1": "perawat.uji1", "password2": "perawat.uji1"}, "mirip nama Anda"),
        ({"password1": factories.PASSWORD, "password2": factories.PASSWORD}, "sama dengan yang lama"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_its_reason(fields, words):
    actor = nurse()
    client = Client()
    enter(client, "perawat.uji")
    typed = {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW, **fields}
    answer = client.post("/password/", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Account.objects.get(pk=actor.account_id).check_password(factories.PASSWORD)


def test_a_new_password_ends_all_other_sessions_of_the_account():
    nurse()
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        enter(client, "perawat.uji")
    here.post("/password/", {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW})
    assert is_in(here)
    assert not is_in(elsewhere)


def code_for(actor) -> str:
    """A code that the administrator of the same office hands out."""
    by = factories.worker(Role.ADMINISTRATOR, Membership.objects.get(pk=actor.membership_id).organisation)
    with scope.acting_as(by):
        return actions.issue_code(account_id=actor.account_id, token=None, by=by).code


def with_code(code: str, username: str = "perawat.uji", password: str = NEW):
    typed = {"username": username, "code": code, "password1": password, "password2": password}
    return Client().post("/staff/reset/", typed)


WRONG = "HHHH-HHHH"


def test_a_code_from_paper_gives_a_new_password_once_ends_sessions_and_opens_the_lock():
    actor = nurse(must_change_password=True)
    client = Client()
    enter(client, "perawat.uji")
    for _ in range(5):
        enter(Client(), "perawat.uji", "salah-semua-1")
    code = code_for(actor)
    answer = with_code(code.lower().replace("-", " "))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in/")
    assert not is_in(client)
    fresh = Client()
    assert enter(fresh, "perawat.uji", NEW).status_code == 302
    assert is_in(fresh)
    assert with_code(code, password="lain-lagi-sama-1").status_code == 422


def test_a_wrong_code_is_answered_alike_for_a_name_that_exists_one_that_does_not_and_one_without_a_code():
    code_for(nurse())
    nurse("tanpa.kode")
    pages = {
        with_code(WRONG, name).content.decode().split("<main")[1].split("csrf")[0]
        for name in ("perawat.uji", "tanpa.kode", "tidak.ada")
    }
    assert len(pages) == 1


@pytest.mark.commits
def test_wrong_codes_are_counted_although_they_are_refused_and_the_fifth_voids_the_code(owner):
    actor = nurse()
    code = code_for(actor)
    for _ in range(5):
        assert with_code(WRONG).status_code == 422
    assert ResetCode.objects.get().failures == 5
    assert with_code(code).status_code == 422
    assert enter(Client(), "perawat.uji").status_code == 302
    with_code(WRONG, "tidak.ada")
    events = [event for event in tried(owner) if event["event"] == "staff.reset_with_code"]
    assert [event["subject_id"] for event in events[:6]] == [str(actor.account_id)] * 6
    assert events[6]["subject_id"].startswith("sha256:")


def test_a_code_of_the_wrong_shape_or_a_weak_password_spends_no_try():
    code = code_for(nurse())
    assert with_code("OOOO-1111").status_code == 422
    assert with_code(code, password="pendek").status_code == 422
    assert ResetCode.objects.get().failures == 0


def test_a_code_is_void_after_a_day_and_when_a_newer_one_was_given():
    actor = nurse()
    old = code_for(actor)
    new = code_for(actor)
    assert with_code(old).status_code == 422
    ResetCode.objects.update(expires_at=timezone.now())
    assert with_code(new).status_code == 422


def test_language_and_look_are_kept_and_one_click_changes_one_of_them():
    actor = nurse()
    client = Client()
    enter(client, "perawat.uji")
    answer = client.post("/staff/preferences/", {"theme": "pulih-gelap", "next": "/staff/preferences/"})
    assert answer.status_code == 303
    client.post("/staff/preferences/", {"language": "en", "next": "https://jahat.example/"})
    account = Account.objects.get(pk=actor.account_id)
    assert (account.language, account.theme) == ("en", "pulih-gelap")
    page = client.get("/staff/preferences/").content.decode()
    assert '<html lang="en" data-theme="pulih-gelap"' in page
    assert client.post("/staff/preferences/", {"language": "xx"}).status_code == 422


def test_who_is_signed_in_changes_the_password_on_the_page_for_that_not_with_a_code():
    nurse()
    client = Client()
    enter(client, "perawat.uji")
    assert client.post("/staff/reset/", {}).headers["Location"] == "/password/"


def test_demo_accounts_stand_on_the_sign_in_page_of_the_demo_only(settings_changed, tmp_path, monkeypatch):
    entry = [{"role": "Perawat", "username": "perawat.uji", "password": "coba-coba", "name": "Sari"}]
    (tmp_path / "demo-accounts.json").write_text(json.dumps(entry))
    monkeypatch.setenv("PULIH_HOME", str(tmp_path))
    assert "coba-coba" not in Client().get("/sign-in/").content.decode()
    settings_changed(DEMO=True)
    assert "coba-coba" in Client().get("/sign-in/").content.decode()
    (tmp_path / "demo-accounts.json").write_text("rusak")
    assert Client().get("/sign-in/").status_code == 200


@pytest.fixture
def settings_changed():
    """Settings that a test changes, set back afterwards."""
    changes = []

    def change(**values):
        changes.append(override_settings(**values))
        changes[-1].enable()

    yield change
    for one in reversed(changes):
        one.disable()


def test_an_address_of_the_sign_in_page_with_nonsense_in_it_is_still_a_page():
    query = urlencode({"next": "/staff/", "kept": "None"})
    assert Client().get(f"/sign-in/?{query}").status_code == 200
