"""What writing operations use up, laid ready before and put back afterwards.

Both happen as the superuser with triggers held still, outside of what is timed: repeats find the same
database, and the kept nation does not grow. Events and seals of the bench go with the acts they tell of.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from bench.database import Nation

MARK = "bangku ukur"
"""What the name of everybody ends with whom the bench registers."""

_GROUPS = """
SELECT g.id, array_agg(m.enrolment_id ORDER BY m.enrolment_id), array_agg(m.person_id ORDER BY m.enrolment_id)
FROM session_group g JOIN cycle c ON c.id = g.cycle_id JOIN wave w ON w.id = c.wave_id
JOIN group_member m ON m.group_id = g.id AND m.until_on IS NULL AND m.from_on <= %(today)s
JOIN enrolment e ON e.id = m.enrolment_id AND e.in_place AND e.ended_on IS NULL AND e.admitted_on <= %(today)s
WHERE g.organisation_id = %(office)s AND g.closed_on IS NULL AND w.closed_on IS NULL
  AND EXISTS (SELECT 1 FROM session_plan s WHERE s.group_id = g.id)
GROUP BY g.id ORDER BY abs(count(*) - 22), g.id
"""
_SESSION = """
INSERT INTO session_plan (id, organisation_id, wave_id, cycle_id, group_id, module, title, "on", starts_at, ends_at,
                          room_id, leader_id, state, cancelled_side, cancelled_because, revision)
SELECT gen_random_uuid(), organisation_id, wave_id, cycle_id, group_id, module, title,
       %(today)s::date - n %% %(days)s,
       starts_at, ends_at, room_id, leader_id, 'planned', '', '', 1
FROM (SELECT * FROM session_plan WHERE group_id = %(group)s ORDER BY "on", id LIMIT 1) s,
     generate_series(1, %(count)s) n
RETURNING id
"""
_EXPECTED = """
SELECT s.id, array_agg(e.id ORDER BY e.id) FROM session_plan s
JOIN group_member m ON m.group_id = s.group_id AND m.from_on <= s."on" AND (m.until_on IS NULL OR m.until_on >= s."on")
JOIN enrolment e ON e.id = m.enrolment_id AND e.status <> 'removed' AND e.admitted_on <= s."on"
  AND (e.ended_on IS NULL OR e.ended_on >= s."on")
WHERE s.id = ANY (%(made)s) AND NOT EXISTS (
    SELECT 1 FROM suspension u WHERE u.organisation_id = s.organisation_id
    AND (u.wave_id = s.wave_id OR u.wave_id IS NULL) AND u.from_on <= s."on"
    AND (u.until_on IS NULL OR u.until_on > s."on"))
GROUP BY s.id
"""
"""Whom a session is for on its own day: who left since is marked too, who came since is not."""
_LACKING = """
SELECT e.id, n ->> 'code'
FROM enrolment e JOIN cycle c ON c.id = e.cycle_id JOIN wave w ON w.id = c.wave_id AND w.closed_on IS NULL
CROSS JOIN LATERAL jsonb_array_elements(c.plan) n
WHERE e.organisation_id = %(office)s AND e.in_place AND e.admitted_on < %(today)s
  AND n ->> 'kind' = 'whoqol-bref'
  AND EXISTS (SELECT 1 FROM consent s WHERE s.person_id = e.person_id AND s.withdrawn_on IS NULL)
  AND NOT EXISTS (SELECT 1 FROM response r WHERE r.person_id = e.person_id AND r.wave_id = c.wave_id
                  AND r.instrument = 'whoqol-bref' AND r.point = n ->> 'code')
