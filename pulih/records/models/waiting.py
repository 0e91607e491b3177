"""The order of a waiting list: the published rule, and what somebody says against their place in it."""

from django.db import models
from uuid_utils.compat import uuid7

from pulih.records.models.enrolments import Enrolment
from pulih.records.models.organisations import Organisation
from pulih.records.models.people import Person


class RankingRule(models.Model):
    """By what an office orders those who wait, from a day on; earlier rules stay."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    weights = models.JSONField()
    """Weight by factor, as `rules.waiting` names them."""
    why = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)

    class Meta:
        db_table = "ranking_rule"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="ranking_rule_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.version}"


class Objection(models.Model):
    """What somebody says against their place in the list or a refusal, and the answer that is owed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="objections")
    text = models.TextField()
    rank = models.PositiveSmallIntegerField(null=True)
    """The place in the list when it was raised."""
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField(null=True)
    answer = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        db_table = "objection"
        indexes = [
            models.Index(
                fields=["organisation"], name="objection_waiting", condition=models.Q(answered_at=None)
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
