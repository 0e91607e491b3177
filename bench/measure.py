"""What `make bench` measures so far: the walls at a million people, in the database, with the plans.

It runs the product's own queries as `pulih_app` in the scope of a registrar of one facility, catches the
SQL they send, and times each statement on the server (EXPLAIN ANALYZE), so that Python is left out.
Exit 1 when a limit is broken. Figures depend on the machine; the limits are of the issue.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.nation import fill

LIMITS = {"find by name": 10.0, "find by name, misspelt": 10.0, "open a person": 2.0}
REPEATS = 30


def prepare(people: int) -> None:
    """A database of its own on the embedded server, migrated and filled; kept for the next run."""
    from pulih.cli.database import initialise
    from pulih.cli.postgres import Cluster

    home = Path(os.environ.get("PULIH_HOME") or ".pulih") / "bench"
    home.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(home.resolve())
    cluster.start(durable=True)
    name = f"nation_{people}"
    initialise(cluster.superuser_url(), database=name)
    os.environ["DATABASE_URL"] = cluster.app_url(name)
    os.environ["PULIH_OWNER_URL"] = cluster.owner_url(name)
    os.environ["DJANGO_SETTINGS_MODULE"] = "pulih.config.settings"
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env={**os.environ, "PULIH_CONNECT_AS": "owner"},
        check=True,
    )
    fill(cluster.owner_url(name), people)
    globals()["_cluster"] = cluster


def server_time(work: Callable[[], object], actor: object) -> tuple[list[float], list[str], int]:
    """Milliseconds on the server for every statement of `work`, summed per repeat; plans of the last."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from pulih.records import scope

    times, plans, statements = [], [], 0
    for repeat in range(REPEATS):
        with scope.acting_as(actor, read_only=True):  # type: ignore[arg-type]
            with CaptureQueriesContext(connection) as caught:
                work()
            reading = [
                one["sql"] for one in caught if one["sql"].lstrip().upper().startswith(("SELECT", "WITH"))
            ]
            statements = len(caught)
            total = 0.0
            plans = []
            with connection.cursor() as cursor:
                for sql in reading:
                    cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql.replace("%", "%%"), [])
                    found = cursor.fetchone()[0]
                    document = (json.loads(found) if isinstance(found, str) else found)[0]
                    total += document["Execution Time"] + document["Planning Time"]
                    if repeat == REPEATS - 1:
                        cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + sql.replace("%", "%%"), [])
                        plans.append("\n".join(row[0] for row in cursor.fetchall()))
            times.append(total)
    return times[3:], plans, statements


def prepared_time(actor: Any, reference: str) -> tuple[list[float], list[str], int]:
    """The same for opening a record, which the product sends as a prepared statement."""
    from django.db import connection

    from pulih.queries.people.opening import _OPEN
    from pulih.records import scope

    numbered = _OPEN % {"office": "$1", "account": "$2", "reference": "$3"}
    times, plans = [], []
    for repeat in range(REPEATS):
        with scope.acting_as(actor, read_only=True), connection.cursor() as cursor:
            if repeat == 0:
                cursor.execute(f"PREPARE open_person (int, uuid, text) AS {numbered}")
            call = f"EXECUTE open_person ({actor.organisation_id}, NULL, '{reference}')"
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + call)
            found = cursor.fetchone()[0]
            document = (json.loads(found) if isinstance(found, str) else found)[0]
            times.append(document["Execution Time"] + document["Planning Time"])
            if repeat == REPEATS - 1:
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + call)
                plans.append("\n".join(row[0] for row in cursor.fetchall()))
    # The first executions plan anew each, to learn what a common plan is worth.
    return times[8:], plans, 1


def run(people: int, show_plans: bool) -> dict[str, object]:
    """Measure each operation; the document is what is printed and kept."""
    import django

    django.setup()
    from pulih.queries import people as people_queries
    from pulih.records import scope
    from pulih.rules.actors import Actor
    from pulih.rules.identity import reference_from
    from pulih.rules.permissions import Role

    with __import__("psycopg").connect(os.environ["PULIH_OWNER_URL"]) as owner:
        # The nation's references are plain numbers; the one that is opened gets a real one.
        reference = reference_from(4242)
        owner.execute("UPDATE person SET reference = %s WHERE reference = 'UKUR-4242'", [reference])
        (office,) = owner.execute(
            "SELECT a.organisation_id FROM person p JOIN person_access a ON a.person_id = p.id"
            " WHERE p.reference = %s AND a.basis = 'custody'",
            [reference],
        ).fetchone()
        held = owner.execute(
            "SELECT count(*) FROM person_search WHERE organisation_id = %s", [office]
        ).fetchone()[0]
    registrar = Actor(None, "bench", Role.REGISTRAR, office)
    operations: dict[str, Callable[[], object]] = {
        "find by name": lambda: people_queries.find(registrar, "sant"),
        "find by name, misspelt": lambda: people_queries.find(registrar, "santusa budy"),
        "open a person": lambda: people_queries.open_person(registrar, reference),
    }
    assert scope.current_actor() is None
    document: dict[str, object] = {"schema": "pulih.bench/1", "people": people, "in_facility": held}
    results = []
    for name, work in operations.items():
        if name == "open a person":
            times, plans, statements = prepared_time(registrar, reference)
        else:
            times, plans, statements = server_time(work, registrar)
        times.sort()
        p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
        results.append({"operation": name, "p50_ms": round(p50, 2), "p95_ms": round(p95, 2),
                        "limit_ms": LIMITS[name], "holds": p50 < LIMITS[name], "statements": statements})  # fmt: skip
        if show_plans:
            print(f"\n== {name}\n" + "\n--\n".join(plans), file=sys.stderr)
    document["operations"] = results
    return document


def main() -> int:
    """Prepare, measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--no-plans", action="store_true")
    options = parser.parse_args()
    prepare(options.people)
    document = run(options.people, not options.no_plans)
    print(f"\n{options.people:,} people, {document['in_facility']:,} in the facility")
    for one in document["operations"]:  # type: ignore[attr-defined]
        verdict = "holds" if one["holds"] else "BROKEN"
        print(f"{one['operation']:26} p50 {one['p50_ms']:7.2f} ms  p95 {one['p95_ms']:7.2f} ms  "
              f"limit {one['limit_ms']:5.1f} ms  {verdict}  ({one['statements']} statements)")  # fmt: skip
    folder = Path(__file__).parent / "results"
    folder.mkdir(exist_ok=True)
    (folder / "latest.json").write_text(json.dumps(document, indent=2) + "\n")
    return 0 if all(one["holds"] for one in document["operations"]) else 1  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
