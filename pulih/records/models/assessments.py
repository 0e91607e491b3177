"""Answers and scores of instruments, drafts of forms, and the tasks a worrying answer makes."""

from django.db import models
from uuid_utils.compat import uuid7

from pulih.records.models.enrolments import Enrolment
from pulih.records.models.organisations import Organisation
from pulih.records.models.people import Person
from pulih.records.models.programmes import Wave


class ResponseDraft(models.Model):
    """A form that is being filled: one a measurement, kept by its office until it is final or thrown away.

    Without an enrolment it is a form beside every programme, such as a screening; its point is `extra`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="+")
    instrument = models.TextField()
    point = models.TextField()
    fields = models.JSONField()
    """What was typed, as typed: answers by item, day, coding, mode."""
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField(null=True)

    class Meta:
        db_table = "response_draft"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "enrolment", "instrument", "point"],
                name="draft_once_a_form",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Response(models.Model):
    """A final form. It never changes; `amends` names the one that a further form replaces.

    It counts for every enrolment of the person in that wave which ran on its day, so that nobody who
    follows two programmes is asked the same twice. A form beside every programme, such as a screening,
    has neither enrolment nor wave.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="responses", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="responses")
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, related_name="+")
    instrument = models.TextField()
    version = models.TextField()
    point = models.TextField()
    taken_on = models.DateField()
    coding = models.TextField()
    rule = models.TextField()
    mode = models.TextField()
    language = models.TextField(default="id")
    """In which language the questions were put."""
    reader = models.TextField(default="")
    """Who read the questions aloud, where somebody did."""
    answers = models.JSONField()
    circumstances = models.JSONField(default=dict)
    """What the scores depend on beside the answers, as it stood that day: sex, where cut-offs differ."""
    time_window = models.TextField(default="")
    """Which stretch of time the questions were about, where the instrument offers more than one."""
    outside_because = models.TextField(default="")
    scorable = models.BooleanField()
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    why = models.TextField(default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "response"
        constraints = [models.UniqueConstraint(fields=["amends"], name="response_amended_once")]
        indexes = [
            models.Index(fields=["organisation", "wave", "person"], name="response_by_wave"),
            models.Index(fields=["person", "organisation", "instrument"], name="response_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.point}"


class Rescoring(models.Model):
    """One run that scored an office's forms of an instrument again, after engine or definition were mended."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    instrument = models.TextField()
    version = models.TextField()
    engine = models.TextField()
    why = models.TextField()
    responses = models.PositiveIntegerField()
    """How many forms were looked at."""
    changed = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    """How many scores would change but stand in an approved result sheet, and so were only reported."""
    ran_at = models.DateTimeField()
    ran_by = models.UUIDField(null=True)

    class Meta:
        db_table = "rescoring"

    def __str__(self) -> str:
        return f"{self.instrument} {self.version} {self.engine}"


class Score(models.Model):
    """A score with everything needed to prove it again: engine, rule, coding and version.

    The newest of a response and scale is in force; an earlier one stays, with the run that replaced it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="scores", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    scale = models.TextField()
    value = models.FloatField(null=True)
    """The figure the instrument names as its score, exact; missing where it cannot be scored."""
    figures = models.JSONField(default=dict)
    """Every figure of the scale by its code, where the instrument has more than the value."""
    bands = models.JSONField(default=dict)
    """Band by the code of its scheme: two schemes of one instrument may judge the same value differently."""
    reason = models.TextField(default="")
    items_used = models.PositiveSmallIntegerField()
    items_missing = models.PositiveSmallIntegerField()
    rule = models.TextField()
    coding = models.TextField()
    version = models.TextField()
    engine = models.TextField()
    rescoring = models.ForeignKey(Rescoring, models.PROTECT, null=True, related_name="scores")
    """The run that made it; nothing for the score made with the form."""

    class Meta:
        db_table = "score"
        constraints = [
            models.UniqueConstraint(
                fields=["response", "scale", "rescoring"], name="score_once_a_run", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.scale} {self.value}"


class ScoreChange(models.Model):
    """One score that a run found different, also where it was left alone for an approved sheet's sake."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rescoring = models.ForeignKey(Rescoring, models.PROTECT, related_name="changes")
    response = models.ForeignKey(Response, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    scale = models.TextField()
    before = models.JSONField()
    """Value, figures, bands and reason as they stood."""
    after = models.JSONField()
    held_by = models.TextField(default="")
    """The wave whose approved sheet keeps the old score; nothing where the new one is in force."""

    class Meta:
        db_table = "score_change"
        constraints = [
            models.UniqueConstraint(fields=["rescoring", "response", "scale"], name="score_change_once")
        ]

    def __str__(self) -> str:
        return f"{self.scale} {self.response_id}"


class Task(models.Model):
    """Something a named role has to do about a person: from a worrying answer, or a worker's concern."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="tasks", db_index=False)
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
            models.Index(fields=["person", "organisation"], name="task_by_person"),
        ]

    def __str__(self) -> str:
        return self.kind
