"""What participants said: rounds of a wave with their figures, once they have closed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pulih.queries.programmes import wave_of
from pulih.queries.voice.facts import Activity, activities_of
from pulih.records import scope, slips
from pulih.records.models import FeedbackRound
from pulih.records.slips import OpenSlip, Tally
from pulih.rules import feedback
from pulih.rules.actors import Actor
from pulih.rules.documents import read_code
from pulih.rules.errors import RuleBroken, require
from pulih.rules.feedback import Result
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class RoundRow:
    """A round of a wave; no figure at all while it can still be answered."""

    id: UUID
    wave_id: UUID
    wave_reference: str
    wave: str
    module: str
    title: str
    opens_on: date
    closes_on: date
    slips: int
    """How many the first printing makes: one for everybody who took part when it was opened."""
    printed: int
    result: Result | None

    def opened(self, today: date) -> bool:
        """Whether it can be answered on that day."""
        return self.opens_on <= today <= self.closes_on


@dataclass(frozen=True)
class WaveVoice:
    """What the people of a wave said of it and of its activities."""

    id: UUID
    reference: str
    name: str
    rounds: tuple[RoundRow, ...]
    satisfaction: Result
    """Of all rounds whose figures may be shown."""

    @property
    def shown(self) -> tuple[RoundRow, ...]:
        """Rounds with figures, those people liked best first."""
        found = [one for one in self.rounds if one.result and one.result.said]
        return tuple(sorted(found, key=lambda one: -(one.result.mean or 0) if one.result else 0))


def wave_voice(actor: Actor, reference: str) -> WaveVoice:
    """Rounds of a wave, the newest first."""
    require(actor.may(Permission.READ_FEEDBACK), attempt=True)
    wave = wave_of(actor, reference)
    rounds = _rounds(actor, wave.id)
    return WaveVoice(wave.id, wave.reference, wave.name, rounds, _satisfaction(rounds))


def round_of(actor: Actor, round_id: UUID) -> RoundRow:
    """One round of the office."""
    require(actor.may(Permission.READ_FEEDBACK), attempt=True)
    wave_id = (
        FeedbackRound.objects.filter(pk=round_id, organisation_id=actor.organisation_id)
        .values_list("wave_id", flat=True)
        .first()
    )
    found = [one for one in _rounds(actor, wave_id) if one.id == round_id] if wave_id else []
    if not found:
        raise RuleBroken("feedback_unknown", attempt=True, subject="feedback_round", subject_id=str(round_id))
    return found[0]


def activities(actor: Actor, reference: str) -> tuple[UUID, str, tuple[Activity, ...]]:
    """The wave with what its people can be asked about."""
    require(actor.may(Permission.PREPARE_FEEDBACK), attempt=True)
    wave = wave_of(actor, reference)
    return wave.id, wave.name, activities_of(actor, wave.id)


def slip_opens(typed: str) -> tuple[str, OpenSlip] | None:
    """The questions behind a code as typed, with the code in its one form; needs nobody signed in."""
    code = read_code(typed)
    found = slips.open_slip(code, scope.now()) if code else None
    return (code, found) if code and found else None


def _rounds(actor: Actor, wave_id: UUID) -> tuple[RoundRow, ...]:
    told, today = slips.tallies(wave_id, scope.now()), scope.today()
    rows = (
        FeedbackRound.objects.filter(organisation_id=actor.organisation_id, wave_id=wave_id)
        .select_related("wave")
        .order_by("-closes_on", "-prepared_at")
    )
    return tuple(
        RoundRow(
            row.pk,
            wave_id,
            row.wave.reference,
            row.wave.name,
            row.module,
            row.title,
            row.opens_on,
            row.closes_on,
            row.slips,
            told[row.pk].slips if row.pk in told else 0,
            _result(told.get(row.pk)) if feedback.is_closed(row.closes_on, today) else None,
        )
        for row in rows
    )


def _result(told: Tally | None) -> Result | None:
    if told is None or told.answers is None:
        return None
    return feedback.result_of(told.slips, told.answers, told.counts, told.texts)


def _satisfaction(rounds: tuple[RoundRow, ...]) -> Result:
    return feedback.together(tuple(one.result for one in rounds if one.result))
