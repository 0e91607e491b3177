"""What issuing a paper depends on: who was named before, and when somebody completed."""

from datetime import date
from uuid import UUID

from django.db import connection

from pulih.rules.actors import Actor

_LISTED = """
SELECT DISTINCT one ->> 'enrolment' FROM document d, jsonb_array_elements(d.facts -> 'people') one
WHERE d.organisation_id = %s AND d.kind = 'decree' AND d.withdrawn_at IS NULL AND d.facts ->> 'cycle' = %s
"""


def listed_before(actor: Actor, cycle_id: UUID) -> frozenset[str]:
    """Enrolments that stand on a decree of the cycle which was not withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, [actor.organisation_id, str(cycle_id)])
        return frozenset(one for (one,) in cursor.fetchall())


_COMPLETED = """
SELECT e.ended_on FROM enrolment e
WHERE e.organisation_id = %s AND e.id = %s AND e.admitted_on IS NOT NULL AND e.exit_reason = ''
  AND e.status = ANY (ARRAY['completed', 'aftercare', 'closed'])
"""


def completed_on(actor: Actor, enrolment_id: UUID) -> date | None:
    """The day an enrolment of the office was completed; None where it never was."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETED, [actor.organisation_id, enrolment_id])
        row = cursor.fetchone()
        return row[0] if row else None
