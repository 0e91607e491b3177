"""Which offices hold people, for work that is done everywhere, one office at a time."""

from pulih.records.models import Organisation
from pulih.rules.organisations import HOLDS_PEOPLE


def holding_offices() -> tuple[tuple[int, str], ...]:
    """Every office that can have forms of its own, with its time zone; the register of offices is open."""
    rows = Organisation.objects.filter(kind__in=HOLDS_PEOPLE).order_by("id")
    return tuple(rows.values_list("id", "time_zone"))
