"""Openings, closings and coordination meetings: who hosted, who was there, what was minuted."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.waves import suspensions_of
from pulih.records import audit, scope
from pulih.records.models import Cycle, Event, EventAttendance, Organisation, Wave
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.network import Guest, Meeting, WaveDays, check_meeting
from pulih.rules.permissions import Permission


@action(Permission.RECORD_EVENTS)
def record_event(
    *,
    kind: str,
    title: str,
    held_on: date,
    host_id: int | None,
    guests: Sequence[Guest],
    place: str = "",
    host_role: str = "",
    wave_id: UUID | None = None,
    minutes: str = "",
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Record an event at this facility: one that took place, or one to which others are invited."""
    use_once(token, by)
    wave = _wave(wave_id, by)
    meeting = Meeting(kind, title, held_on, host_id, tuple(guests), minutes, _days_of(wave))
    require(check_meeting(meeting, scope.today()))
    row = Event.objects.create(
        organisation_id=by.organisation_id,
        wave=wave,
        kind=kind,
        title=" ".join(title.split()),
        held_on=held_on,
        place=place.strip(),
        host=_host(meeting),
        host_role=host_role.strip(),
        minutes=minutes.strip(),
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    _invite(row, meeting.guests)
    audit.note_event(
        "network.record_event",
        by=by,
        subject="event",
        subject_id=row.pk,
        changes={
            "kind": [None, kind],
            "held_on": [None, held_on],
            "host": [None, host_id],
            "guests": [None, [one.organisation_id for one in guests]],
        },
    )
    return row.pk


@action(Permission.RECORD_EVENTS)
def change_event(
    *,
    event_id: UUID,
    kind: str,
    title: str,
    held_on: date,
    host_id: int | None,
    guests: Sequence[Guest],
    place: str = "",
    host_role: str = "",
    wave_id: UUID | None = None,
    minutes: str = "",
    revision: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Mend what was recorded, or add minutes after a meeting; the trail keeps what stood there before."""
    use_once(token, by)
    row = take_event(event_id, by)
    if revision is not None and revision != row.revision:
        raise RuleBroken("page_stale")
    wave = _wave(wave_id, by)
    meeting = Meeting(kind, title, held_on, host_id, tuple(guests), minutes, _days_of(wave))
    require(check_meeting(meeting, scope.today()))
    host = _host(meeting)
    before = _facts(row)
    row.kind, row.title, row.held_on, row.place = kind, " ".join(title.split()), held_on, place.strip()
    row.host = host
    row.host_role, row.minutes, row.wave = host_role.strip(), minutes.strip(), wave
    row.revision += 1
    row.save()
    EventAttendance.objects.filter(event=row, organisation_id=by.organisation_id).delete()
    _invite(row, meeting.guests)
    after = _facts(row)
    audit.note_event(
        "network.change_event",
        by=by,
        subject="event",
        subject_id=row.pk,
        changes={name: [before[name], after[name]] for name in before if before[name] != after[name]},
    )


def take_event(event_id: UUID, by: Actor) -> Event:
    """Lock an event of this office."""
    row = Event.objects.select_for_update().filter(pk=event_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("event_unknown", attempt=True, subject="event", subject_id=str(event_id))
    return row


def _host(meeting: Meeting) -> Organisation:
    """The office that hosts it; refuses offices that do not exist, guests included."""
    wanted = {meeting.host_id or 0, *(one.organisation_id for one in meeting.guests)}
    known = {row.pk: row for row in Organisation.objects.filter(pk__in=wanted)}
    if len(known) != len(wanted):
        raise RuleBroken("event_organisation_unknown", "guests")
    return known[meeting.host_id or 0]


def _wave(wave_id: UUID | None, by: Actor) -> Wave | None:
    if wave_id is None:
        return None
    wave = Wave.objects.filter(pk=wave_id, organisation_id=by.organisation_id).first()
    if wave is None:
        raise RuleBroken("wave_unknown", attempt=True, subject="wave", subject_id=str(wave_id))
    return wave


def _days_of(wave: Wave | None) -> WaveDays | None:
    """The last day of a wave: when it was closed, or when its longest programme ends."""
    if wave is None:
        return None
    if wave.closed_on is not None:
        return WaveDays(wave.budget_year, wave.closed_on)
    months = Cycle.objects.filter(wave=wave, organisation_id=wave.organisation_id).values_list(
        "months", flat=True
    )
    ends = programmes.ends_on(wave.starts_on, max(months), suspensions_of(wave), scope.today())
    return WaveDays(wave.budget_year, ends)


def _facts(row: Event) -> dict[str, Any]:
    """What the trail keeps of an event; of the minutes only that they are others, they may be long."""
    here = EventAttendance.objects.filter(event=row, organisation_id=row.organisation_id)
    return {
        "kind": row.kind,
        "title": row.title,
        "held_on": row.held_on,
        "place": row.place,
        "host": row.host_id,
        "host_role": row.host_role,
        "wave": row.wave_id,
        "minutes": sha256(row.minutes.encode()).hexdigest()[:12] if row.minutes else "",
        "guests": [
            list(one) for one in here.order_by("attending").values_list("attending", "people", "field")
        ],
    }


def _invite(row: Event, guests: Sequence[Guest]) -> None:
    EventAttendance.objects.bulk_create(
        EventAttendance(
            event=row,
            organisation_id=row.organisation_id,
            attending_id=one.organisation_id,
            field=one.field,
            people=one.people,
            represented_by=one.represented_by.strip(),
        )
        for one in guests
    )
