"""Who looks after whom: counsellors of an enrolment over time, and when a worker is away."""

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from pulih.records.models.enrolments import Enrolment
from pulih.records.models.organisations import Organisation
from pulih.records.models.people import Person


class Assignment(models.Model):
    """A counsellor of an enrolment: one main, others beside; earlier ones stay."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="assignments")
    account_id = models.UUIDField()
    main = models.BooleanField(default=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    """The last day; nothing while it goes on."""
    because = models.TextField(default="")
    """Why it ended, or why it is not the one who was suggested."""
    assigned_at = models.DateTimeField()
    assigned_by = models.UUIDField(null=True)

    class Meta:
        db_table = "assignment"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                name="assignment_one_main",
                condition=Q(main=True) & Q(until_on=None),
            ),
            models.UniqueConstraint(
                fields=["enrolment", "account_id"], name="assignment_once", condition=Q(until_on=None)
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="assignment_in_order"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "account_id"], name="assignment_by_worker", condition=Q(until_on=None)
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class StaffAbsence(models.Model):
    """A worker is away: leave, illness, training. Sessions and caseload look at it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account_id = models.UUIDField()
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_absence"
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="staff_absence_in_order")
        ]
        indexes = [models.Index(fields=["organisation", "until_on"], name="staff_absence_by_office")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.from_on}"
