"""Partners: events with who attended and what was minuted, agreements and what hangs on them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation
from pulih.records.models.programmes import Wave


class Agreement(models.Model):
    """What an office and a partner agreed in writing: in which fields, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.TextField()
    title = models.TextField()
    fields = ArrayField(models.TextField())
    """Fields of cooperation, as `rules.network` names them."""
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    ended_early_on = models.DateField(null=True)
    because = models.TextField(default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "agreement"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="agreement_number_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="agreement_in_order"
            ),
            models.CheckConstraint(condition=~Q(partner=F("organisation")), name="agreement_with_another"),
        ]

    def __str__(self) -> str:
        return self.number


class AgreementActivity(models.Model):
    """Something done under an agreement: a training, lessons, a module that the partner leads."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="activities")
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, related_name="+")
    field = models.TextField()
    title = models.TextField()
    module = models.TextField(default="")
    """The module of a curriculum that the partner leads, where it is one."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    people = models.PositiveIntegerField(null=True)
    """How many took part; nothing where nobody counted."""
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "agreement_activity"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="activity_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Event(models.Model):
    """A meeting worth minutes: the opening or closing of a wave, a coordination meeting."""

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
    field = models.TextField(default="")
    """The field of cooperation it came for."""
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
