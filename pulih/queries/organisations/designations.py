"""How many facilities are entrusted with a programme, and for how many people."""

from dataclasses import dataclass

from django.db import connection

from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.permissions import Permission

_DESIGNATED = """
SELECT d.programme_id, count(*), sum(d.target)::int
FROM designation d JOIN organisation o ON o.id = d.organisation_id
WHERE d.budget_year = %(year)s AND (o.id = %(below)s OR o.ancestors @> ARRAY[%(below)s])
GROUP BY d.programme_id
"""
_FACILITIES = """
SELECT count(DISTINCT d.organisation_id)
FROM designation d JOIN organisation o ON o.id = d.organisation_id
WHERE d.budget_year = %(year)s AND (o.id = %(below)s OR o.ancestors @> ARRAY[%(below)s])
"""


@dataclass(frozen=True)
class Designated:
    """Facilities counted once, however many programmes; by programme: facilities and target of people."""

    facilities_designated: int
    by_programme: dict[str, tuple[int, int]]


def designated(actor: Actor, *, budget_year: int, below: int) -> Designated:
    """Designations of a budget year at an office and below it."""
    require(actor.may(Permission.READ_ORGANISATIONS), attempt=True)
    values = {"year": budget_year, "below": below}
    with connection.cursor() as cursor:
        cursor.execute(_FACILITIES, values)
        (facilities,) = cursor.fetchone()
        cursor.execute(_DESIGNATED, values)
        by_programme = {code: (count, target) for code, count, target in cursor.fetchall()}
    return Designated(facilities, by_programme)
