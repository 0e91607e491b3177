"""Somebody is no longer in the register: what became of them is answered by a person, never guessed."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.custody import close_stay
from pulih.records import audit, scope
from pulih.records.models import DepartureQuestion
from pulih.records.models import Stay as StayRow
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.stays import Ending, Stay, StayKind, check_ending

STILL_HERE = "still_here"
ANSWERS = (
    Ending.RELEASED_EXPIRY.value,
    Ending.RELEASED_PAROLE.value,
    Ending.RELEASED_EARLY.value,
    Ending.TRANSFERRED.value,
    Ending.COURT_ORDER.value,
    Ending.DIED.value,
    Ending.ESCAPED.value,
    Ending.OTHER.value,
    STILL_HERE,
)


@action(Permission.IMPORT_REGISTER)
def answer_departure(
    *,
    question_id: UUID,
    answer: str,
    ended_on: date | None = None,
    where_to: str = "",
    note: str = "",
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Say what became of somebody the register no longer names; unless still here, the stay ends.

    Custody ends with it: this office keeps what it recorded, and whoever receives the person next opens
    the record under custody of their own.
    """
    use_once(token, by)
    question = _open_question(question_id, by)
    if answer not in ANSWERS:
        raise RuleBroken("departure_answer_missing", "answer")
    if answer != STILL_HERE:
        _end_stay(question, Ending(answer), ended_on, where_to.strip(), note.strip(), by)
    DepartureQuestion.objects.filter(id=question.id).update(
        answer=answer, answered_at=scope.now(), answered_by=by.account_id
    )
    audit.note_event(
        "imports.answer_departure",
        by=by,
        subject="departure_question",
        subject_id=question.id,
        person_id=question.person_id,
        changes={"answer": ["", answer], "ended_on": [None, None if answer == STILL_HERE else ended_on]},
    )


def _open_question(question_id: UUID, by: Actor) -> DepartureQuestion:
    question = (
        DepartureQuestion.objects.select_for_update()
        .filter(id=question_id, organisation_id=by.organisation_id)
        .first()
    )
    if question is None:
        raise RuleBroken("not_found", attempt=True, subject="departure_question", subject_id=str(question_id))
    if question.answered_at is not None:
        raise RuleBroken("departure_already_answered", date=question.answered_at.date())
    return question


def _end_stay(
    question: DepartureQuestion, how: Ending, ended_on: date | None, where_to: str, note: str, by: Actor
) -> None:
    """Close the stay and this office's custody, when the ending can be true."""
    row = StayRow.objects.select_for_update().get(id=question.stay_id)
    if ended_on is None:
        raise RuleBroken("stay_end_date_missing", "ended_on")
    if how is Ending.TRANSFERRED and not where_to:
        raise RuleBroken("departure_where_to_missing", "where_to")
    stay = Stay(
        row.organisation_id, row.register_number, StayKind(row.kind), row.started_on, ended_on=row.ended_on
    )
    require(check_ending(stay, ended_on, how, scope.today(), note))
    said = "; ".join(part for part in (where_to if how is Ending.TRANSFERRED else "", note) if part)
    close_stay(row, how, ended_on, said, how.value, by)
