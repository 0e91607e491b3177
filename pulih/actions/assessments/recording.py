"""Forms are handed in: those of a plan, those beside every programme, and amendments of either."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.assessments.facts import EXTRA, require_beside_plan, require_taking, take_measured
from pulih.actions.assessments.storing import MODES, Form, Recorded, Whom, store
from pulih.actions.outcomes.superseding import note_change_in
from pulih.actions.people.facts import take_person
from pulih.language.instruments import instrument as load
from pulih.records.models import Response
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import Answer, Instrument
from pulih.rules.measuring import check_amendment
from pulih.rules.permissions import Permission

__all__ = ["MODES", "Recorded", "amend_response", "record_beside_plan", "record_response"]


@action(Permission.MEASURE)
def record_response(
    *,
    enrolment_id: UUID,
    instrument: str,
    point: str,
    taken_on: date,
    answers: Mapping[str, Answer | None],
    coding: str,
    mode: str,
    language: str = "id",
    reader: str = "",
    time_window: str = "",
    outside_because: str = "",
    rule: str | None = None,
    token: UUID | None = None,
    by: Actor,
) -> Recorded:
    """Record a form of the plan. An incomplete one is kept and said to be not scorable, never guessed."""
    measured = take_measured(enrolment_id, by, token)
    around = require_taking(measured, instrument, point, taken_on, outside_because, by)
    if around.known:
        raise RuleBroken("response_known")
    form = Form(
        instrument, point, taken_on, answers, coding, mode, language, reader, time_window, outside_because,
        rule,
    )  # fmt: skip
    made = store(Whom(measured.person_id, measured.id, measured.wave_id), form, None, "", by)
    if around.approved:
        note_change_in(measured.wave_id, by, "assessments.record_response")
    return made


@action(Permission.MEASURE)
def record_beside_plan(
    *,
    person_id: UUID,
    instrument: str,
    taken_on: date,
    answers: Mapping[str, Answer | None],
    coding: str,
    mode: str,
    language: str = "id",
    reader: str = "",
    time_window: str = "",
    rule: str | None = None,
    token: UUID | None = None,
    by: Actor,
) -> Recorded:
    """Record a form that belongs to no programme, such as a screening; one of an instrument a day.

    Of an observation one a day for each observer: several who saw the same are what agreement is read from.
    """
    use_once(token, by)
    person = take_person(person_id, None, by)
    definition = load(instrument)
    require_beside_plan(person.pk, taken_on, definition, by)
    if _same_day(person.pk, definition, taken_on, by):
        raise RuleBroken("response_known_that_day", "taken_on", date=taken_on)
    form = Form(
        instrument, EXTRA, taken_on, answers, coding, mode, language, reader, time_window, "", rule
    )  # fmt: skip
    return store(Whom(person.pk), form, None, "", by)


def _same_day(person_id: UUID, definition: Instrument, taken_on: date, by: Actor) -> bool:
    mine = Response.objects.filter(
        organisation_id=by.organisation_id, person_id=person_id, instrument=definition.code, enrolment=None
    )
    if definition.observed:
        mine = mine.filter(recorded_by=by.account_id)
    amended = mine.filter(amends__isnull=False).values("amends_id")
    return mine.filter(taken_on=taken_on).exclude(pk__in=amended).exists()


@action(Permission.MEASURE)
def amend_response(
    *,
    response_id: UUID,
    taken_on: date,
    answers: Mapping[str, Answer | None],
    coding: str,
    mode: str,
    language: str = "id",
    reader: str = "",
    time_window: str = "",
    outside_because: str = "",
    rule: str | None = None,
    why: str,
    token: UUID | None = None,
    by: Actor,
) -> Recorded:
    """Replace a final form by a further one; both stay, the newer counts."""
    use_once(token, by)
    before = Response.objects.filter(pk=response_id, organisation_id=by.organisation_id).first()
    if before is None:
        raise RuleBroken("response_unknown", attempt=True, subject="response", subject_id=str(response_id))
    require(check_amendment(why))
    form = Form(
        before.instrument, before.point, taken_on, answers, coding, mode, language, reader,
        time_window or before.time_window, outside_because, rule,
    )  # fmt: skip
    if before.enrolment_id is None:
        person = take_person(before.person_id, None, by)
        require_beside_plan(person.pk, taken_on, load(before.instrument, before.version), by)
        return store(Whom(person.pk), form, before, why.strip(), by)
    measured = take_measured(before.enrolment_id, by)
    around = require_taking(measured, before.instrument, before.point, taken_on, outside_because, by)
    made = store(Whom(measured.person_id, measured.id, measured.wave_id), form, before, why.strip(), by)
    if around.approved:
        note_change_in(measured.wave_id, by, "assessments.amend_response")
    return made
