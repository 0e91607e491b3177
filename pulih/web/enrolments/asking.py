"""What views about pathways take out of an address or a form, and what had been typed before a session ended."""

from uuid import UUID, uuid5

from django.http import QueryDict

MOST_TICKED = 500


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
