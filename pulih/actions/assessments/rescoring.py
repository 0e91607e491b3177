"""Forms of an office are scored again after engine or definition were mended; every change is reported.

Answers are never touched. A score that stands in an approved result sheet is reported and left alone: the
sheet was approved with it, and only people may reopen a sheet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from pulih.actions.acting import action
from pulih.actions.assessments.storing import score_row
from pulih.language.instruments import instrument as load
from pulih.records import audit, scope
from pulih.records.models import Rescoring, Response, ResultSheetRow, Score, ScoreChange
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.instruments import ENGINE_VERSION, Instrument, Scored, check_answers, score
from pulih.rules.instruments.rescoring import Standing, changed, check_scoring_again, standing_of
from pulih.rules.permissions import Permission

AT_ONCE = 500
"""Forms looked at together, so that memory does not grow with the office."""


@dataclass(frozen=True)
class Difference:
    """A score that comes out otherwise."""

    response_id: UUID
    scale: str
    before: Standing
    after: Standing
    held_by: str
    """The wave whose approved sheet keeps the old one; nothing where the new one is in force."""


@dataclass(frozen=True)
class ScoredAgain:
    """What a run came to. Without an id it was a trial: nothing was written."""

    id: UUID | None
    responses: int
    differences: tuple[Difference, ...]


@action(Permission.SCORE_AGAIN)
def score_again(*, instrument: str, why: str, trial: bool = False, by: Actor) -> ScoredAgain:
    """Score every form in force of an instrument at this office by the newest engine and definition.

    Forms whose answers the newest version would refuse keep to their own. Jobs and the command line do
    this, one office at a time.
    """
    require(check_scoring_again(why))
    definition = load(instrument)
    waves = _approved_waves(by)
    looked_at, found, rows = 0, [], []
    for response, current in _forms(instrument, by):
        looked_at += 1
        scored = _score(definition, response)
        held_by = waves.get(response.wave_id, "") if response.wave_id else ""
        differences = list(_differences(response, current, scored, held_by))
        found += differences
        if not held_by and (differences or _made_otherwise(current, scored)):
            rows += [score_row(response, one, scored.version, scored.engine) for one in scored.subscales]
    if trial:
        return ScoredAgain(None, looked_at, tuple(found))
    run = _write(definition, why.strip(), looked_at, found, rows, by)
    return ScoredAgain(run.pk, looked_at, tuple(found))


def _approved_waves(by: Actor) -> dict[UUID, str]:
    """The waves whose approved sheet is in force, with what people call them."""
    sheets = ResultSheetRow.objects.filter(
        organisation_id=by.organisation_id, state="approved", superseded_at=None
    )
    return dict(sheets.values_list("wave_id", "wave__reference"))


def _forms(instrument: str, by: Actor) -> Iterator[tuple[Response, dict[str, Score]]]:
    """Every form in force with its scores in force, by scale."""
    mine = Response.objects.filter(organisation_id=by.organisation_id, instrument=instrument)
    amended = mine.filter(amends__isnull=False).values("amends_id")
    ids = list(mine.exclude(pk__in=amended).order_by("id").values_list("id", flat=True))
    for first in range(0, len(ids), AT_ONCE):
        batch = ids[first : first + AT_ONCE]
        scores: dict[UUID, dict[str, Score]] = {}
        for row in Score.objects.filter(response_id__in=batch).order_by("id"):
            scores.setdefault(row.response_id, {})[row.scale] = row
        for response in Response.objects.filter(pk__in=batch).order_by("id"):
            yield response, scores.get(response.pk, {})


def _score(definition: Instrument, response: Response) -> Scored:
    fitting = definition
    if not check_answers(definition, response.answers, response.coding):
        fitting = load(definition.code, response.version)
    rule = response.rule if response.rule in fitting.missing_rules else None
    return score(
        fitting, response.answers, coding=response.coding, rule=rule, circumstances=response.circumstances
    )


def _differences(
    response: Response, current: dict[str, Score], scored: Scored, held_by: str
) -> Iterable[Difference]:
    for one in scored.subscales:
        row = current.get(one.code)
        before = Standing(row.value, row.figures, row.bands, row.reason) if row else Standing(None)
        after = standing_of(one)
        if row is None or changed(before, after):
            yield Difference(response.pk, one.code, before, after, held_by)


def _made_otherwise(current: dict[str, Score], scored: Scored) -> bool:
    """Whether the same figures were found by an older engine or version, so that nothing could be compared."""
    return any((row.engine, row.version) != (scored.engine, scored.version) for row in current.values())


def _write(
    definition: Instrument,
    why: str,
    looked_at: int,
    found: list[Difference],
    rows: list[Score],
    by: Actor,
) -> Rescoring:
    held = sum(bool(one.held_by) for one in found)
    run = Rescoring.objects.create(
        organisation_id=by.organisation_id,
        instrument=definition.code,
        version=definition.version,
        engine=ENGINE_VERSION,
        why=why,
        responses=looked_at,
        changed=len(found) - held,
        held=held,
        ran_at=scope.now(),
        ran_by=by.account_id,
    )
    for row in rows:
        row.rescoring = run
    Score.objects.bulk_create(rows, batch_size=AT_ONCE)
    people = dict(
        Response.objects.filter(pk__in={one.response_id for one in found}).values_list("id", "person_id")
    )
    ScoreChange.objects.bulk_create(
        (
            ScoreChange(
                rescoring=run,
                response_id=one.response_id,
                person_id=people[one.response_id],
                organisation_id=by.organisation_id,
                scale=one.scale,
                before=one.before.as_plain(),
                after=one.after.as_plain(),
                held_by=one.held_by,
            )
            for one in found
        ),
        batch_size=AT_ONCE,
    )
    audit.note_event(
        "assessments.score_again",
        by=by,
        subject="rescoring",
        subject_id=run.pk,
        changes={
            "instrument": [None, f"{definition.code} {definition.version}"],
            "engine": [None, ENGINE_VERSION],
            "responses": [None, looked_at],
            "changed": [None, run.changed],
            "held": [None, held],
        },
        why=why,
    )
    return run
