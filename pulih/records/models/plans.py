"""What somebody wants to reach and how it goes: plans with their goals, what was learnt, and notes."""

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from pulih.records.models.enrolments import Enrolment
from pulih.records.models.organisations import Organisation
from pulih.records.models.people import Person
from pulih.records.models.sessions import PlannedSession


class Plan(models.Model):
    """The plan of one enrolment as it stood; a revision is a further plan, and earlier ones stay."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="plans")
    revision = models.PositiveSmallIntegerField()
    state = models.TextField(default="draft")
    """`draft`, `agreed`, `replaced`."""
    because = models.TextField(default="")
    """Why the plan was revised."""
    agreed_on = models.DateField(null=True)
    in_own_words = models.TextField(default="")
    """What the person wants, as they say it."""
    review_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta:
        db_table = "plan"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "revision"], name="plan_revision_once"),
            models.UniqueConstraint(
                fields=["enrolment"], name="plan_one_agreed", condition=Q(state="agreed")
            ),
            models.UniqueConstraint(fields=["enrolment"], name="plan_one_draft", condition=Q(state="draft")),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "agreed", "replaced"]), name="plan_state_known"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "review_on"], name="plan_by_review")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.revision}"


class Goal(models.Model):
    """One thing to be reached. `code` is the same through the revisions of a plan, so that progress is one line."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    code = models.UUIDField()
    position = models.PositiveSmallIntegerField()
    dimension = models.TextField()
    """`medical`, `psychological`, `social`, `life_skill`."""
    horizon = models.TextField()
    """`short`, `long`."""
    text = models.TextField()
    reached_when = models.TextField(default="")
    """By what it will be seen."""
    steps = models.JSONField(default=list)
    """Steps in order: code, text, due (ISO date or null), who (`person` or `team`)."""

    class Meta:
        db_table = "goal"
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="goal_once_a_plan"),
            models.CheckConstraint(
                condition=Q(dimension__in=["medical", "psychological", "social", "life_skill"]),
                name="goal_dimension_known",
            ),
            models.CheckConstraint(condition=Q(horizon__in=["short", "long"]), name="goal_horizon_known"),
        ]

    def __str__(self) -> str:
        return str(self.code)


class GoalProgress(models.Model):
    """How far a goal or one of its steps had come on a day. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    goal_code = models.UUIDField()
    step_code = models.TextField(default="")
    on = models.DateField()
    state = models.TextField()
    """`not_started`, `under_way`, `reached`, `given_up`."""
    note = models.TextField(default="")
    corrects = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "goal_progress"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["not_started", "under_way", "reached", "given_up"]),
                name="goal_progress_known",
            )
        ]
        indexes = [models.Index(fields=["enrolment", "goal_code"], name="goal_progress_by_goal")]

    def __str__(self) -> str:
        return f"{self.goal_code} {self.state}"


class PlanReview(models.Model):
    """A look at the plan together with the person: what was said and what follows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews")
    on = models.DateField()
    outcome = models.TextField()
    """`continue`, `revise`, `close`."""
    text = models.TextField()
    with_person = models.BooleanField(default=True)
    why_without = models.TextField(default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "plan_review"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["continue", "revise", "close"]), name="plan_review_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.on}"


class SkillProgress(models.Model):
    """How well somebody can do what a module teaches, as seen on a day. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="skills")
    module = models.TextField()
    level = models.PositiveSmallIntegerField()
    """0 not yet, 1 with help, 2 alone, 3 helps others."""
    on = models.DateField()
    note = models.TextField(default="")
    corrects = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "skill_progress"
        constraints = [models.CheckConstraint(condition=Q(level__lte=3), name="skill_level_known")]
        indexes = [models.Index(fields=["enrolment", "module"], name="skill_by_enrolment")]

    def __str__(self) -> str:
        return f"{self.module} {self.level}"


class Note(models.Model):
    """What a worker writes down about a meeting, in its compartment. A correction is a further note."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="+")
    session = models.ForeignKey(PlannedSession, models.PROTECT, null=True, related_name="+")
    compartment = models.TextField()
    """`clinical` or `psychological`: who may read it follows from this alone."""
    on = models.DateField()
    text = models.TextField()
    late = models.BooleanField(default=False)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    why = models.TextField(default="")
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta:
        db_table = "note"
        constraints = [
            models.CheckConstraint(
                condition=Q(compartment__in=["clinical", "psychological"]), name="note_compartment_known"
            ),
            models.UniqueConstraint(
                fields=["corrects"], name="note_corrected_once", condition=~Q(corrects=None)
            ),
        ]
        indexes = [models.Index(fields=["person", "-on"], name="note_by_person")]

    def __str__(self) -> str:
        return str(self.id)
