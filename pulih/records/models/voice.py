"""What participants say: anonymous answers on slips, and complaints that are owed an answer.

Between a slip and an answer there is no key: the slip learns only that it was used, the answer only
the day. Answers have random keys, since keys sorted by time would give their order away.
"""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation
from pulih.records.models.people import Person
from pulih.records.models.programmes import Wave


class FeedbackRound(models.Model):
    """Questions put to the participants of a wave, about one activity or about the whole."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="feedback_rounds")
    module = models.TextField(default="")
    """The module of the curriculum it is about; empty for the wave as a whole."""
    title = models.TextField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    slips = models.PositiveSmallIntegerField()
    prepared_at = models.DateTimeField()
    prepared_by = models.UUIDField(null=True)

    class Meta:
        db_table = "feedback_round"
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=models.F("opens_on")), name="feedback_in_order")
        ]
        indexes = [models.Index(fields=["organisation", "-opens_on"], name="feedback_by_office")]

    def __str__(self) -> str:
        return self.title


class FeedbackSlip(models.Model):
    """A printed code that opens the questions once. Only its hash is kept, and nobody's name anywhere."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    round = models.ForeignKey(FeedbackRound, models.PROTECT, related_name="+")
    code_hash = models.BinaryField(unique=True)
    used = models.BooleanField(default=False)

    class Meta:
        db_table = "feedback_slip"

    def __str__(self) -> str:
        return str(self.id)


class Feedback(models.Model):
    """One slip's answers. No way leads back to the slip or to a person."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    round = models.ForeignKey(FeedbackRound, models.PROTECT, related_name="+")
    answers = models.JSONField()
    """Points by question, as `rules.feedback` names them."""
    text = models.TextField(default="")
    on_paper = models.BooleanField(default=False)

    class Meta:
        db_table = "feedback"
        indexes = [models.Index(fields=["round"], name="feedback_by_round")]

    def __str__(self) -> str:
        return str(self.id)


class Complaint(models.Model):
    """Something somebody complains of, with or without their name, and the answer that is owed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Nobody where it was made without a name."""
    reference = models.TextField(unique=True)
    """What the one who complains keeps, to ask for the answer with."""
    about = models.TextField()
    text = models.TextField()
    received_on = models.DateField()
    owed_by = models.DateField()
    answer = models.TextField(default="")
    decision = models.TextField(default="")
    """`upheld`, `partly`, `not_upheld` once answered."""
    answered_on = models.DateField(null=True)
    answered_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "complaint"
        indexes = [
            models.Index(
                fields=["organisation", "owed_by"], name="complaint_owed", condition=Q(answered_on=None)
            )
        ]

    def __str__(self) -> str:
        return self.reference
