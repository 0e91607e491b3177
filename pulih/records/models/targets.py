"""Performance targets: how many people a facility is to admit to a programme, by year or quarter."""

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation, Programme


class Objective(models.Model):
    """A strategic objective that targets serve, in the words of the office that set it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="objectives")
    code = models.TextField()
    text = models.TextField()
    source = models.TextField()
    """The plan or decree it stands in."""
    from_year = models.PositiveSmallIntegerField()
    until_year = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "objective"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="objective_code_once"),
            models.CheckConstraint(
                condition=Q(until_year__gte=models.F("from_year")), name="objective_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Target(models.Model):
    """A target; a new amount is a further revision, so that what was promised stays known."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="targets")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    objective = models.ForeignKey(Objective, models.PROTECT, null=True, related_name="targets")
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
