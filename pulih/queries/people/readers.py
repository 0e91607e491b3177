"""Who has read a record, and the one place where a whole national number is shown."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pulih.queries.people.opening import PersonRecord
from pulih.records import reading
from pulih.records.keys import keys
from pulih.records.models import Person
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

MOST = 200

_READERS = """
SELECT e.at, coalesce(a.full_name, ''), e.role, o.name, e.what, e.by_break_glass
FROM read_event e JOIN organisation o ON o.id = e.organisation_id LEFT JOIN account a ON a.id = e.account_id
WHERE e.person_id = %s ORDER BY e.at DESC LIMIT %s
"""


@dataclass(frozen=True)
class ReaderRow:
    """One opening of a record."""

    at: datetime
    name: str
    role: str
    organisation: str
    what: str
    by_break_glass: bool


def readers(actor: Actor, record: PersonRecord) -> tuple[ReaderRow, ...]:
    """Who opened this record, newest first, as far as the actor's audit reaches."""
    require(actor.may(Permission.READ_READERS), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(_READERS, [record.id, MOST])
        return tuple(ReaderRow(*row) for row in cursor.fetchall())


def reveal_number(actor: Actor, record: PersonRecord) -> str:
    """The whole national number, with a read event of its own; never in lists, addresses or logs."""
    require(actor.may(Permission.READ_NATIONAL_NUMBER), attempt=True)
    if not record.works_here:
        raise RuleBroken("not_found", attempt=True, subject="person", subject_id=record.reference)
    cipher = Person.objects.values_list("national_number_cipher", flat=True).get(pk=record.id)
    if cipher is None:
        raise RuleBroken("number_not_known")
    reading.note(actor, record.id, "national_number")
    return keys().open_number(bytes(cipher), record.id)
