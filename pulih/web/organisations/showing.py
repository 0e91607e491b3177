"""What the views about organisations share: reading an address, kept text, the way back."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from pulih.actions import kept_forms
from pulih.queries import organisations as queries
from pulih.rules.organisations import Kind


def kept_text(request: HttpRequest) -> Any:
    """What somebody had typed here before their session ended, if anything."""
    token = request.GET.get("kept")
    return kept_forms.take_back(token, request.actor.account_id, request.path) if token else None


def number(text: str) -> int | None:
    """A whole number out of an address, or nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def to_profile(organisation_id: int) -> str:
    """The address of an organisation's page."""
    return reverse("organisations:profile", args=[organisation_id])


def parent_choices(request: HttpRequest, kind: Kind) -> list[tuple[str, str]]:
    """Under what somebody may put an organisation of this kind."""
    return [(str(one.id), one.name) for one in queries.parents_for(request.actor, kind)]
