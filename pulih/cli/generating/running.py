"""A run from the empty database to the finished one: offices, facilities, seals, constraints, statistics."""

import json
import os
import resource
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from psycopg.types.json import Jsonb

from pulih.cli.generating import entrusted, laying_aside, marking, nation, trail
from pulih.cli.generating.people import first_day
from pulih.cli.generating.rows import COLUMNS
from pulih.cli.generating.waves import Version
from pulih.cli.generating.working import Order, make_all
from pulih.language.curricula import template
from pulih.rules.permissions import Role
from pulih.rules.programme_templates import to_plain

TEMPLATES = {"social": "social-tc", "medical": "medical"}
_VERSION = """
INSERT INTO programme_version (id, programme_id, version, months, plan, success_rule, curriculum, published_on)
SELECT (SELECT coalesce(max(id), 0) + 1 FROM programme_version), %(programme)s, coalesce(max(version), 0) + 1,
       %(months)s, %(plan)s, %(rule)s, %(curriculum)s, %(published)s
FROM programme_version WHERE programme_id = %(programme)s RETURNING id
"""
Tell = Callable[[str, float], None]
"""Told what is being done, and which share of the whole is behind."""


@dataclass(frozen=True)
class Made:
    """What a run came to."""

    people: int
    attendance: int
    rows: dict[str, int]
    seconds: float
    peak_memory_mb: int
    seed: int


def run(url: str, people: int, seed: int, password_hash: str, password: str, tell: Tell) -> Made:
    """Make the nation; refused where the database is not an empty one for training."""
    began = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        marking.take_lock(connection)
        marking.require_empty(connection, marking.require_training(connection))
        connection.execute("SET timezone = 'UTC'")
        # As it stood last night: nothing that is written has a moment still to come.
        today = datetime.now(ZoneInfo("Asia/Jakarta")).date().toordinal() - 1
        plan = nation.plan(people, seed, _first_office(connection), today)
        generated = _begin(connection, plan, people, seed, password, today)
        tell("offices and workers", 0.0)
        _months(connection, today)
        with connection.transaction():
            nation.write(connection, plan, seed, password_hash, today)
            entrusted.write(connection, plan, seed, today)
            versions = _versions(connection, today)
            generated["versions"] = [one.id for one in versions.values()]
            marking.write(connection, generated)
        rows, kilobytes = _facilities(url, plan, Order(url, seed, today, versions), tell)
        tell("sealing the audit", 0.72)
        with connection.transaction():
            rows["audit_seal"] = trail.seal(connection)
        tell("constraints and indexes", 0.75)
        laying_aside.restore(url, generated["laid_aside"])
        tell("statistics", 0.95)
        laying_aside.analyse(url)
        finished = {"state": "done", "finished_at": datetime.now(UTC).isoformat(timespec="seconds")}
        marking.write(connection, {**generated, **finished, "laid_aside": []})
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, kilobytes) // 1024
    seconds = round(time.monotonic() - began, 1)
    return Made(rows["person"], rows["attendance"], dict(sorted(rows.items())), seconds, peak, seed)


def _first_office(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM organisation").fetchone()
    assert row is not None
    return int(row[0])


def _begin(
    connection: psycopg.Connection, plan: nation.Nation, people: int, seed: int, password: str, today: int
) -> dict[str, Any]:
    """Write down what is about to happen, with what is laid aside for it, then lay it aside."""
    found = laying_aside.find(connection)
    measured = plan.measured
    accounts = {role.value: found[0].username for role, found in measured.workers.items()}
    accounts[Role.REGIONAL_OFFICER.value] = plan.regions[0].officer.username
    generated: dict[str, Any] = {
        "state": "running",
        "seed": seed,
        "people": people,
        "as_of": date.fromordinal(today).isoformat(),
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "offices": [plan.ministry, plan.facilities[-1].office],
        "measured_office": measured.office,
        "region_office": measured.region,
        "password": password,
        "accounts": accounts,
        "laid_aside": [asdict(one) for one in found],
    }
    with connection.transaction():
        marking.write(connection, generated)
    with connection.transaction():
        laying_aside.lay(connection, found)
    return generated


def _months(connection: psycopg.Connection, today: int) -> None:
    """A partition for each month in which something happened, where a table is partitioned by month."""
    parted = connection.execute(
        "SELECT relname::text FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace"
        " AND relname = ANY (%s)",
        [list(COLUMNS)],
    ).fetchall()
    first, last = date.fromordinal(first_day(today) - 70), date.fromordinal(today + 130)
    for (table,) in parted:
        connection.execute("SELECT gate.ensure_months(%s, %s, %s)", [table, first, last])


def _versions(connection: psycopg.Connection, today: int) -> dict[str, Version]:
    """The programmes that ship, as a further version each, published before the first wave."""
    made: dict[str, Version] = {}
    for programme, code in TEMPLATES.items():
        one = template(code)
        plan = [asdict(point) for point in one.plan]
        rule = json.loads(json.dumps(asdict(one.rule)))
        row = connection.execute(_VERSION.encode(), {
            "programme": programme, "months": one.months, "plan": Jsonb(plan), "rule": Jsonb(rule),
            "curriculum": Jsonb(json.loads(json.dumps(to_plain(one.curriculum)))),
            "published": date.fromordinal(first_day(today)),
        }).fetchone()  # fmt: skip
        assert row is not None
        made[programme] = Version(int(row[0]), one.months, json.dumps(plan), json.dumps(rule))
    connection.execute(
        "SELECT setval(pg_get_serial_sequence('programme_version', 'id'), max(id)) FROM programme_version"
    )
    return made


def _facilities(url: str, plan: nation.Nation, order: Order, tell: Tell) -> tuple[Counter[str], int]:
    """Every facility, by as many processes as there are processors; rows by table and the most memory."""
    rows: Counter[str] = Counter()
    peaks: dict[int, int] = {}
    processes = min(os.cpu_count() or 1, 4, len(plan.facilities))
    everybody = sum(one.present + one.gone for one in plan.facilities)
    behind = 0
    for done in make_all(plan.facilities, order, processes):
        rows += done.rows
        peaks[done.facility.number] = done.kilobytes
        behind += done.facility.present + done.facility.gone
        tell(f"{behind:,} of {everybody:,} people", 0.02 + 0.7 * behind / everybody)
    return rows, max(peaks.values())
