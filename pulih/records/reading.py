"""The read log: opening a person's record leaves an event. The one write inside `queries`."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from pulih.records.asking import ask
from pulih.rules.actors import Actor

NOTED = """noted AS (
    INSERT INTO read_event (day, id, at, account_id, role, organisation_id, person_id, what, by_break_glass,
                            holder_id)
    SELECT %(read_day)s::date, %(read_id)s::uuid, %(read_at)s::timestamptz, %(account)s::uuid, %(read_role)s::text,
           %(office)s, r.person_id, %(read_what)s::text, r.glass,
           (SELECT b.holder_id FROM break_glass b
            WHERE r.glass AND b.organisation_id = %(office)s AND b.account_id = %(account)s::uuid
              AND b.person_id = r.person_id AND b.ends_at > now()
            ORDER BY b.opened_at DESC LIMIT 1)
    FROM {opened})"""
"""A part of a statement that leaves the event while it reads. `{opened}` is what was opened as `r`, with
`person_id` and `glass`; `noted_values` gives the values. It returns nothing: whoever reads a record may not
read the log of it."""

_ONE = "(SELECT %(person)s::uuid AS person_id, %(glass)s::boolean AS glass) r"
_NOTE = f"WITH {NOTED.format(opened=_ONE)} SELECT 1"


def noted_values(actor: Actor, what: str) -> dict[str, Any]:
    """The values of `NOTED`: when, who, in what role, which part."""
    moment = datetime.now(UTC)
    return {
        "read_day": moment.date(),
        "read_id": uuid7(),
        "read_at": moment,
        "read_role": actor.role.value,
        "read_what": what,
        "account": actor.account_id,
        "office": actor.organisation_id,
    }


def note(actor: Actor, person_id: UUID, what: str, *, by_break_glass: bool = False) -> None:
    """Remember who opened which part of whose record. Asynchronously committed on read-only pages.

    What was opened by break-glass names the holder too, so that the office responsible can see it.
    """
    ask(_NOTE, {**noted_values(actor, what), "person": person_id, "glass": by_break_glass})
