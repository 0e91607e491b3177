"""What the views about organisations share: reading an address, kept text, the way back."""

from django.http import HttpRequest
from django.urls import reverse

from pulih.queries import organisations as queries
from pulih.rules.organisations import Kind


def to_profile(organisation_id: int) -> str:
    """The address of an organisation's page."""
    return reverse("organisations:profile", args=[organisation_id])


def parent_choices(request: HttpRequest, kind: Kind) -> list[tuple[str, str]]:
    """Under what somebody may put an organisation of this kind."""
    return [(str(one.id), one.name) for one in queries.parents_for(request.actor, kind)]
