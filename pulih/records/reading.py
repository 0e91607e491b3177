"""The read log: opening a person's record leaves an event. The one write inside `queries`."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from uuid_utils.compat import uuid7

from pulih.rules.actors import Actor

_NOTE = """
INSERT INTO read_event (day, id, at, account_id, role, organisation_id, person_id, what, by_break_glass,
                        holder_id)
VALUES (%(day)s, %(id)s, %(at)s, %(account)s, %(role)s, %(organisation)s, %(person)s, %(what)s, %(glass)s,
        (SELECT b.holder_id FROM break_glass b
         WHERE %(glass)s AND b.organisation_id = %(organisation)s AND b.account_id = %(account)s
           AND b.person_id = %(person)s AND b.ends_at > now()
         ORDER BY b.opened_at DESC LIMIT 1))
"""


def note(actor: Actor, person_id: UUID, what: str, *, by_break_glass: bool = False) -> None:
    """Remember who opened which part of whose record. Asynchronously committed on read-only pages.

    What was opened by break-glass names the holder too, so that the office responsible can see it.
    """
    moment = datetime.now(UTC)
    facts: dict[str, Any] = {
        "day": moment.date(),
        "id": uuid7(),
        "at": moment,
        "account": actor.account_id,
        "role": actor.role.value,
        "organisation": actor.organisation_id,
        "person": person_id,
        "what": what,
        "glass": by_break_glass,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, facts)
