"""What waits about counsellors: who lacks one, who has too many, whose counsellor is away; one statement."""

import json
from typing import Any

from pulih.queries.caseload.facts import RATIO, as_ratio
from pulih.queries.today.facts import Todo, rows_of, values_of
from pulih.rules.actors import Actor
from pulih.rules.assigning import MAIN_ROLES
from pulih.rules.caseload import limit_of
from pulih.rules.permissions import Permission

_ROUTE = "caseload:workload"
_CASELOAD = """
WITH inside AS (
  SELECT e.person_id, a.account_id, e.programme_id, v.curriculum #>> %(ratio)s::text[] AS most,
         EXISTS (SELECT 1 FROM membership m JOIN account k ON k.id = m.account_id AND k.is_active
                 WHERE m.account_id = a.account_id AND m.organisation_id = %(office)s
                   AND m.role = ANY (%(roles)s) AND m.valid_from <= %(today)s
                   AND (m.valid_to IS NULL OR m.valid_to >= %(today)s)) AS here,
         EXISTS (SELECT 1 FROM staff_absence s WHERE s.account_id = a.account_id
                   AND s.organisation_id = %(office)s AND s.withdrawn_at IS NULL
                   AND %(today)s BETWEEN s.from_on AND s.until_on) AS away
  FROM enrolment e JOIN cycle c ON c.id = e.cycle_id JOIN programme_version v ON v.id = c.version_id
       LEFT JOIN assignment a ON a.enrolment_id = e.id AND a.organisation_id = %(office)s
       AND a.main AND a.until_on IS NULL
  WHERE e.organisation_id = %(office)s AND e.in_place)
SELECT account_id, name, here, away, people, without,
       (SELECT jsonb_object_agg(i.programme_id, i.most) FROM inside i)::text FROM (
  SELECT i.account_id, coalesce(w.full_name, '') AS name, coalesce(i.here, false) AS here,
         coalesce(i.away, false) AS away, count(DISTINCT i.person_id)::int AS people,
         count(*)::int AS without
  FROM inside i LEFT JOIN account w ON w.id = i.account_id
  GROUP BY 1, 2, 3, 4) x
ORDER BY lower(name), account_id
"""


def of_caseload(actor: Actor) -> list[Todo]:
    """The work of whoever assigns counsellors; residents are counted, workers named."""
    if not actor.may(Permission.ASSIGN_COUNSELLORS):
        return []
    values: dict[str, Any] = {**values_of(actor), "roles": [one.value for one in MAIN_ROLES], "ratio": RATIO}
    rows = rows_of(_CASELOAD, values)
    alone = sum(row[5] for row in rows if row[0] is None or not row[2])
    limit, _ = (
        limit_of({code: as_ratio(one) for code, one in json.loads(rows[0][6]).items()}) if rows else (0, "")
    )
    over = [row for row in rows if row[0] and row[2] and row[4] > limit]
    away = [row for row in rows if row[0] and row[2] and row[3]]
    return [
        Todo("unassigned", alone, "late", _ROUTE),
        Todo("caseload_over", len(over), "due", _ROUTE, names=tuple(row[1] for row in over)),
        Todo(
            "caseload_away", sum(row[4] for row in away), "due", _ROUTE, names=tuple(row[1] for row in away)
        ),
    ]
