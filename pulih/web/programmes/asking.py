"""What views about waves take out of an address, and what somebody had typed before their session ended."""

from typing import Any

from django.http import Http404, HttpRequest, QueryDict

from pulih.actions import kept_forms
from pulih.queries.programmes import CycleFacts, WaveFacts


def kept_text(request: HttpRequest) -> Any:
    """What somebody had typed here before their session ended, if anything."""
    token = request.GET.get("kept")
    return kept_forms.take_back(token, request.actor.account_id, request.path) if token else None


def typed(fields: QueryDict, name: str) -> str:
    """What stands in a field, short, and without what no database takes."""
    return fields.get(name, "").replace("\0", "").strip()[:100]


def page_number(fields: QueryDict) -> int:
    """The page asked for; nonsense is the first."""
    number = fields.get("page", "1")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1


def cycle_in(wave: WaveFacts, programme: str) -> CycleFacts:
    """The cycle of a programme; a page that is not there otherwise."""
    found = next((one for one in wave.cycles if one.programme == programme), None)
    if found is None:
        raise Http404
    return found
