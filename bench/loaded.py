"""What three hundred users are given to do, and what is made of what they bring back."""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle
from typing import Any
from uuid import uuid4

import psycopg

from bench.client import Request
from bench.consumed import MARK, Store
from bench.database import Nation
from bench.operations import REGISTER
from bench.users import Click, Diary, Task, Work

SPARED = 20.0
"""Seconds after a disturbance in which a click may fail: a worker or a database is coming up."""
_MIX = (("counsellor", 8), ("assessor", 4), ("registrar", 4), ("programme_manager", 3), ("head_of_facility", 1),
        ("regional_officer", 1))  # fmt: skip
"""Of twenty-one users how many are what: a guess after the numbers of staff in domain reference 7."""
HALF_MINUTE = 30
DAYS = 7
"""Over how many days the sessions lie that are laid ready: nobody's own day has a hundred of them."""


def works_of(nation: Nation, laid: Mapping[int, Store], users: int, seconds: int) -> list[Work]:
    """Somebody of the offices for every user, with pages to look at and forms to send."""
    first = next(iter(laid.values()))
    names: dict[str, list[tuple[str, int]]] = {}
    for username, role, office in first.colleagues():
        if office in laid or role == "regional_officer":
            names.setdefault(role, []).append((username, office))
    known = {office: (one.references(60), one.fragments(40)) for office, one in laid.items()}
    forms = {office: _marks(one, users // len(laid) * 12) for office, one in laid.items()}
    turns = {role: cycle(found) for role, found in names.items()}
    roles = cycle([role for role, many in _MIX for _ in range(many) if role in names])
    works = []
    for place in range(users):
        role = next(roles)
        username, office = next(turns[role])
        tasks: list[Task] = []
        if role == "registrar":
            tasks = [_somebody(first, place, each) for each in range(seconds // 8)]
        elif role == "counsellor" and office in forms:
            tasks = [forms[office].pop() for _ in range(min(12, len(forms[office])))]
        pages = _pages(role, *known.get(office, ((), ())))
        works.append(Work(username, nation.password, tuple(pages), tuple(tasks), seed=place))
    return works


def _pages(role: str, references: Sequence[str], fragments: Sequence[str]) -> list[tuple[str, str]]:
    """What somebody of that role looks at, the frequent more often."""
    day = [("today", "/")] * 8
    if role == "regional_officer":
        return [*day, ("organisations", "/organisations/")]
    people = [("person", f"/people/record/{one}/") for one in references[:30]]
    found = [("search", f"/people/search/?q={one}") for one in fragments[:20]]
    own = {
        "counsellor": [("attendance", "/attendance/")] * 10,
        "assessor": [("tasks", "/assessments/tasks/")] * 6,
        "registrar": [("people", "/people/")] * 8,
        "programme_manager": [("enrolments", "/enrolments/?step=admitted")] * 10
        + [("months", "/enrolments/months/")] * 4,
        "head_of_facility": [("sheets", "/outcomes/")] * 4,
    }[role]
    return [*day, *people, *found, *own]


def _somebody(store: Store, user: int, each: int) -> Task:
    word = "".join(chr(97 + int(digit)) for digit in f"{user:04d}{each:04d}")
    register = f"B1-L{user:04d}{each:04d}"
    form = {
        **REGISTER,
        "name": f"Rekaan {word.capitalize()} {MARK}",
        "birth_date_day": str(each % 28 + 1),
        "birth_date_month": str(each // 28 % 12 + 1),
        "birth_date_year": str(1960 + user % 45),
        "national_number": "",
        "register_number": register,
        "started_on_day": str(store.today.day),
        "started_on_month": str(store.today.month),
        "started_on_year": str(store.today.year),
        "once": str(uuid4()),
    }
    return Task("register", register, Request("POST", "/people/register/", form, expect=303))


def _marks(store: Store, count: int) -> list[Task]:
    found = []
    for sitting in store.sittings(count, DAYS):
        form = {"once": str(uuid4()), "revision": ""}
        for one in sitting.enrolments:
            form |= {f"m_{one}": "present", f"l_{one}": ""}
        request = Request("POST", f"/attendance/{sitting.id}/", form, {"Accept": "application/json"})
        found.append(Task("mark", str(sitting.id), request))
    return found


def found_again(connection: psycopg.Connection, acknowledged: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Whether everything that was acknowledged is there, and there once."""
    registers = [key for kind, key in acknowledged if kind == "register"]
    sessions = [key for kind, key in acknowledged if kind == "mark"]
    rows = connection.execute(
        "SELECT register_number, count(*) FROM stay WHERE register_number = ANY (%s) GROUP BY 1", (registers,)
    ).fetchall()
    rows += connection.execute(
        "SELECT s.id::text, max(k.n) FROM session_plan s CROSS JOIN LATERAL ("
        ' SELECT count(*) AS n FROM attendance a WHERE a.session_id = s.id AND a."on" = s."on"'
        " GROUP BY a.enrolment_id) k WHERE s.id = ANY (%s::uuid[]) AND s.state = 'held' GROUP BY 1",
        (sessions,),
    ).fetchall()
    times: dict[str, int] = dict(rows)
    return {
        "acknowledged": len(acknowledged),
        "missing": sum(not times.get(key) for _kind, key in acknowledged),
        "twice": sum(times.get(key, 0) > 1 for _kind, key in acknowledged),
    }


def summed_up(
    diary: Diary,
    memory: Sequence[tuple[float, float]],
    pace: Sequence[tuple[float, float]],
    disturbed: Mapping[str, float],
    seconds: int,
) -> dict[str, Any]:
    """Clicks, failures in and outside of the disturbances, p95 and memory by half-minute."""
    spared = [(disturbed[one], disturbed[one] + SPARED) for one in ("worker_killed",) if one in disturbed]
    if "database_restarted" in disturbed:
        spared.append((disturbed["database_restarted"], disturbed["database_back"] + SPARED))
    failed = [one for one in diary.clicks if one.failure]
    inside = [one for one in failed if any(one.at >= begin and one.begun <= end for begin, end in spared)]
    elsewhere = [one for one in failed if one not in inside]
    when = sorted(round(one.at, 1) for one in elsewhere)
    return {
        "seconds": seconds,
        "clicks": len(diary.clicks),
        "clicks_a_second": round(len(diary.clicks) / seconds, 1),
        "disturbed_at": dict(disturbed),
        "failed_while_disturbed": _counted(inside),
        "failed_elsewhere": _counted(elsewhere),
        "failed_elsewhere_at": when,
        "p95_ms_by_half_minute": _by_half_minute(
            [(one.at, one.ms) for one in diary.clicks if not one.failure and one.kind != "sign in"], _p95
        ),
        "yardstick_ms_by_half_minute": _by_half_minute(pace, statistics.median),
        "memory_mb_by_half_minute": _by_half_minute(memory, statistics.median),
        "p95_ms_by_kind": {
            kind: _p95([one.ms for one in diary.clicks if one.kind == kind and not one.failure])
            for kind in sorted({one.kind for one in diary.clicks if not one.failure})
        },
    }


def _counted(clicks: Iterable[Click]) -> dict[str, int]:
    return dict(Counter(f"{one.kind}: {one.failure}" for one in clicks))


def _p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 1)


def _by_half_minute(points: Sequence[tuple[float, float]], of: Any) -> list[float]:
    parts: dict[int, list[float]] = {}
    for at, value in points:
        parts.setdefault(int(at // HALF_MINUTE), []).append(value)
    return [round(of(parts[one]), 1) for one in sorted(parts)]
