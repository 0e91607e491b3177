"""Two records of one person become one, in one act: all of it moves, or none."""

from uuid import UUID

from django.db import DatabaseError, transaction

from pulih.actions.acting import action, use_once
from pulih.actions.people.facts import constraints_as_rules, name_key, names_of
from pulih.queries.people import Comparison, compare
from pulih.records import audit, passage
from pulih.records.keys import keys
from pulih.records.models import Person
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.merging import check_confirmation
from pulih.rules.permissions import Permission

_MEANWHILE = {
    "enrolment_open_once": "merge_enrolled_twice",
    "time_away_open_once": "merge_away_twice",
    "transfer_open_once": "merge_transfer_waits",
    "two national numbers": "merge_numbers_differ",
    "not two records": "page_stale",
    "not yours to merge": "page_stale",
}
"""What another did between the look and the act, as a reason."""


@action(Permission.MERGE_PEOPLE)
def merge_people(
    *, kept: str, gone: str, confirmed: str, reason: str, token: UUID | None = None, by: Actor
) -> str:
    """Make `gone` a part of `kept`, both by reference; answers the one that stays.

    The old reference leads to the survivor from now on. There is no way back, so the reference that goes
    is typed once more.
    """
    use_once(token, by)
    pair = compare(by, kept, gone)
    require(pair.verdict)
    require(check_confirmation(confirmed, pair.gone.record.reference, reason))
    first, second = pair.kept.record, pair.gone.record
    key = name_key([first.name, *names_of(first.id), second.name, *names_of(second.id)])
    try:
        with constraints_as_rules(), transaction.atomic():
            passage.merge_people(first.id, second.id, key, _sealed_again(pair), reason.strip())
    except DatabaseError as broken:
        for sign, code in _MEANWHILE.items():
            if sign in str(broken):
                raise RuleBroken(code) from broken
        raise
    # Told twice, so that the story of either record says what became of it.
    for person_id, reference in ((first.id, first.reference), (second.id, second.reference)):
        audit.note_event(
            "people.merge",
            by=by,
            subject="person",
            subject_id=reference,
            person_id=person_id,
            changes={"reference": [second.reference, first.reference]},
            why=reason.strip(),
        )
    return first.reference


def _sealed_again(pair: Comparison) -> bytes | None:
    """The national number of the record that goes, sealed for the one that stays if that has none."""
    if pair.kept.twin.number is not None or pair.gone.twin.number is None:
        return None
    gone = pair.gone.record.id
    cipher = Person.objects.values_list("national_number_cipher", flat=True).get(pk=gone)
    return keys().seal_number(keys().open_number(bytes(cipher or b""), gone), pair.kept.record.id)
