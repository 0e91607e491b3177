"""Who did what, who read what, and the seals over it. The tables are made by SQL: partitioned by month."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7


class AuditEvent(models.Model):
    """One act or one refused attempt. `body` is the text exactly as hashed; the columns repeat it."""

    pk = models.CompositePrimaryKey("day", "id")
    day = models.DateField()
    id = models.UUIDField()
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    role = models.TextField()
    organisation_id = models.IntegerField(null=True)
    holder_id = models.IntegerField(null=True)
    event = models.TextField()
    outcome = models.TextField()
    subject = models.TextField()
    subject_id = models.TextField()
    person_id = models.UUIDField(null=True)
    body = models.TextField()
    sha256 = models.BinaryField()

    class Meta:
        db_table = "audit_event"

    def __str__(self) -> str:
        return f"{self.event} {self.id}"


class AuditSeal(models.Model):
    """A batch of events sealed together and chained to the batch before."""

    n = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    days = ArrayField(models.DateField())
    ids = ArrayField(models.UUIDField())
    root = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_seal"
        indexes = [models.Index(fields=["sealed_at"], name="audit_seal_by_time")]

    def __str__(self) -> str:
        return str(self.n)


class ReadEvent(models.Model):
    """Somebody opened somebody's record."""

    pk = models.CompositePrimaryKey("day", "id")
    day = models.DateField()
    id = models.UUIDField()
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    role = models.TextField()
    organisation_id = models.IntegerField()
    holder_id = models.IntegerField(null=True)
    """Whose custody the person was in, where the record was opened by break-glass."""
    person_id = models.UUIDField()
    what = models.TextField()
    by_break_glass = models.BooleanField(default=False)

    class Meta:
        db_table = "read_event"

    def __str__(self) -> str:
        return str(self.id)


class BreakGlass(models.Model):
    """An emergency opening: reason, three hours, and a review that is owed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person_id = models.UUIDField()
    organisation_id = models.IntegerField()
    holder_id = models.IntegerField(null=True)
    account_id = models.UUIDField()
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    finding = models.TextField(default="")
    review_note = models.TextField(default="")

    class Meta:
        db_table = "break_glass"
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__in=["", "justified", "unjustified"]), name="break_glass_finding_known"
            )
        ]
        indexes = [
            models.Index(fields=["organisation_id", "-opened_at"], name="break_glass_by_office"),
            models.Index(fields=["holder_id", "-opened_at"], name="break_glass_by_holder"),
        ]

    def __str__(self) -> str:
        return str(self.id)
