"""Performance targets: how many people a facility is to admit to a programme, by year or quarter."""

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation, Programme


class Target(models.Model):
    """A target; a new amount is a further revision, so that what was promised stays known."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="targets")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(null=True)
    amount = models.PositiveIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(default="")
    set_by_office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True)

    class Meta:
        db_table = "target"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "year", "quarter", "revision"],
                name="target_revision_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(quarter=None) | Q(quarter__in=[1, 2, 3, 4]), name="target_quarter_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.programme_id} {self.year}"
