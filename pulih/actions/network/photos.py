"""Pictures of an event, kept without what the camera wrote into them."""

import hashlib
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.network.events import take_event
from pulih.records import audit, scope
from pulih.records.models import EventPhoto
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.network import MOST_PHOTOS
from pulih.rules.permissions import Permission
from pulih.rules.photos import media_type_of, without_traces


@action(Permission.RECORD_EVENTS)
def add_photo(
    *, event_id: UUID, content: bytes, caption: str = "", token: UUID | None = None, by: Actor
) -> UUID:
    """Add a JPEG or PNG; place and device are cut out before it is stored."""
    use_once(token, by)
    row = take_event(event_id, by)
    kind = media_type_of(content)
    if EventPhoto.objects.filter(event=row, organisation_id=by.organisation_id).count() >= MOST_PHOTOS:
        raise RuleBroken("photo_too_many", "photo", most=MOST_PHOTOS)
    clean = without_traces(content)
    made = EventPhoto.objects.create(
        event=row,
        organisation_id=by.organisation_id,
        caption=" ".join(caption.split()),
        media_type=kind,
        content=clean,
        sha256=hashlib.sha256(clean).hexdigest(),
        added_at=scope.now(),
    )
    audit.note_event(
        "network.add_photo",
        by=by,
        subject="event",
        subject_id=row.pk,
        changes={"photo": [None, made.pk], "sha256": [None, made.sha256]},
    )
    return made.pk


@action(Permission.RECORD_EVENTS)
def remove_photo(*, photo_id: UUID, token: UUID | None = None, by: Actor) -> UUID:
    """Take a picture away; that it was there stays in the trail. Answers the event it belonged to."""
    use_once(token, by)
    photo = EventPhoto.objects.filter(pk=photo_id, organisation_id=by.organisation_id).first()
    if photo is None:
        raise RuleBroken("event_unknown", attempt=True, subject="photo", subject_id=str(photo_id))
    audit.note_event(
        "network.remove_photo",
        by=by,
        subject="event",
        subject_id=photo.event_id,
        changes={"photo": [photo.pk, None], "sha256": [photo.sha256, None]},
    )
    photo.delete()
    return photo.event_id
