"""A form becomes final: checked, scored on the server, stored with everything that proves the score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from pulih.actions.assessments.drafts import drop_draft
from pulih.actions.assessments.tasks import raise_tasks
from pulih.actions.staff.facts import held_by
from pulih.language.instruments import instrument as load
from pulih.queries.instruments import is_worded
from pulih.records import scope
from pulih.records.models import Person, Response, Score
from pulih.records.together import Together
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import (
    Answer,
    Instrument,
    Scored,
    SubscaleScore,
    check_administering,
    check_answers,
    score,
)
from pulih.rules.verdicts import Reason, all_of

MODES = ("interview", "self", "read_aloud")
SEXES = {"male": "m", "female": "f"}
"""How the register says it, and how definitions do."""


@dataclass(frozen=True)
class Recorded:
    """What became of a form."""

    id: UUID
    scorable: bool
    reason: Reason | None
    alerts: tuple[str, ...]
    """Codes of the worrying answers that made tasks."""


@dataclass(frozen=True)
class Form:
    """A filled form as it was handed in."""

    instrument: str
    point: str
    taken_on: date
    answers: Mapping[str, Answer | None]
    coding: str
    mode: str
    language: str
    reader: str
    time_window: str
    outside_because: str
    rule: str | None


@dataclass(frozen=True)
class Whom:
    """Whom a form is about; beside every programme there is no enrolment."""

    person_id: UUID
    enrolment_id: UUID | None = None
    wave_id: UUID | None = None


def store(whom: Whom, form: Form, amends: Response | None, why: str, by: Actor) -> Recorded:
    """Check a form against its definition and whoever hands it in, score it, keep it, make its tasks.

    An amendment is scored by the version that the form was filled by. The response with its scores and tasks,
    the end of its draft and the event are written in one statement.
    """
    definition = load(form.instrument, amends.version if amends else None)
    window = _window(definition, form.time_window)
    worded = definition.needs_wording and is_worded(by, definition.code, form.taken_on)
    require(
        all_of(
            (
                check_administering(
                    definition,
                    role=by.role,
                    mode=form.mode,
                    held=held_by(by.account_id) if by.account_id and definition.competency else (),
                    on=form.taken_on,
                    worded=worded,
                ),
                check_answers(definition, form.answers, form.coding),
            )
        )
    )
    circumstances = _circumstances(definition, whom.person_id)
    scored = score(definition, form.answers, coding=form.coding, rule=form.rule, circumstances=circumstances)
    reader = (form.reader.strip() or by.name) if form.mode == "read_aloud" else ""
    response = Response(
        person_id=whom.person_id,
        organisation_id=by.organisation_id,
        enrolment_id=whom.enrolment_id,
        wave_id=whom.wave_id,
        instrument=form.instrument,
        version=scored.version,
        point=form.point,
        taken_on=form.taken_on,
        coding=scored.coding,
        rule=scored.rule,
        mode=form.mode,
        language=form.language,
        reader=reader,
        time_window=window,
        circumstances=circumstances,
        answers=_plain(form.answers),
        outside_because=form.outside_because.strip(),
        scorable=scored.scorable,
        amends_id=amends.pk if amends else None,
        why=why,
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    act = Together()
    act.insert(response)
    act.insert(*(score_row(response, one, definition.version, scored.engine) for one in scored.subscales))
    alerts = raise_tasks(act, response, scored, by)
    if amends is None:
        drop_draft(act, whom.person_id, whom.enrolment_id, form.instrument, form.point, by)
    _note(act, response, amends, scored, why, by)
    try:
        act.write()
    except IntegrityError as known:
        if "response_amended_once" not in str(known):
            raise
        raise RuleBroken("response_amended_already") from known
    return Recorded(response.pk, scored.scorable, scored.reason, alerts)


def _window(definition: Instrument, named: str) -> str:
    """The stretch of time that was asked about; the definition's first where nothing was said."""
    known = [one.code for one in definition.windows]
    if not named:
        return known[0] if known else ""
    if named not in known:
        raise RuleBroken("time_window_unknown", "time_window", known=known)
    return named


def _circumstances(definition: Instrument, person_id: UUID) -> dict[str, str]:
    """What cut-offs depend on beside the answers, as the register has it today; nothing where unknown."""
    if not any(name == "sex" for name, _ in definition.circumstances):
        return {}
    sex = SEXES.get(Person.objects.values_list("sex", flat=True).get(pk=person_id))
    return {"sex": sex} if sex else {}


def _plain(answers: Mapping[str, Answer | None]) -> dict[str, int | float | str]:
    """Answers as JSON keeps them: what was left empty is left out."""
    kept: dict[str, int | float | str] = {}
    for item, value in answers.items():
        if value is None or value == "":
            continue
        kept[item] = value if isinstance(value, int | str) else float(value)
    return kept


def score_row(response: Response, one: SubscaleScore, version: str, engine: str) -> Score:
    """A score as a row, with what made it; figures only where there are more than the value."""
    figures = dict(one.figures) if len(one.figures) > 1 else {}
    return Score(
        response=response,
        person_id=response.person_id,
        organisation_id=response.organisation_id,
        scale=one.code,
        value=one.value,
        figures=figures,
        bands=dict(one.bands),
        reason=one.reason.code if one.reason else "",
        items_used=one.items_used,
        items_missing=one.items_missing,
        rule=response.rule,
        coding=response.coding,
        version=version,
        engine=engine,
    )


def _note(
    act: Together, response: Response, amends: Response | None, scored: Scored, why: str, by: Actor
) -> None:
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
    act.note(
        "assessments.amend_response" if amends else "assessments.record_response",
        by=by,
        subject="response",
        subject_id=response.pk,
        person_id=response.person_id,
        changes=changes,
        why=why,
    )
