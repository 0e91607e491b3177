"""The door: what a failed request wrote is not there, what was refused is audited."""

from datetime import timedelta
from importlib import import_module
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from pulih.records.models import Session
from pulih.records.sessions import MEMBERSHIP
from pulih.rules.actors import Actor
from tests.records.offices import Office, open_office

pytestmark = pytest.mark.commits


@pytest.fixture
def office(db: str) -> Office:
    return open_office()


@pytest.fixture
def browser_of(office: Office):
    """A browser in which the nurse is signed in."""
    with override_settings(ROOT_URLCONF="tests.web.odd_urls"):
        yield signed_in(office.nurse)


def signed_in(actor: Actor) -> Client:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["_auth_user_id"] = str(actor.account_id)
    store["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[-1]
    store[MEMBERSHIP] = str(actor.membership_id)
    store.save()
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    return client


def written(owner: psycopg.Connection) -> int:
    row = owner.execute("SELECT count(*) FROM person_name WHERE name = 'Tulisan Uji'").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(
    ("page", "status", "stored"),
    [("writes", 200, 1), ("raises", 500, 0), ("refuses", 403, 0), ("answers-500", 500, 0)],
)
def test_a_request_that_fails_stores_nothing(
    browser_of: Client, office: Office, owner: psycopg.Connection, page: str, status: int, stored: int
) -> None:
    answer = browser_of.post(f"/{page}/?person={office.people[0]}")
    assert answer.status_code == status
    assert written(owner) == stored


@pytest.mark.parametrize("page", ["raises", "refuses", "answers-500"])
def test_a_failed_request_does_not_stumble_over_a_session_it_would_prolong(
    browser_of: Client, office: Office, owner: psycopg.Connection, page: str
) -> None:
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    answer = browser_of.post(f"/{page}/?person={office.people[0]}")
    assert answer.status_code == (403 if page == "refuses" else 500)
    assert written(owner) == 0
    assert browser_of.get("/commits-how/").content == b"off", "the next request is served"


def test_a_refused_attempt_is_audited_once(
    browser_of: Client, office: Office, owner: psycopg.Connection
) -> None:
    browser_of.post(f"/refuses/?person={office.people[0]}")
    rows = owner.execute("SELECT account_id FROM audit_event WHERE outcome = 'refused'").fetchall()
    assert [UUID(str(account)) for (account,) in rows] == [office.nurse.account_id]


def test_getting_commits_asynchronously_and_posting_durably(browser_of: Client) -> None:
    assert browser_of.get("/commits-how/").content == b"off"
    assert browser_of.post("/commits-how/").content == b"on"


def test_nobody_signed_in_reaches_no_page(office: Office, owner: psycopg.Connection) -> None:
    with override_settings(ROOT_URLCONF="pulih.config.urls"):
        answer = Client().get("/audit/")
    assert answer.status_code == 302
    assert "sign-in" in answer.headers["Location"]