ORDER BY (n ->> 'month')::int DESC, e.id
"""
_PUT_BACK = (
    # The sealer waits meanwhile, or it would seal events that are about to go.
    "SELECT pg_advisory_xact_lock(hashtext('pulih.audit_seal'))",
    # Registered people and what hangs on them; then forms, marks, the trail, and what signing in left.
    "CREATE TEMP TABLE bench_people ON COMMIT DROP AS SELECT id FROM person WHERE created_at >= %(began)s",
    *(
        f"DELETE FROM {table} WHERE person_id IN (SELECT id FROM bench_people)"
        for table in ("person_access", "person_search", "person_name", "stay")
    ),
    "DELETE FROM person WHERE id IN (SELECT id FROM bench_people)",
    "CREATE TEMP TABLE bench_forms ON COMMIT DROP AS SELECT r.id FROM response r JOIN wave w ON w.id = r.wave_id"
    " WHERE r.organisation_id = %(office)s AND w.organisation_id = %(office)s AND r.recorded_at >= %(began)s",
    "DELETE FROM score WHERE response_id IN (SELECT id FROM bench_forms)",
    "DELETE FROM response WHERE id IN (SELECT id FROM bench_forms)",
    # Sessions of the bench have random ids; everybody else's carry the moment they were made.
    "CREATE TEMP TABLE bench_sittings ON COMMIT DROP AS SELECT s.id FROM session_plan s"
    """ WHERE s.organisation_id = %(office)s AND s."on" >= %(began)s::date - 1 AND substr(s.id::text, 15, 1) = '4'""",
    'DELETE FROM attendance WHERE "on" >= %(began)s::date - 1 AND session_id IN (SELECT id FROM bench_sittings)',
    "DELETE FROM session_plan WHERE id IN (SELECT id FROM bench_sittings)",
    "DELETE FROM task WHERE organisation_id = %(office)s AND raised_at >= %(began)s",
    "DELETE FROM audit_seal WHERE sealed_at >= %(began)s",
    "DELETE FROM audit_queue WHERE (day, id) IN (SELECT day, id FROM audit_event"
    " WHERE day >= %(began)s::date AND at >= %(began)s)",
    "DELETE FROM audit_event WHERE day >= %(began)s::date AND at >= %(began)s",
    "DELETE FROM read_event WHERE day >= %(began)s::date AND at >= %(began)s",
    "DELETE FROM login.submission WHERE at >= %(began)s",
    "UPDATE login.session s SET session_data = o.session_data FROM bench_sessions o"
    " WHERE o.session_key = s.session_key",
)


@dataclass(frozen=True)
class Sitting:
    """A planned session of the bench, and the enrolments it is for."""

    id: UUID
    enrolments: tuple[UUID, ...]


class Store:
    """Lays ready and puts back; one a nation."""

    def __init__(self, nation: Nation) -> None:
        self.nation = nation
        self.renew()
        self._unfinished = nation.home / f"unfinished-{nation.name}-{nation.office}"
        self.began: datetime = self._one("SELECT clock_timestamp()")[0]
        zone = self._one("SELECT time_zone FROM organisation WHERE id = %(office)s")[0]
        self.today = self._one("SELECT (now() AT TIME ZONE %(zone)s)::date", zone=zone)[0]
        if self._unfinished.exists():
            # A bench that was killed has put nothing back.
            now, self.began = self.began, datetime.fromisoformat(self._unfinished.read_text())
            self.put_back()
            self.began = now
        self._unfinished.write_text(self.began.isoformat())

    def renew(self) -> None:
        """A line to the database, or a new one after a restart."""
        self.connection = psycopg.connect(self.nation.superuser_url, autocommit=True)
        self.connection.execute("SET pg_stat_statements.track = 'none'")
        self.connection.execute("SET session_replication_role = replica")
        self.connection.execute(
            "CREATE TEMP TABLE bench_sessions (session_key text PRIMARY KEY, session_data text)"
        )

    def _rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        known = {"office": self.nation.office, "today": getattr(self, "today", None)}
        return self.connection.execute(query.encode(), {**known, **values}).fetchall()

    def _one(self, query: str, **values: Any) -> tuple[Any, ...]:
        found = self._rows(query, **values)
        if not found:
            raise SystemExit(f"The nation lacks what the bench needs: {query.strip().splitlines()[0]}")
        return found[0]

    def colleagues(self) -> list[tuple[str, str, int]]:
        """User name, role and office of everybody who works in a facility with a running group, or above it."""
        return self._rows(
            "SELECT a.username, m.role, m.organisation_id FROM login.membership m"
            " JOIN login.account a ON a.id = m.account_id WHERE m.valid_to IS NULL AND a.is_active"
            " AND NOT a.must_change_password AND (m.role = 'regional_officer' OR EXISTS ("
            "   SELECT 1 FROM session_group g WHERE g.organisation_id = m.organisation_id AND g.closed_on IS NULL))"
            " ORDER BY (m.organisation_id = %(office)s) DESC, md5(a.username)"
        )

    def several(self, session_key: str, count: int) -> list[str]:
        """That many sessions like the one somebody signed in to.

        A form that was sent leaves its message for the next page; spread over many sessions these do
        not pile up in one, as they would for nobody who looks at a page now and then.
        """
        made = self._rows(
            "INSERT INTO login.session (session_key, session_data, expire_date, account_id, membership_id)"
            " SELECT md5(random()::text || n), session_data, now() + interval '1 day', account_id,"
            " membership_id FROM login.session, generate_series(1, %(count)s) n"
            " WHERE session_key = %(key)s RETURNING session_key, session_data",
            key=session_key,
            count=count,
        )
        with self.connection.cursor() as cursor:
            cursor.executemany("INSERT INTO bench_sessions VALUES (%s, %s)", made)
        return [key for key, _data in made]

    def sittings(self, count: int, days: int = 1) -> list[Sitting]:
        """Planned sessions of the last days for the groups of the running wave that are nearest to 22 people."""
        groups = self._rows(_GROUPS)
        if not groups:
            raise SystemExit("The measured facility has no running group to mark.")
        full = [one for one in groups if abs(len(one[1]) - len(groups[0][1])) <= 1]
        made: list[UUID] = []
        for place, (group, _enrolments, _people) in enumerate(full):
            share = count // len(full) + (place < count % len(full))
            if share:
                made += [row[0] for row in self._rows(_SESSION, group=group, count=share, days=days)]
        expected = dict(self._rows(_EXPECTED, made=made))
        return [Sitting(one, tuple(expected[one])) for one in made if one in expected]

    def forms(self) -> list[tuple[UUID, str]]:
        """Enrolments of the running wave with a point of the plan at which no WHOQOL-BREF is recorded."""
        return [(one[0], one[1]) for one in self._rows(_LACKING)]

    def references(self, count: int) -> list[str]:
        """People of the facility whose records are opened, spread over all of them."""
        rows = self._rows(
            "SELECT p.reference FROM stay t JOIN person p ON p.id = t.person_id"
            " WHERE t.organisation_id = %(office)s AND t.ended_on IS NULL"
            " ORDER BY md5(p.reference) LIMIT %(count)s",
            count=count,
        )
        return [one[0] for one in rows]

    def fragments(self, count: int) -> list[str]:
        """Beginnings of names as somebody types them: four letters of a word, common and rare ones."""
        rows = self._rows(
            "SELECT left(word, 4) FROM person_search, regexp_split_to_table(name_key, ' ') word"
            " WHERE organisation_id = %(office)s AND length(word) >= 4"
            " GROUP BY 1 ORDER BY md5(left(word, 4)) LIMIT %(count)s",
            count=count,
        )
        return [one[0] for one in rows]

    def finished_wave(self) -> str:
        """The closed wave of the facility with most people."""
        return str(
            self._one(
                "SELECT w.reference FROM wave w JOIN cycle c ON c.wave_id = w.id"
                " JOIN enrolment e ON e.cycle_id = c.id AND e.admitted_on IS NOT NULL"
                " WHERE w.organisation_id = %(office)s AND w.closed_on IS NOT NULL"
                " GROUP BY w.id ORDER BY count(*) DESC, w.starts_on DESC LIMIT 1"
            )[0]
        )

    def region(self) -> int:
        """The office above the facility."""
        return int(self._one("SELECT parent_id FROM organisation WHERE id = %(office)s")[0])

    def put_back(self) -> None:
        """Take away everything the bench has made since it began; its sessions lose their messages."""
        values = {"began": self.began, "office": self.nation.office}
        with self.connection.transaction(), psycopg.ClientCursor(self.connection) as cursor:
            for statement in _PUT_BACK:
                cursor.execute(statement.encode(), values)

    def close(self) -> None:
        """Put back, and sign everybody out: nobody but the bench is ever signed in here."""
        self.put_back()
        self.connection.execute("DELETE FROM login.session")
        self.connection.close()
        self._unfinished.unlink(missing_ok=True)


@contextmanager
def left_alone(nation: Nation) -> Iterator[None]:
    """No vacuum by itself while operations are timed: what it would clear away is what the bench put back.

    It is done afterwards, so that the next run finds the tables as the generation left them.
    """
    with psycopg.connect(nation.superuser_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET autovacuum = off")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        with psycopg.connect(nation.superuser_url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM RESET autovacuum")
            connection.execute("SELECT pg_reload_conf()")
            rows = connection.execute(
                "SELECT relid::regclass::text FROM pg_stat_user_tables WHERE n_dead_tup > 0"
            )
            for (table,) in rows.fetchall():
                connection.execute(f"VACUUM (ANALYZE) {table}".encode())


@contextmanager
def store(nation: Nation) -> Iterator[Store]:
    """A store that puts back whatever happens."""
    made = Store(nation)
    try:
        yield made
    finally:
        made.close()


def answers_of(values: Sequence[int]) -> str:
    """26 answers as the record keeps them."""
    return json.dumps({str(place + 1): value for place, value in enumerate(values)})
