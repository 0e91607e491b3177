"""Signing in as the pages see it."""

from django.test import Client

from pulih.records.models import Account
from tests import factories


def entered(actor) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    username = Account.objects.get(pk=actor.account_id).username
    assert client.post("/sign-in/", {"login": username, "password": factories.PASSWORD}).status_code == 302
    return client
