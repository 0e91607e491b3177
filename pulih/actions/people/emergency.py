"""Break-glass: opening a record in an emergency, with a reason, for three hours, under review."""

from uuid import UUID

from django.db import connection
from uuid_utils.compat import uuid7

from pulih.actions.acting import action, use_once
from pulih.records import audit
from pulih.records.keys import keys
from pulih.records.models import Person
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.identity import check_reference, looks_like_reference, parse_national_number
from pulih.rules.permissions import Permission

LEAST_REASON = 20
"""Letters a reason needs, so that a reviewer can judge it; the gate asks for the same."""


@action(Permission.BREAK_GLASS)
def break_glass(*, who: str, reason: str, token: UUID | None = None, by: Actor) -> str:
    """Open somebody's record to this account alone for three hours; answers the reference.

    `who` is a national number or a reference: whoever needs care in an emergency can say one or carries
    papers. Names are not searched across offices. The opening is listed for review at once.
    """
    use_once(token, by)
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken("reason_too_short", "reason", least=LEAST_REASON)
    number_hash, reference = None, None
    if looks_like_reference(who):
        reference = check_reference(who)
    else:
        number_hash = keys().index_number(_number(who))
    event = uuid7()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, holder_id FROM gate.break_glass(%s, %s, %s, %s)",
            [event, number_hash, reference, reason.strip()],
        )
        found = cursor.fetchone()
    if found is None:
        raise RuleBroken("nobody_with_that", "who", attempt=True)
    person_id, holder_id = found
    audit.note_event(
        "people.break_glass",
        by=by,
        subject="break_glass",
        subject_id=event,
        person_id=person_id,
        holder_id=holder_id,
        why=reason.strip(),
    )
    return Person.objects.values_list("reference", flat=True).get(pk=person_id)


def _number(who: str) -> str:
    """The digits of a national number; what is wrong with them is said at the field they were typed into."""
    try:
        return parse_national_number(who).digits
    except RuleBroken as broken:
        raise RuleBroken(broken.code, "who", **broken.reasons[0].facts) from None
