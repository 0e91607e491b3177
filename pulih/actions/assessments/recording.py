"""A form becomes final: checked, scored on the server, stored with everything that proves the score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.actions.assessments.drafts import current_response, drop_draft
from pulih.actions.assessments.facts import require_taking, take_measured
from pulih.actions.assessments.tasks import raise_tasks
from pulih.actions.outcomes.superseding import note_change_of
from pulih.language.instruments import instrument as load
from pulih.records import audit, scope
from pulih.records.models import Enrolment, Response, Score
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import Scored, check_answers, score
from pulih.rules.measuring import check_amendment
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Reason

MODES = ("interview", "self", "read_aloud")


@dataclass(frozen=True)
class Recorded:
    """What became of a form."""

    id: UUID
    scorable: bool
    reason: Reason | None
    alerts: tuple[str, ...]
    """Codes of the worrying answers that made tasks."""


@action(Permission.MEASURE)
def record_response(
    *,
    enrolment_id: UUID,
    instrument: str,
    point: str,
    taken_on: date,
    answers: Mapping[str, int | None],
    coding: str,
    mode: str,
    language: str = "id",
    outside_because: str = "",
    rule: str | None = None,
    token: UUID | None = None,
    by: Actor,
) -> Recorded:
    """Record a form of the plan. An incomplete one is kept and said to be not scorable, never guessed."""
    use_once(token, by)
    row, cycle = take_measured(enrolment_id, by)
    require_taking(row, cycle, instrument, point, taken_on, outside_because, by)
    if current_response(row, cycle.wave_id, instrument, point):
        raise RuleBroken("response_known")
    kept = _Form(instrument, point, taken_on, answers, coding, mode, language, outside_because, rule)
    made = _store(row, cycle.wave_id, kept, None, "", by)
    drop_draft(row.pk, instrument, point)
    note_change_of(cycle.wave, by, "assessments.record_response")
    return made


@action(Permission.MEASURE)
def amend_response(
    *,
    response_id: UUID,
    taken_on: date,
    answers: Mapping[str, int | None],
    coding: str,
    mode: str,
    language: str = "id",
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
    row, cycle = take_measured(before.enrolment_id, by)
    require(check_amendment(why))
    require_taking(row, cycle, before.instrument, before.point, taken_on, outside_because, by)
    kept = _Form(
        before.instrument, before.point, taken_on, answers, coding, mode, language, outside_because, rule
    )
    made = _store(row, cycle.wave_id, kept, before, why.strip(), by)
    note_change_of(cycle.wave, by, "assessments.amend_response")
    return made


@dataclass(frozen=True)
class _Form:
    instrument: str
    point: str
    taken_on: date
    answers: Mapping[str, int | None]
    coding: str
    mode: str
    language: str
    outside_because: str
    rule: str | None


def _store(
    row: Enrolment, wave_id: UUID, form: _Form, amends: Response | None, why: str, by: Actor
) -> Recorded:
    definition = load(form.instrument)
    require(check_answers(definition, form.answers, form.coding))
    if form.mode not in MODES:
        raise RuleBroken("mode_unknown", "mode")
    scored = score(definition, form.answers, coding=form.coding, rule=form.rule)
    try:
        with transaction.atomic():
            response = Response.objects.create(
                person_id=row.person_id,
                organisation_id=by.organisation_id,
                enrolment=row,
                wave_id=wave_id,
                instrument=form.instrument,
                version=scored.version,
                point=form.point,
                taken_on=form.taken_on,
                coding=scored.coding,
                rule=scored.rule,
                mode=form.mode,
                language=form.language,
                answers={item: value for item, value in form.answers.items() if value is not None},
                outside_because=form.outside_because.strip(),
                scorable=scored.scorable,
                amends=amends,
                why=why,
                recorded_at=scope.now(),
                recorded_by=by.account_id,
            )
    except IntegrityError as known:
        if "response_amended_once" not in str(known):
            raise
        raise RuleBroken("response_amended_already") from known
    Score.objects.bulk_create(_scores(response, scored))
    alerts = raise_tasks(response, scored, by)
    _note(response, amends, scored, why, by)
    return Recorded(response.pk, scored.scorable, scored.reason, alerts)


def _scores(response: Response, scored: Scored) -> list[Score]:
    return [
        Score(
            response=response,
            person_id=response.person_id,
            organisation_id=response.organisation_id,
            scale=one.code,
            value=one.value,
            reason=one.reason.code if one.reason else "",
            items_used=one.items_used,
            items_missing=one.items_missing,
            rule=scored.rule,
            coding=scored.coding,
            version=scored.version,
            engine=scored.engine,
        )
        for one in scored.subscales
    ]


def _note(response: Response, amends: Response | None, scored: Scored, why: str, by: Actor) -> None:
    """The event names the form, never an answer: answers are clinical."""
    changes: dict[str, Any] = {
        "instrument": [None, response.instrument],
        "version": [None, response.version],
        "point": [None, response.point],
        "taken_on": [amends.taken_on if amends else None, response.taken_on],
        "coding": [amends.coding if amends else None, response.coding],
        "scorable": [amends.scorable if amends else None, scored.scorable],
    }
    if amends:
        changes["amends"] = [None, amends.pk]
    audit.note_event(
        "assessments.amend_response" if amends else "assessments.record_response",
        by=by,
        subject="response",
        subject_id=response.pk,
        person_id=response.person_id,
        changes=changes,
        why=why,
    )
