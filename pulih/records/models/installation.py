"""What this database is for: real work, or training on people that nobody is."""

from django.db import models
from django.db.models import Q


class Installation(models.Model):
    """The one row that says the purpose, and what `pulih generate` made here and how far it came.

    `generated` is empty until something is generated. It then holds seed, number of people, state
    (`running` or `done`), the measured facility and its accounts, and, while it runs, what was laid
    aside and must be restored should it be killed.
    """

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    purpose = models.TextField(default="production")
    """`production` or `training`."""
    marked_at = models.DateTimeField(auto_now_add=True)
    generated = models.JSONField(default=dict)

    class Meta:
        db_table = "installation"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="installation_one_row"),
            models.CheckConstraint(
                condition=Q(purpose__in=["production", "training"]), name="installation_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return self.purpose
