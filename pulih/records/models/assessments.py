"""Answers and scores of instruments, drafts of forms, and the tasks a worrying answer makes."""

from django.db import models
from uuid_utils.compat import uuid7

from pulih.records.models.enrolments import Enrolment
from pulih.records.models.organisations import Organisation
from pulih.records.models.people import Person
from pulih.records.models.programmes import Wave


class ResponseDraft(models.Model):
    """A form that is being filled: one a measurement, kept by its office until it is final or thrown away."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    instrument = models.TextField()
    point = models.TextField()
    fields = models.JSONField()
    """What was typed, as typed: answers by item, day, coding, mode."""
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField(null=True)

    class Meta:
        db_table = "response_draft"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "instrument", "point"], name="draft_once_a_point")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Response(models.Model):
    """A final form. It never changes; `amends` names the one that a further form replaces.

    It counts for every enrolment of the person in that wave which ran on its day, so that nobody who
    follows two programmes is asked the same twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="responses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="responses")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+")
    instrument = models.TextField()
    version = models.TextField()
    point = models.TextField()
    taken_on = models.DateField()
    coding = models.TextField()
    rule = models.TextField()
    mode = models.TextField()
    language = models.TextField(default="id")
    answers = models.JSONField()
    outside_because = models.TextField(default="")
    scorable = models.BooleanField()
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    why = models.TextField(default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "response"
        constraints = [models.UniqueConstraint(fields=["amends"], name="response_amended_once")]
        indexes = [
            models.Index(fields=["organisation", "wave", "person"], name="response_by_wave"),
            models.Index(fields=["person", "instrument"], name="response_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.point}"


class Score(models.Model):
    """A score with everything needed to prove it again: engine, rule, coding and version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="scores")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    scale = models.TextField()
    value = models.FloatField(null=True)
    """On 0 to 100, exact; missing where it cannot be scored."""
    reason = models.TextField(default="")
    items_used = models.PositiveSmallIntegerField()
    items_missing = models.PositiveSmallIntegerField()
    rule = models.TextField()
    coding = models.TextField()
    version = models.TextField()
    engine = models.TextField()

    class Meta:
        db_table = "score"
        constraints = [models.UniqueConstraint(fields=["response", "scale"], name="score_once_a_scale")]

    def __str__(self) -> str:
        return f"{self.scale} {self.value}"


class Task(models.Model):
    """Something a named role has to do about a person: from a worrying answer, or a worker's concern."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="tasks")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.TextField()
    role = models.TextField()
    why = models.TextField(default="")
    source = models.TextField(default="")
    """What raised it: `response <id>`, or nothing for a concern."""
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    done_note = models.TextField(default="")

    class Meta:
        db_table = "task"
        indexes = [
            models.Index(
                fields=["organisation", "role"], name="task_waiting", condition=models.Q(done_at=None)
            ),
            models.Index(fields=["person"], name="task_by_person"),
        ]

    def __str__(self) -> str:
        return self.kind
