"""Result sheets of waves: what was drafted, checked and approved stays as it was."""

from django.db import models
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation
from pulih.records.models.programmes import Wave


class ResultSheetRow(models.Model):
    """A revision of a wave's result sheet, with the figures as they were when it was drafted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="sheets")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField()
    state = models.TextField(default="draft")
    sheet = models.JSONField()
    """The whole sheet as `rules.outcomes.to_plain` writes it."""
    fingerprint = models.TextField()
    """SHA-256 of the figures: whether the records still say the same."""
    drafted_at = models.DateTimeField()
    drafted_by = models.UUIDField(null=True)
    drafted_name = models.TextField()
    drafted_role = models.TextField()
    checked_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    checked_name = models.TextField(default="")
    checked_role = models.TextField(default="")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.UUIDField(null=True)
    returned_because = models.TextField(default="")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_name = models.TextField(default="")
    approved_role = models.TextField(default="")
    audit_seal = models.BigIntegerField(null=True)
    audit_hash = models.TextField(default="")
    audit_signature = models.TextField(default="")
    superseded_at = models.DateTimeField(null=True)
    superseded_because = models.TextField(default="")

    class Meta:
        db_table = "result_sheet"
        constraints = [
            models.UniqueConstraint(fields=["wave", "revision"], name="result_sheet_revision_once"),
            models.UniqueConstraint(
                fields=["wave"],
                name="result_sheet_one_in_review",
                condition=models.Q(state__in=["draft", "checked"]) & models.Q(superseded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.revision}"
