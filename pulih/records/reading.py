"""The read log: opening a person's record leaves an event. The one write inside `queries`."""

from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from pulih.records.models.audit import ReadEvent
from pulih.rules.actors import Actor


def note(actor: Actor, person_id: UUID, what: str, *, by_break_glass: bool = False) -> None:
    """Remember who opened which part of whose record. Asynchronously committed on read-only pages."""
    moment = datetime.now(UTC)
    ReadEvent(
        day=moment.date(),
        id=uuid7(),
        at=moment,
        account_id=actor.account_id,
        role=actor.role.value,
        organisation_id=actor.organisation_id,
        person_id=person_id,
        what=what,
        by_break_glass=by_break_glass,
    ).save(force_insert=True)
