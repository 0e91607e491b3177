"""The bare application that Pulih is measured beside: the one statement an operation needs, and nothing else.

No walls, no audit, no session, no rules, no page: a WSGI callable that runs a statement as the owner through
a psycopg pool and gives the rows as JSON. Same server, same number of workers and threads, same order of
the rows, same durable commit. It is the floor below which no application on this database comes.
"""

import argparse
import importlib
import json
import os
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from psycopg_pool import ConnectionPool

STATEMENTS = {
    "search": """
SELECT p.id, p.reference, p.name, p.sex, p.birth_date, p.birth_year, s.register_number, s.kind, s.block
FROM (SELECT person_id, name_key FROM person_search WHERE organisation_id = %(office)s
      AND name_key LIKE %(part)s ORDER BY name_key NOT LIKE %(first)s, name_key LIMIT 20) f
JOIN person p ON p.id = f.person_id
LEFT JOIN LATERAL (SELECT t.register_number, t.kind, t.block FROM stay t
                   WHERE t.person_id = p.id AND t.organisation_id = %(office)s
                   ORDER BY t.ended_on IS NOT NULL, t.started_on DESC LIMIT 1) s ON true
ORDER BY f.name_key NOT LIKE %(first)s, f.name_key
""",
    "open": """
SELECT p.id, p.reference, p.name, p.sex, p.birth_date, p.birth_year, p.national_number_last4,
       (SELECT json_agg(n.name ORDER BY n.kind DESC, n.id) FROM person_name n WHERE n.person_id = p.id),
       (SELECT json_agg(to_json(t) ORDER BY t.started_on DESC) FROM stay t WHERE t.person_id = p.id),
       (SELECT json_agg(to_json(s) ORDER BY s.recorded_at DESC) FROM sentence s WHERE s.person_id = p.id),
       (SELECT json_agg(to_json(c) ORDER BY c.recorded_at DESC) FROM participant_category c
        WHERE c.person_id = p.id),
       (SELECT json_agg(to_json(e) ORDER BY e.opened_at DESC) FROM enrolment e WHERE e.person_id = p.id),
       (SELECT json_agg(json_build_object('instrument', r.instrument, 'point', r.point, 'on', r.taken_on)
                        ORDER BY r.taken_on) FROM response r WHERE r.person_id = p.id)
FROM person p WHERE p.reference = %(reference)s
""",
    "create": """
WITH arrived AS (
    INSERT INTO person (id, reference, name, sex, birth_date, national_number_hash, national_number_last4,
                        created_at, revision)
    VALUES (%(id)s, %(reference)s, %(name)s, 'male', '1990-05-14', %(hash)s, '0000', now(), 1) RETURNING id)
INSERT INTO stay (id, person_id, organisation_id, register_number, kind, block, started_on, how_ended, note,
                  revision)
SELECT gen_random_uuid(), id, %(office)s, %(register)s, 'sentenced', 'A 3', current_date, '', '', 1
FROM arrived RETURNING person_id
""",
    "instrument": """
INSERT INTO response (id, person_id, organisation_id, enrolment_id, wave_id, instrument, version, point,
                      taken_on, coding, rule, mode, language, reader, answers, circumstances, time_window,
                      outside_because, scorable, why, recorded_at)
SELECT gen_random_uuid(), e.person_id, e.organisation_id, e.id, c.wave_id, 'whoqol-bref', '1', %(point)s,
       current_date, 'raw', '', 'interview', 'id', '', %(answers)s::jsonb, '{}', '', '', true, '', now()
FROM enrolment e JOIN cycle c ON c.id = e.cycle_id WHERE e.id = %(enrolment)s RETURNING id
""",
    "enrolments": """
SELECT e.id, p.reference, p.name, e.register_number, e.programme_id, e.status, e.since, e.admitted_on,
       w.name, w.reference
FROM enrolment e JOIN person p ON p.id = e.person_id
JOIN cycle c ON c.id = e.cycle_id JOIN wave w ON w.id = c.wave_id
WHERE e.organisation_id = %(office)s AND e.status = 'admitted'
ORDER BY e.since, lower(p.name), e.id LIMIT 20
""",
    "months": """
SELECT date_trunc('month', d)::date, kind, count(*) FROM (
    SELECT e.admitted_on AS d, 'admitted' AS kind FROM enrolment e
    WHERE e.organisation_id = %(office)s AND e.admitted_on >= date_trunc('year', now()) - interval '1 year'
    UNION ALL
    SELECT e.ended_on, e.status FROM enrolment e
    WHERE e.organisation_id = %(office)s AND e.ended_on >= date_trunc('year', now()) - interval '1 year') x
GROUP BY 1, 2 ORDER BY 1 DESC, 2
""",
    "attendance": """
INSERT INTO attendance ("on", id, organisation_id, session_id, person_id, enrolment_id, attended, side, reason,
                        late_minutes, entered_late, why, marked_at)
SELECT s."on", gen_random_uuid(), s.organisation_id, s.id, e.person_id, e.id, true, '', '', 0, false, '', now()
FROM session_plan s JOIN enrolment e ON e.id = ANY (%(people)s::uuid[]) WHERE s.id = %(session)s
""",
    "sheet": """
SELECT e.id, e.register_number, p.name, e.status, e.exit_reason,
       (SELECT json_agg(json_build_object('point', r.point, 'scale', s.scale, 'value', s.value))
        FROM response r JOIN score s ON s.response_id = r.id
        WHERE r.organisation_id = e.organisation_id AND r.wave_id = c.wave_id AND r.person_id = e.person_id),
       (SELECT json_agg(json_build_object('on', u.taken_on, 'point', u.point, 'state', u.state))
        FROM urine_test u WHERE u.enrolment_id = e.id)
FROM wave w JOIN cycle c ON c.wave_id = w.id JOIN enrolment e ON e.cycle_id = c.id
JOIN person p ON p.id = e.person_id
WHERE w.reference = %(wave)s AND e.admitted_on IS NOT NULL ORDER BY e.register_number, e.id
""",
    "region": """
SELECT o.id, o.name, count(d.id), coalesce(sum(d.target), 0)::int
FROM organisation o LEFT JOIN designation d ON d.organisation_id = o.id
     AND d.budget_year = extract(year FROM current_date)
WHERE o.ancestors @> ARRAY[%(region)s::int] AND o.exists_to IS NULL
GROUP BY o.id, o.name ORDER BY o.name
""",
}

