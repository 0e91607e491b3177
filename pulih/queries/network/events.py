"""Looking up the events of an office, with guests and pictures."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from pulih.records import scope
from pulih.records.models import Event, EventAttendance, EventPhoto
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class EventLine:
    """An event in the list."""

    id: UUID
    kind: str
    title: str
    held_on: date
    announced: bool
    """Whether its day is still to come."""
    host: str
    guests: int
    wave: str


@dataclass(frozen=True)
class GuestRow:
    """An organisation that was there."""

    organisation_id: int
    name: str
    kind: str
    people: int
    represented_by: str
    field: str


@dataclass(frozen=True)
class PhotoRow:
    """A picture, without its bytes."""

    id: UUID
    caption: str


@dataclass(frozen=True)
class EventRecord:
    """One event, whole."""

    id: UUID
    kind: str
    title: str
    held_on: date
    announced: bool
    place: str
    host_id: int
    host: str
    host_role: str
    minutes: str
    wave_id: UUID | None
    wave: str
    wave_reference: str
    guests: tuple[GuestRow, ...]
    photos: tuple[PhotoRow, ...]
    revision: int


def events_of(actor: Actor) -> list[EventLine]:
    """The office's events, newest first."""
    require(actor.may(Permission.READ_EVENTS), attempt=True)
    rows = (
        Event.objects.filter(organisation_id=actor.organisation_id)
        .select_related("host", "wave")
        .annotate(guests=Count("attendances"))
        .order_by("-held_on", "-recorded_at")
    )
    today = scope.today()
    return [
        EventLine(
            row.pk,
            row.kind,
            row.title,
            row.held_on,
            row.held_on > today,
            row.host.name,
            row.guests,
            row.wave.name if row.wave else "",
        )
        for row in rows
    ]


def open_event(actor: Actor, event_id: UUID) -> EventRecord:
    """One event with guests and pictures."""
    require(actor.may(Permission.READ_EVENTS), attempt=True)
    row = (
        Event.objects.filter(pk=event_id, organisation_id=actor.organisation_id)
        .select_related("host", "wave")
        .first()
    )
    if row is None:
        raise RuleBroken("event_unknown", attempt=True, subject="event", subject_id=str(event_id))
    guests = EventAttendance.objects.filter(event=row, organisation_id=actor.organisation_id).select_related(
        "attending"
    )
    photos = EventPhoto.objects.filter(event=row, organisation_id=actor.organisation_id).only("caption")
    return EventRecord(
        row.pk,
        row.kind,
        row.title,
        row.held_on,
        row.held_on > scope.today(),
        row.place,
        row.host_id,
        row.host.name,
        row.host_role,
        row.minutes,
        row.wave_id,
        row.wave.name if row.wave else "",
        row.wave.reference if row.wave else "",
        tuple(
            GuestRow(
                one.attending_id,
                one.attending.name,
                one.attending.kind,
                one.people,
                one.represented_by,
                one.field,
            )
            for one in guests.order_by("attending__name")
        ),
        tuple(PhotoRow(one.pk, one.caption) for one in photos.order_by("added_at")),
        row.revision,
    )


def photo_of(actor: Actor, photo_id: UUID) -> tuple[bytes, str]:
    """A picture's bytes and kind, for whoever may see the event."""
    require(actor.may(Permission.READ_EVENTS), attempt=True)
    row = EventPhoto.objects.filter(pk=photo_id, organisation_id=actor.organisation_id).first()
    if row is None:
        raise RuleBroken("event_unknown", attempt=True, subject="photo", subject_id=str(photo_id))
    return bytes(row.content), row.media_type
