"""One audit event for every act. Written through a gate; sealed each second by the worker.

The event's text is canonical JSON (sorted keys, no spaces, UTC with milliseconds) and is stored exactly
as hashed, so that a change of a library's formatting can never break the proof.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from uuid_utils.compat import uuid7

from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken

VERSION = 1


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return "sha256:" + hashlib.sha256(bytes(value)).hexdigest()
    raise TypeError(f"an audit event cannot hold {type(value).__name__}")


def event_body(
    event: str,
    *,
    by: Actor | None,
    subject: str,
    subject_id: object,
    person_id: UUID | None = None,
    holder_id: int | None = None,
    changes: Mapping[str, Any] | None = None,
    why: str = "",
    outcome: str = "done",
) -> str:
    """The canonical text of an event. The time is real time, also where a context fixed today."""
    moment = datetime.now(UTC)
    facts = {
        "v": VERSION,
        "id": uuid7(),
        "day": moment.date(),
        "at": moment,
        "account": by.account_id if by else None,
        "name": by.name if by else "",
        "role": by.role.value if by else "",
        "organisation": by.organisation_id if by else None,
        "holder": holder_id,
        "event": event,
        "outcome": outcome,
        "subject": subject,
        "subject_id": str(subject_id),
        "person": person_id,
        "changes": dict(changes or {}),
        "why": why,
    }
    return json.dumps(facts, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def note_event(event: str, **facts: Any) -> None:
    """Append one event and its place in the sealing queue; arguments as of `event_body`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.note_event(%s)", [event_body(event, **facts)])


def note_refused(actor: Actor, broken: RuleBroken, tried: str) -> None:
    """An attempt at what one may not do, with the reasons it met."""
    facts = dict(broken.reasons[0].facts)
    note_event(
        tried,
        by=actor,
        subject=str(facts.pop("subject", "")),
        subject_id=facts.pop("subject_id", ""),
        person_id=facts.pop("person_id", None),
        holder_id=facts.get("holder_id"),
        changes={"reasons": [reason.code for reason in broken.reasons]}
        | {name: facts[name] for name in ("permission",) if name in facts},
        outcome="refused",
    )


def seal() -> int:
    """Seal what waits in the queue; answers how many events. Durable with the caller's transaction."""
    return int(_rows("SELECT gate.seal()")[0][0])


def waiting() -> tuple[int, datetime | None]:
    """How many events wait for their seal, and since when the oldest."""
    events, oldest = _rows("SELECT events, oldest FROM gate.unsealed()")[0]
    return int(events), oldest


@dataclass(frozen=True, slots=True)
class SealedRow:
    """An event as its seal names it and as it is found: hash kept, hash made anew, columns as in its text."""

    n: int
    place: int
    day: date
    id: UUID
    kept: bytes | None
    found: bytes | None
    consistent: bool


def sealed_rows(first: int, last: int) -> Iterator[SealedRow]:
    """The events under the seals from `first` to `last`, in the order in which they were hashed."""
    for n, place, day, id, kept, found, consistent in _rows(
        "SELECT n, place, day, id, sha256, found, consistent FROM gate.audit_rows(%s, %s)", first, last
    ):
        yield SealedRow(n, place, day, id, _bytes(kept), _bytes(found), bool(consistent))


def strays() -> list[tuple[date, UUID, bool]]:
    """Events no seal and no queue knows (True), and queued ids without an event; a thousand at most."""
    return [(day, id, at is not None) for day, id, at in _rows("SELECT day, id, at FROM gate.audit_strays()")]


def references_of(people: Collection[UUID]) -> dict[UUID, str]:
    """The references of people for somebody who audits: never a name."""
    if not people:
        return {}
    found = _rows("SELECT person_id, reference FROM gate.references_of(%s)", list(people))
    return dict(found)


def person_of_reference(reference: str) -> UUID | None:
    """Whose reference it is, for somebody who audits."""
    found: UUID | None = _rows("SELECT gate.person_of_reference(%s)", reference)[0][0]
    return found


def _bytes(value: memoryview | bytes | None) -> bytes | None:
    return None if value is None else bytes(value)


def _rows(statement: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
