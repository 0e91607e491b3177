"""A sheet keyed beside many others becomes a form only when the sum made from the paper agrees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pulih.actions.acting import action
from pulih.actions.assessments.facts import EXTRA
from pulih.actions.assessments.recording import record_beside_plan, record_response
from pulih.actions.assessments.storing import Recorded
from pulih.language.instruments import instrument as load
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.instruments import Answer, check_answers
from pulih.rules.instruments.check_sum import check_sum
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import ALLOWED, all_of


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One paper sheet as it was keyed, with everything its form needs."""

    person_id: UUID
    enrolment_id: UUID | None
    """None for a form beside every programme."""
    instrument: str
    point: str
    taken_on: date
    answers: Mapping[str, Answer | None]
    coding: str
    mode: str
    reader: str = ""
    time_window: str = ""
    outside_because: str = ""


@action(Permission.MEASURE)
def record_checked(
    *, sheet: Sheet, stated: int | None, owes_sum: bool = True, token: UUID | None = None, by: Actor
) -> Recorded:
    """Record a sheet of a stack or of a file; `stated` is the sum made from the paper.

    A file may leave the sum out (`owes_sum=False`): its numbers were looked at where they were typed.
    """
    summed = check_sum(sheet.answers, stated) if owes_sum or stated is not None else ALLOWED
    require(all_of((check_answers(load(sheet.instrument), sheet.answers, sheet.coding), summed)))
    if sheet.point == EXTRA or sheet.enrolment_id is None:
        return record_beside_plan(
            person_id=sheet.person_id,
            instrument=sheet.instrument,
            taken_on=sheet.taken_on,
            answers=sheet.answers,
            coding=sheet.coding,
            mode=sheet.mode,
            reader=sheet.reader,
            time_window=sheet.time_window,
            token=token,
            by=by,
        )
    return record_response(
        enrolment_id=sheet.enrolment_id,
        instrument=sheet.instrument,
        point=sheet.point,
        taken_on=sheet.taken_on,
        answers=sheet.answers,
        coding=sheet.coding,
        mode=sheet.mode,
        reader=sheet.reader,
        time_window=sheet.time_window,
        outside_because=sheet.outside_because,
        token=token,
        by=by,
    )
