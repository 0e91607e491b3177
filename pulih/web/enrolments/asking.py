"""What views about pathways take out of an address or a form, and what had been typed before a session ended."""

from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, QueryDict

from pulih.actions import kept_forms

MOST_TICKED = 500


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


def an_id(value: str) -> UUID | None:
    """An identifier out of a form, or nothing."""
    try:
        return UUID(value)
    except ValueError:
        return None


def ticked(fields: QueryDict, name: str) -> list[UUID]:
    """The rows that were ticked, each once."""
    found = [one for value in fields.getlist(name)[:MOST_TICKED] if (one := an_id(value))]
    return list(dict.fromkeys(found))


def one_of_many(token: UUID | None, row: UUID) -> UUID | None:
    """A token a row out of the token of the form, so that a form sent twice repeats nobody's step."""
    return uuid5(token, str(row)) if token else None
