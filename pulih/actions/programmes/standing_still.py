"""Suspension and resumption: the days in between do not count; ends, due dates and the timetable move."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from pulih.actions import sessions
from pulih.actions.acting import action, use_once
from pulih.actions.sessions.standing import Effect, Standing
from pulih.actions.waves import take_wave
from pulih.records import audit, scope
from pulih.records.models import Organisation, Suspension, Wave
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class FallsOut:
    """What a suspension would take from the timetable: until today at once, then week by week."""

    waves: int
    sessions: int
    a_week: int


@action(Permission.SUSPEND_WAVES)
def preview_suspension(*, wave_id: UUID | None, from_on: date, by: Actor) -> FallsOut:
    """Say what standing still from a day on would do; nothing is written."""
    waves = _waves(None, by)
    if wave_id:
        waves = [one for one in waves if one.pk == wave_id]
    today = scope.today()
    coming = sessions.planned(waves, today + timedelta(days=1), today + timedelta(days=29), by)
    now = sessions.planned(waves, from_on, today + timedelta(days=1), by)
    return FallsOut(len(waves), now.count(), sessions.by_week(coming.values_list("on", flat=True)))


@action(Permission.SUSPEND_WAVES)
def suspend(
    *,
    wave_id: UUID | None,
    from_on: date,
    reason: str,
    note: str,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Let one wave stand still, or, without a wave, every wave of the facility.

    Sessions until today fall out at once, later ones as long as it lasts; `resume` plans them anew.
    """
    use_once(token, by)
    # One at a time an office: two clerks would otherwise suspend the same days twice.
    Organisation.objects.select_for_update().only("pk").get(pk=by.organisation_id)
    wave = take_wave(wave_id, None, by) if wave_id else None
    if wave and wave.closed_on:
        raise RuleBroken("wave_closed")
    if reason not in programmes.SIDE_OF_SUSPENSION:
        raise RuleBroken("suspension_reason_unchosen", "reason")
    require(programmes.check_suspension(from_on, note, scope.today(), _in_the_way(wave, by)))
    row = Suspension.objects.create(
        organisation_id=by.organisation_id,
        wave=wave,
        from_on=from_on,
        reason=reason,
        note=note.strip(),
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    held = sessions.planned(_waves(wave, by), from_on, scope.today() + timedelta(days=1), by)
    out = sessions.fall_out_while_still(held, programmes.SIDE_OF_SUSPENSION[reason], note)
    audit.note_event(
        "programmes.suspend",
        by=by,
        subject="wave" if wave else "organisation",
        subject_id=wave.reference if wave else by.organisation_id,
        changes={
            "suspension": [None, row.pk],
            "from_on": [None, from_on],
            "reason": [None, reason],
            "fell_out": [None, out],
        },
        why=note.strip(),
    )
    return row.pk


def _in_the_way(wave: Wave | None, by: Actor) -> list[programmes.Suspension]:
    """What a further suspension must not overlap: its own, for a wave its facility's too.

    A whole facility may stop while one of its waves stands still already, but not on days from which that
    wave went on: its timetable was planned anew since.
    """
    rows = Suspension.objects.filter(organisation_id=by.organisation_id)
    if wave is not None:
        rows = rows.filter(Q(wave=wave) | Q(wave=None))
    else:
        rows = rows.filter(Q(wave=None) | Q(wave__closed_on=None, until_on__isnull=False))
    return [programmes.Suspension(one.from_on, one.until_on) for one in rows]


@action(Permission.SUSPEND_WAVES)
def preview_resumption(*, suspension_id: UUID, until_on: date, by: Actor) -> tuple[Effect, ...]:
    """Say, wave by wave, what going on from a day would do to the timetable; nothing is written."""
    row = _found(suspension_id, by, Suspension.objects.all())
    require(_check(row, until_on))
    row.until_on = until_on
    return _plan_anew(row, by, keep=False)


@action(Permission.SUSPEND_WAVES)
def resume(
    *, suspension_id: UUID, until_on: date, token: UUID | None = None, by: Actor
) -> tuple[Effect, ...]:
    """Go on from a day, which counts again; what was not held is planned anew, wave by wave."""
    use_once(token, by)
    Organisation.objects.select_for_update().only("pk").get(pk=by.organisation_id)
    row = _found(suspension_id, by, Suspension.objects.select_for_update(of=("self",)))
    require(_check(row, until_on))
    row.until_on = until_on
    row.save(update_fields=["until_on"])
    effects = _plan_anew(row, by, keep=True)
    audit.note_event(
        "programmes.resume",
        by=by,
        subject="suspension",
        subject_id=row.pk,
        changes={
            "until_on": [None, until_on],
            "fell_out": [None, sum(one.falls_out for one in effects)],
            "planned_anew": [None, sum(one.moves for one in effects)],
            "without_place": [None, sum(len(one.stuck) for one in effects)],
            "ends_on": [
                max((one.ends_before for one in effects), default=None),
                max((one.ends_after for one in effects), default=None),
            ],
        },
    )
    return effects


def _found(suspension_id: UUID, by: Actor, rows: QuerySet[Suspension]) -> Suspension:
    row = rows.select_related("wave").filter(pk=suspension_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="suspension", subject_id=str(suspension_id))
    return row


def _check(row: Suspension, until_on: date) -> programmes.Verdict:
    return programmes.check_resumption(
        programmes.Suspension(row.from_on, row.until_on), until_on, scope.today()
    )


def _waves(wave: Wave | None, by: Actor) -> list[Wave]:
    if wave is not None:
        return [wave]
    return list(Wave.objects.filter(organisation_id=by.organisation_id, closed_on=None).order_by("pk"))


def _plan_anew(row: Suspension, by: Actor, *, keep: bool) -> tuple[Effect, ...]:
    """`row` says when it ends, kept or not yet."""
    side = programmes.SIDE_OF_SUSPENSION[row.reason]
    ended = programmes.Suspension(row.from_on, row.until_on)
    found = []
    for wave in _waves(row.wave, by):
        others = Suspension.objects.filter(Q(wave=wave) | Q(wave=None), organisation_id=by.organisation_id)
        known = [(programmes.Suspension(one.from_on, one.until_on), one) for one in others.exclude(pk=row.pk)]
        still = (ended, *(days for days, _ in known))
        stretch = programmes.stretch_of(ended, still)
        said = {
            (programmes.SIDE_OF_SUSPENSION[one.reason], one.note) for days, one in known if days in stretch
        }
        standing = Standing(wave, still, stretch, frozenset(said | {(side, row.note)}))
        found.append(sessions.plan_anew(standing, side, row.note, by, keep=keep))
    return tuple(found)
