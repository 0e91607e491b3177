"""Urine tests: one row a test, one a substance, and the second look at a positive. Rows are only added."""

from django.db import models
from uuid_utils.compat import uuid7

from pulih.records.models.enrolments import Enrolment
from pulih.records.models.organisations import Organisation
from pulih.records.models.people import Person
from pulih.records.models.programmes import Wave


class UrineTest(models.Model):
    """One test of the plan or beside it; counts for every enrolment of the person in that wave."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="urine_tests", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="urine_tests")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+")
    point = models.TextField()
    """A point of the plan, or `extra`."""
    taken_on = models.DateField()
    state = models.TextField()
    reason = models.TextField(default="")
    outside_because = models.TextField(default="")
    witness = models.TextField(default="")
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    why = models.TextField(default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "urine_test"
        constraints = [models.UniqueConstraint(fields=["amends"], name="urine_test_amended_once")]
        indexes = [
            models.Index(fields=["organisation", "wave", "person"], name="urine_test_by_wave"),
            models.Index(fields=["person", "organisation"], name="urine_test_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.point} {self.state}"


class AnalyteResult(models.Model):
    """What one strip of the panel showed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    test = models.ForeignKey(UrineTest, models.PROTECT, related_name="results")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    analyte = models.TextField()
    result = models.TextField()

    class Meta:
        db_table = "analyte_result"
        constraints = [models.UniqueConstraint(fields=["test", "analyte"], name="analyte_once_a_test")]

    def __str__(self) -> str:
        return f"{self.analyte} {self.result}"


class SecondLook(models.Model):
    """Somebody else read the strips of a positive again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    test = models.OneToOneField(UrineTest, models.PROTECT, related_name="second_look")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    note = models.TextField(default="")
    looked_at = models.DateTimeField()
    looked_by = models.UUIDField(null=True)

    class Meta:
        db_table = "second_look"

    def __str__(self) -> str:
        return str(self.test_id)