_THREADS = 8
_pool: ConnectionPool | None = None


def _plain(value: Any) -> str:
    if isinstance(value, UUID | date | datetime | time):
        return str(value)
    raise TypeError(type(value).__name__)


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer `POST /<operation>` with what its statement gives for the parameters in the body."""
    global _pool
    name = environ["PATH_INFO"].strip("/")
    rows: object = []
    if name != "health":
        if _pool is None:
            _pool = ConnectionPool(
                os.environ["BENCH_REFERENCE_URL"],
                kwargs={"autocommit": True},
                min_size=2,
                max_size=_THREADS,
                open=True,
            )
        given = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or b"{}")
        if "hash" in given:
            given["hash"] = bytes.fromhex(given["hash"])
        with _pool.connection() as connection:
            cursor = connection.execute(STATEMENTS[name].encode(), given)
            rows = cursor.fetchall() if cursor.description else cursor.rowcount
    body = json.dumps(rows, default=_plain, separators=(",", ":")).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def load(target: str) -> Any:
    """Import the application in a worker of the server."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def main() -> None:
    """Serve on 127.0.0.1 until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--port", type=int, required=True)
    asked.add_argument("--workers", type=int, default=2)
    given = asked.parse_args()
    Granian(
        "bench.reference:application",
        address="127.0.0.1",
        port=given.port,
        interface=Interfaces.WSGI,
        workers=given.workers,
        blocking_threads=_THREADS,
        backpressure=_THREADS * 32,
        workers_kill_timeout=20,
        websockets=False,
        log_level=LogLevels.error,
    ).serve(target_loader=load)


if __name__ == "__main__":
    main()
