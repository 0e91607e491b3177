"""Asking the participants of a wave: a round is opened, slips are printed, their codes shown once."""

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.waves import take_wave
from pulih.queries.voice.facts import Activity, activities_of, runs_until
from pulih.records import audit, scope, slips
from pulih.records.models import FeedbackRound, FeedbackSlip
from pulih.rules.actors import Actor
from pulih.rules.documents import new_code
from pulih.rules.errors import RuleBroken, require
from pulih.rules.feedback import Round, check_printing, check_round, most_slips
from pulih.rules.permissions import Permission


@action(Permission.PREPARE_FEEDBACK)
def open_round(
    *, wave_id: UUID, module: str, opens_on: date, closes_on: date, token: UUID | None = None, by: Actor
) -> UUID:
    """Ask the people of a wave about one activity, or about the whole where `module` is empty.

    As many slips are foreseen as people take part now, never more than may be printed.
    """
    use_once(token, by)
    wave = take_wave(wave_id, None, by)
    asked = _activity(by, wave_id, module)
    today = scope.today()
    running = runs_until(by, wave_id, module, today)
    require(check_round(Round(asked.people, opens_on, closes_on, running), today))
    row = FeedbackRound.objects.create(
        organisation_id=by.organisation_id,
        wave=wave,
        module=module,
        title=asked.title_id,
        opens_on=opens_on,
        closes_on=closes_on,
        slips=min(asked.people, most_slips(asked.capacity)),
        prepared_at=scope.now(),
        prepared_by=by.account_id,
    )
    audit.note_event(
        "voice.open_round",
        by=by,
        subject="feedback_round",
        subject_id=row.pk,
        changes={
            "module": [None, module],
            "opens_on": [None, opens_on],
            "closes_on": [None, closes_on],
            "slips": [None, row.slips],
        },
    )
    return row.pk


@dataclass(frozen=True)
class Printed:
    """Slips as they go to the printer. Nobody can be shown these codes again."""

    title: str
    wave: str
    closes_on: date
    codes: tuple[str, ...]


@action(Permission.PREPARE_FEEDBACK)
def print_slips(*, round_id: UUID, count: int, token: UUID | None = None, by: Actor) -> Printed:
    """Make new slips of a round. Those printed before stay good, so all together are limited.

    They are stored in the order of their hashes: which lay on which in the printer says nothing.
    """
    use_once(token, by)
    row = take_round(round_id, by)
    slips.one_at_a_time(row.pk)
    told = slips.tallies(row.wave_id, scope.now())
    asked = _activity(by, row.wave_id, row.module)
    printed = told[row.pk].slips
    require(check_printing(count, printed, asked.capacity, row.closes_on, scope.today()))
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_code(secrets.token_bytes(8)))
    FeedbackSlip.objects.bulk_create(
        FeedbackSlip(organisation_id=by.organisation_id, round=row, code_hash=one)
        for one in sorted(slips.hash_of(code) for code in codes)
    )
    audit.note_event(
        "voice.print_slips",
        by=by,
        subject="feedback_round",
        subject_id=row.pk,
        changes={"slips": [printed, printed + count]},
    )
    return Printed(row.title, row.wave.name, row.closes_on, tuple(codes))


def take_round(round_id: UUID, by: Actor) -> FeedbackRound:
    """A round of this office; another's is not found, and the attempt is audited."""
    row = (
        FeedbackRound.objects.select_related("wave")
        .filter(pk=round_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("feedback_unknown", attempt=True, subject="feedback_round", subject_id=str(round_id))
    return row


def _activity(by: Actor, wave_id: UUID, module: str) -> Activity:
    for one in activities_of(by, wave_id):
        if one.module == module:
            return one
    raise RuleBroken("feedback_module_unknown", "module")
