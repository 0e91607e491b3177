"""Papers that left the house: what was issued, under which number, and the code by which it is confirmed."""

from django.db import models
from uuid_utils.compat import uuid7

from pulih.records.models.enrolments import Enrolment
from pulih.records.models.organisations import Organisation
from pulih.records.models.people import Person
from pulih.records.models.programmes import Wave


class Document(models.Model):
    """One paper as it was issued; a wrong one is withdrawn with a reason and issued anew."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.TextField()
    """`decree`, `certificate`, `progress_report`, `willingness`."""
    number = models.TextField(default="")
    code = models.TextField(unique=True)
    """Eight letters and digits without look-alikes; printed on the paper for whoever wants to confirm it."""
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, related_name="documents")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="documents")
    facts = models.JSONField()
    """What was printed, so that the same paper can be printed again."""
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(default="")

    class Meta:
        db_table = "document"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "number"],
                name="document_number_once",
                condition=~models.Q(number=""),
            )
        ]
        indexes = [models.Index(fields=["organisation", "-issued_at"], name="document_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
