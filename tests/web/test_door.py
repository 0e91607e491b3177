"""The door: nobody comes in unseen, nothing of a failed request is kept, nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from pulih.records import scope
from pulih.records.models import Session
from pulih.rules.permissions import Role
from pulih.web.door.middleware import OPEN_VIEWS
from tests import factories

pytestmark = pytest.mark.commits

SAMPLES = {
    "uuid": "01a20120-3339-77e9-9607-ada2d3558f78",
    "int": "1",
    "str": "2026-01-01",
    "slug": "medical",
}


def routes(resolver=None, prefix="", namespace=""):
    """Every address of the URLconf with its name, parameters filled in with samples."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            path = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found.group(1) or "str"], pattern)
            yield f"{namespace}{entry.name}", "/" + path


def signed_in(role=Role.REGISTRAR, **more):
    actor = factories.worker(role, factories.organisation(), **more)
    client = Client()
    client.post("/sign-in/", {"login": _username(actor), "password": factories.PASSWORD})
    return client, actor


def _username(actor):
    from pulih.records.models import Account

    return Account.objects.get(pk=actor.account_id).username


def test_every_page_but_a_named_few_asks_who_you_are():
    client = Client()
    unguarded = set()
    for name, path in routes():
        response = client.get(path)
        if response.status_code != 302 or not response["Location"].startswith("/sign-in/"):
            unguarded.add(name)
    assert unguarded - OPEN_VIEWS == set()
    assert "people:list" in {name for name, _ in routes()}


def test_no_page_breaks_for_any_role():
    """Every address answers every role with a page, a refusal or a not-found: never with an error."""
    for role in (Role.REGISTRAR, Role.NURSE, Role.HEAD_OF_FACILITY, Role.AUDITOR, Role.ADMINISTRATOR,
                 Role.REGIONAL_OFFICER):  # fmt: skip
        client, _ = signed_in(role)
        for name, path in routes():
            if name == "account_logout":
                continue
            assert client.get(path).status_code < 500, (role, name)


def test_a_session_that_ran_out_keeps_what_was_typed_for_the_same_person():
    client, actor = signed_in()
    Session.objects.filter(account_id=actor.account_id).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )
    response = client.post(
        "/people/register/",
        "name=Dimas+Rekaan&register_number=B2-77",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 302
    assert "kept=" in response["Location"]
    again = client.post(
        response["Location"],
        {
            "login": _username(actor),
            "password": factories.PASSWORD,
            "next": "/people/register/",
            "kept": response["Location"].split("kept=")[1],
        },
        follow=True,
    )
    assert again.request["PATH_INFO"] == "/people/register/"
    assert "Dimas Rekaan" in again.content.decode()


def test_two_offices_on_one_connection_see_their_own():
    """A pooled connection's next request belongs to somebody else."""
    first, here = signed_in()
    second, there = signed_in()
    with scope.acting_as(here):
        factories.person(here, "Wahyu Rekaan")
    for _ in range(3):
        assert "Wahyu Rekaan" in first.get("/people/").content.decode()
        assert "Wahyu Rekaan" not in second.get("/people/").content.decode()


def test_a_refused_form_comes_back_with_everything_typed_and_changes_nothing():
    client, actor = signed_in()
    typed = {"name": "Oki Rekaan", "sex": "male", "kind": "sentenced", "register_number": "B2-5",
             "started_on_day": "1", "started_on_month": "1", "started_on_year": "2999",
             "birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "1990"}  # fmt: skip
    response = client.post("/people/register/", typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Ada kesalahan:" in page
    for value in ("Oki Rekaan", "B2-5", "2999"):
        assert f'value="{value}"' in page
    assert "Bulan itu hanya sampai tanggal 28" in page


def test_pages_about_people_are_never_cached():
    client, _ = signed_in()
    assert client.get("/people/")["Cache-Control"] == "no-store"
