"""What happens to somebody in custody beside the programme: incidents, days away, and getting ready for release."""

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from pulih.records.models.enrolments import Enrolment
from pulih.records.models.organisations import Organisation
from pulih.records.models.people import Person


class Incident(models.Model):
    """Something that broke the order of the house. Custody data: kept apart from notes on treatment."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.TextField()
    on = models.DateField()
    text = models.TextField()
    followed_by = models.TextField(default="")
    """What was done about it."""
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    why = models.TextField(default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "incident"
        constraints = [
            models.UniqueConstraint(
                fields=["corrects"], name="incident_corrected_once", condition=~Q(corrects=None)
            )
        ]
        indexes = [models.Index(fields=["person", "-on"], name="incident_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class TimeAway(models.Model):
    """Days on which somebody is in custody here, yet cannot come: isolation, court, hospital."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.TextField()
    """`isolation`, `court`, `hospital`."""
    from_on = models.DateField()
    back_on = models.DateField(null=True)
    """The day of return, which counts again; nothing while it goes on."""
    note = models.TextField(default="")
    holds = models.JSONField(default=list)
    """Ids of the status changes by which enrolments were put on hold for it."""
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "time_away"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["isolation", "court", "hospital"]), name="time_away_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(back_on=None) | Q(back_on__gte=F("from_on")), name="time_away_in_order"
            ),
            models.UniqueConstraint(fields=["person"], name="time_away_open_once", condition=Q(back_on=None)),
        ]
        indexes = [models.Index(fields=["organisation", "-from_on"], name="time_away_by_office")]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_on}"


class ReleaseStep(models.Model):
    """One thing done, or found not needed, before somebody is released. The newest row of an item counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="+")
    release_on = models.DateField()
    """The expected day that the list was made for."""
    item = models.TextField()
    """As `rules.releases` names it."""
    state = models.TextField()
    """`done`, `not_needed`, `open`."""
    on = models.DateField()
    note = models.TextField(default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "release_step"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "not_needed", "open"]), name="release_step_state_known"
            )
        ]
        indexes = [models.Index(fields=["person", "item"], name="release_step_by_person")]

    def __str__(self) -> str:
        return f"{self.item} {self.state}"
