"""Events with partners: who opened a programme, who attended, what was minuted."""

from django.db import models
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation
from pulih.records.models.programmes import Wave


class Event(models.Model):
    """A meeting worth minutes; so far the opening of a programme."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, related_name="events")
    kind = models.TextField(default="opening")
    title = models.TextField()
    held_on = models.DateField()
    place = models.TextField(default="")
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    """The office whose head opens it."""
    host_role = models.TextField(default="")
    minutes = models.TextField(default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "event"
        indexes = [models.Index(fields=["organisation", "-held_on"], name="event_by_office")]

    def __str__(self) -> str:
        return self.title


class EventAttendance(models.Model):
    """An organisation that was there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="attendances")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    """The office that keeps the event, as on every row a wall guards."""
    attending = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(default=1)
    represented_by = models.TextField(default="")

    class Meta:
        db_table = "event_attendance"
        constraints = [models.UniqueConstraint(fields=["event", "attending"], name="attendance_once")]

    def __str__(self) -> str:
        return str(self.attending_id)


class EventPhoto(models.Model):
    """A picture of an event; faces may be on it, so it stays with the office."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="photos")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    caption = models.TextField(default="")
    media_type = models.TextField()
    content = models.BinaryField()
    sha256 = models.TextField()
    added_at = models.DateTimeField()

    class Meta:
        db_table = "event_photo"

    def __str__(self) -> str:
        return self.caption
