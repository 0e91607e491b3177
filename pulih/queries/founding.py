"""Whether this installation has been founded: organisations are the first thing it remembers."""

from pulih.records.models import Organisation


def is_founded() -> bool:
    """True once any organisation is recorded."""
    return Organisation.objects.exists()
