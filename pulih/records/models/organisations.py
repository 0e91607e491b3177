"""Institutions: one tree for ministry, offices and facilities, and the partners beside it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


class Organisation(models.Model):
    """An institution that is responsible for people, staff or cooperation.

    Keys are integers because they travel in the scope array of the walls. `name` is the name in
    force today; all names with their dates are in `OrganisationName`.
    """

    id = models.AutoField(primary_key=True)
    kind = models.TextField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    ancestors = ArrayField(models.IntegerField(), default=list)
    name = models.TextField()
    short_name = models.TextField(default="")
    level = models.TextField(default="")
    facility_class = models.TextField(default="")
    sex_served = models.TextField(default="")
    capacity = models.PositiveIntegerField(null=True)
    province_code = models.TextField(default="")
    """Two digits of the interior ministry."""
    province_code_bps = models.TextField(default="")
    """Two digits of the statistics agency; they differ in Papua."""
    place = models.TextField(default="")
    time_zone = models.TextField(default="Asia/Jakarta")
    exists_from = models.DateField(null=True)
    exists_to = models.DateField(null=True)
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "organisation"
        constraints = [
            models.CheckConstraint(
                condition=Q(exists_to=None) | Q(exists_from=None) | Q(exists_to__gt=F("exists_from")),
                name="organisation_exists_in_order",
            ),
            models.UniqueConstraint(fields=["parent", "name"], name="organisation_name_once_under_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationName(models.Model):
    """A name an organisation bore in a period, so that old documents keep the name of their day."""

    id = models.AutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    name = models.TextField()
    short_name = models.TextField(default="")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "organisation_name"
        constraints = [
            ExclusionConstraint(
                name="organisation_has_one_name_a_day",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_to",
                            RangeBoundary(),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            )
        ]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """A kind of rehabilitation. Here only code, name and type; versions come with the programmes."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    name_en = models.TextField()
    type = models.TextField()

    class Meta:
        db_table = "programme"
        constraints = [
            models.CheckConstraint(condition=Q(type__in=["medical", "social"]), name="programme_type_known")
        ]

    def __str__(self) -> str:
        return self.name


class Designation(models.Model):
    """A facility is entrusted with a programme for a budget year, by decree, with a target of people."""

    id = models.AutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="designations")
    programme = models.ForeignKey(Programme, models.PROTECT)
    budget_year = models.PositiveSmallIntegerField()
    target = models.PositiveIntegerField()
    decree_number = models.TextField()
    decree_date = models.DateField()
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "designation"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "budget_year"], name="designation_once_a_year"
            ),
            models.CheckConstraint(condition=Q(target__gt=Value(0)), name="designation_target_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.programme_id} {self.budget_year}"
