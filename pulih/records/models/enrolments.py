"""Enrolments: one pathway row a person and programme, with its history, exceptions and transfers."""

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation, Programme
from pulih.records.models.people import Person
from pulih.records.models.programmes import Cycle

OPEN = ["candidate", "assessed", "recommended", "waiting", "offered", "admitted", "on_hold"]


class Enrolment(models.Model):
    """A person on the pathway of a programme. `status` is the head of the history, kept for reading."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_index=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="enrolments", db_index=False)
    register_number = models.TextField()
    """As it was when the pathway opened: what a result sheet names somebody by, also after a transfer."""
    status = models.TextField()
    since = models.DateField()
    held_from = models.TextField(default="")
    in_place = models.BooleanField(default=False)
    """Whether it fills a place of the cycle: admitted, or on hold after admission."""
    admitted_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    exit_reason = models.TextField(default="")
    end_unknown = models.BooleanField(default=False)
    """Admitted without a known end of the stay: looked at again each month."""
    rechecked_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "enrolment"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"], name="enrolment_open_once", condition=Q(status__in=OPEN)
            ),
            models.CheckConstraint(
                condition=Q(in_place=True) | ~Q(status="admitted"), name="enrolment_admitted_takes_place"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(admitted_on=None) | Q(ended_on__gte=F("admitted_on")),
                name="enrolment_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "organisation", "status"], name="enrolment_by_cycle"),
            models.Index(fields=["person", "organisation"], name="enrolment_by_person"),
            models.Index(fields=["organisation", "status"], name="enrolment_by_office"),
            # Everything the months and the wall ask of an enrolment: counting years reads no row of the table.
            models.Index(
                fields=["organisation", "admitted_on"],
                include=["ended_on", "exit_reason", "status", "person"],
                condition=Q(admitted_on__isnull=False),
                name="enrolment_by_month",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class StatusChange(models.Model):
    """One step of the pathway. Rows are only added; `corrects` names the row a further one replaces."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="changes", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    from_status = models.TextField(default="")
    to_status = models.TextField()
    reason = models.TextField(default="")
    side = models.TextField(default="")
    note = models.TextField(default="")
    effective_on = models.DateField()
    late = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    annuls = models.BooleanField(default=False)

    class Meta:
        db_table = "status_change"
        indexes = [
            models.Index(fields=["enrolment", "organisation", "id"], name="status_change_by_enrolment")
        ]

    def __str__(self) -> str:
        return f"{self.from_status} {self.to_status}"


class AdmissionException(models.Model):
    """Leave to admit somebody whose time left is too short: asked by one, decided by another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="exceptions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField()
    expires_on = models.DateField()
    ends_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    granted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    note = models.TextField(default="")

    class Meta:
        db_table = "admission_exception"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], name="exception_open_once", condition=Q(decided_at=None)
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="exception_two_people"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Transfer(models.Model):
    """A move to another facility: proposed by the sender, accepted by the receiver, whole in between.

    The few facts the receiver needs to recognise somebody stand here, since the record is not theirs yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="transfers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reference = models.TextField()
    name = models.TextField()
    sex = models.TextField()
    register_number = models.TextField()
    stay_kind = models.TextField()
    reason = models.TextField()
    programmes = models.JSONField(default=list)
    """Codes of the programmes that end with the move."""
    state = models.TextField(default="proposed")
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField(null=True)
    moved_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    note = models.TextField(default="")

    class Meta:
        db_table = "transfer"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted", "refused", "withdrawn"]),
                name="transfer_state_known",
            ),
            models.CheckConstraint(condition=~Q(receiver=F("organisation")), name="transfer_elsewhere"),
            models.UniqueConstraint(
                fields=["person"], name="transfer_open_once", condition=Q(state="proposed")
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "state"], name="transfer_inbox"),
            models.Index(fields=["organisation", "state"], name="transfer_outbox"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"
