"""Licensed wording of instruments. The definitions themselves are files: `definitions/instruments/`."""

from django.db import models
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation


class WordingPack(models.Model):
    """The text of an instrument that an office may use, in one language, and who holds the licence.

    The newest of an office, instrument and language is in use; earlier ones stay, for what was asked then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    instrument = models.TextField()
    version = models.TextField()
    language = models.TextField()
    holder = models.TextField()
    """Who holds the rights, as the licence says."""
    licence = models.TextField()
    """Number or date of the licence or letter of permission."""
    licensed_until = models.DateField(null=True)
    """The last day it may be used; nothing where the licence does not end."""
    texts = models.JSONField()
    """Text by item code; answers by answer set; an introduction under `intro`."""
    sha256 = models.TextField()
    loaded_at = models.DateTimeField()
    loaded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "wording_pack"
        indexes = [
            models.Index(fields=["organisation", "instrument", "language"], name="wording_pack_in_use")
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.language}"
