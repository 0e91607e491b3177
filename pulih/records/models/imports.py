"""The staged import of a facility's register: what a file said, what it would change, what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation
from pulih.records.models.people import Person, Stay


class ImportBatch(models.Model):
    """One file: first checked, then applied whole or not at all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account_id = models.UUIDField(null=True)
    kind = models.TextField(default="residents")
    file_name = models.TextField()
    sha256 = models.BinaryField()
    state = models.TextField(default="checked")
    counts = models.JSONField(default=dict)
    headings = ArrayField(models.TextField(), default=list)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "import_batch"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checked", "applied", "discarded"]), name="import_batch_state_known"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="import_batch_newest"),
            models.Index(
                fields=["organisation", "applied_at"],
                condition=Q(state="applied"),
                name="import_batch_applied",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of a file, its outcome and reasons. The national number is kept sealed, here too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    row_number = models.PositiveIntegerField()
    cells = models.JSONField()
    facts = models.JSONField(null=True)
    number_cipher = models.BinaryField(null=True)
    number_hash = models.BinaryField(null=True)
    outcome = models.TextField()
    differences = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    person_id = models.UUIDField(null=True)

    class Meta:
        db_table = "import_row"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["new", "changed", "same", "conflict", "gone", "bad"]),
                name="import_row_outcome_known",
            )
        ]
        indexes = [models.Index(fields=["batch", "outcome", "row_number"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return str(self.row_number)


class DepartureQuestion(models.Model):
    """Someone is no longer in the register: released, transferred, died? A question, never a deletion."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        db_table = "departure_question"
        constraints = [
            models.UniqueConstraint(
                fields=["stay"], name="departure_asked_once", condition=Q(answered_at=None)
            )
        ]
        indexes = [
            models.Index(fields=["organisation"], name="departure_open", condition=Q(answered_at=None))
        ]

    def __str__(self) -> str:
        return str(self.id)
