"""What somebody typed into a form whose session had ended is kept until they sign in again.

No audit event: nothing of the record changes, and the text is sealed for the hour it may lie.
"""

from datetime import timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from pulih.records.keys import KeyTrouble, keys
from pulih.records.models import KeptForm

KEPT_FOR = timedelta(hours=1)
LARGEST = 64 * 1024
PRIVATE_FIELDS = ("csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword")


def keep(account_id: UUID, path: str, encoded: str) -> UUID | None:
    """Keep a form's text, sealed, for one account; too large a form is not kept."""
    if len(encoded) > LARGEST:
        return None
    fields = QueryDict(encoded, mutable=True)
    for name in PRIVATE_FIELDS:
        fields.pop(name, None)
    kept = KeptForm(account_id=account_id, path=path, at=timezone.now())
    kept.sealed = keys().seal_text(fields.urlencode(), kept.token)
    KeptForm.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    kept.save(force_insert=True)
    return kept.token


def take_back(token: str, account_id: UUID, path: str) -> QueryDict | None:
    """Give the text back once, to the same account and the same page."""
    try:
        kept = KeptForm.objects.filter(
            token=UUID(token), account_id=account_id, path=path, at__gte=timezone.now() - KEPT_FOR
        ).first()
        if kept is None:
            return None
        return QueryDict(keys().open_text(bytes(kept.sealed), kept.token))
    except (ValueError, KeyTrouble):
        return None
