"""What waits in the programmes of the office: measurements by name, second looks, steps, decisions, sheets."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pulih.language.instruments import instrument
from pulih.queries.caseload import own_enrolments
from pulih.queries.programmes import DueRow, WaveState, due, open_waves, participants
from pulih.queries.programmes.due import RUNNING
from pulih.queries.programmes.waves import BEFORE
from pulih.queries.today.facts import Todo, Work, rows_of, values_of
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.admission import RECHECK_DAYS
from pulih.rules.instruments.administering import check_role
from pulih.rules.measuring import Due
from pulih.rules.permissions import Permission, Role
from pulih.rules.programmes import URINE

NAMED = 6
"""How many people of one measurement are named; the rest is one row that leads to the list."""
COMING_DAYS = 21
"""How far ahead a counsellor sees what comes next."""


def of_programmes(actor: Actor) -> tuple[list[Todo], list[Work]]:
    """The work of this role in the office's programmes; nothing for roles that see no waves."""
    if not actor.may(Permission.READ_WAVES):
        return [], []
    todos, works = _of_pathways_and_decisions(actor)
    return todos, [*_of_measurements(actor), *works]


def _of_measurements(actor: Actor) -> list[Work]:
    """Measurements by name for whoever takes them; by wave, and only late ones, for whoever manages."""
    takes = bool(actor.may(Permission.MEASURE)) or bool(actor.may(Permission.TEST_URINE))
    manages = bool(actor.may(Permission.MANAGE_ENROLMENTS))
    if not (takes or manages):
        return []
    today = scope.today()
    waves = open_waves(actor)
    people = participants(actor, waves, today, RUNNING)
    waiting = due(actor, people)
    mine = [one for one in waiting if _takes(actor, one.measure.point.kind)]
    own = own_enrolments(actor) if takes else frozenset()
    works = _named(mine, today, own)
    if manages:
        works += _by_wave([one for one in waiting if one.measure.how is Due.LATE])
        works += [
            Work("close_wave", "due", wave.name, "", "", "programmes:wave", (wave.reference,),
                 what={"people": sum(who.inside for who in people if who.wave.id == wave.id)},
                 day=wave.ends_on(today), days=(today - wave.ends_on(today)).days)
            for wave in waves if wave.state(today) is WaveState.ENDED
        ]  # fmt: skip
    if actor.role is Role.COUNSELLOR:
        works += _coming(people, today, own)
    return works


def _takes(actor: Actor, kind: str) -> bool:
    """Whether this role takes measurements of a kind: a definition names the roles of its instrument."""
    if kind == URINE:
        return bool(actor.may(Permission.TEST_URINE))
    return bool(actor.may(Permission.MEASURE)) and bool(check_role(instrument(kind), actor.role))


def _named(rows: Iterable[DueRow], today: date, own: frozenset[UUID]) -> list[Work]:
    """The first of each measurement by name, one's own people before others, and how many more there are."""
    groups: dict[tuple[str, str, str], list[DueRow]] = {}
    for one in sorted(rows, key=lambda one: one.measure.enrolment_id not in own):
        point = one.measure.point
        groups.setdefault((one.who.wave.reference, point.kind, point.code), []).append(one)
    works = []
    for (reference, kind, code), found in groups.items():
        shown = found if len(found) <= NAMED + 1 else found[:NAMED]
        works += [_measurement(one, today, own) for one in shown]
        if rest := found[len(shown) :]:
            urgency = "late" if any(one.measure.how is Due.LATE for one in rest) else "due"
            what: dict[str, str | int] = {"measurement": kind, "point": code, "count": len(rest)}
            route = "clinic:round" if kind == URINE else "programmes:wave"
            args = (reference, code) if kind == URINE else (reference,)
            query = "" if kind == URINE else f"measure={kind}.{code}"
            name = found[0].who.wave.name
            works.append(
                Work("more", urgency, name, "", "", route, args, query, what,
                     rest[0].measure.window.last, rest[0].late_by(today))
            )  # fmt: skip
    return works


def _measurement(one: DueRow, today: date, own: frozenset[UUID], urgency: str = "") -> Work:
    point, who = one.measure.point, one.who
    route = "clinic:test" if point.kind == URINE else "assessments:fill"
    args = (str(one.measure.enrolment_id), *(() if point.kind == URINE else (point.kind,)), point.code)
    return Work(
        code="measure",
        urgency=urgency or ("late" if one.measure.how is Due.LATE else "due"),
        name=who.name,
        register_number=who.register_number,
        block=who.block,
        route=route,
        args=args,
        what={"measurement": point.kind, "point": point.code},
        day=one.measure.window.first if urgency else one.measure.window.last,
        days=one.late_by(today),
        mine=one.measure.enrolment_id in own,
    )


def _by_wave(rows: Iterable[DueRow]) -> list[Work]:
    groups: dict[tuple[str, str, str, str], list[DueRow]] = {}
    for one in rows:
        point, wave = one.measure.point, one.who.wave
        groups.setdefault((wave.reference, wave.name, point.kind, point.code), []).append(one)
    return [
        Work("late_group", "late", name, "", "", "programmes:wave", (reference,), f"measure={kind}.{code}",
             {"measurement": kind, "point": code, "count": len(found)}, found[0].measure.window.last,
             (scope.today() - found[0].measure.window.last).days)
        for (reference, name, kind, code), found in groups.items()
    ]  # fmt: skip


def _coming(people: Iterable[Any], today: date, own: frozenset[UUID]) -> list[Work]:
    """The next measurement of each person that opens soon, for whoever works with them."""
    until = today + timedelta(days=COMING_DAYS)
    rows = [
        DueRow(who, measure)
        for who in people
        if (measure := who.next_measure) and measure.how is Due.NOT_YET and measure.window.first <= until
    ]
    rows.sort(
        key=lambda one: (one.measure.enrolment_id not in own, one.measure.window.first, one.who.name.lower())
    )
    return [_measurement(one, today, own, "not-started") for one in rows[: 2 * NAMED]]


_WAITING = f"""
SELECT 'second_look' AS code, u.id::text AS id, p.name, coalesce(t.register_number, ''), coalesce(t.block, ''),
       u.point, u.recorded_at AS at, 1 AS n
FROM urine_test u JOIN person p ON p.id = u.person_id
LEFT JOIN stay t ON t.person_id = u.person_id AND t.organisation_id = %(office)s AND t.ended_on IS NULL
WHERE %(look)s AND u.organisation_id = %(office)s AND u.state = 'positive'
  AND u.recorded_by IS DISTINCT FROM %(account)s
  AND NOT EXISTS (SELECT 1 FROM second_look l WHERE l.test_id = u.id)
  AND NOT EXISTS (SELECT 1 FROM urine_test n WHERE n.amends_id = u.id)
UNION ALL
SELECT 'task', k.id::text, p.name, coalesce(t.register_number, ''), coalesce(t.block, ''), k.kind, k.raised_at, 1
FROM task k JOIN person p ON p.id = k.person_id
LEFT JOIN stay t ON t.person_id = k.person_id AND t.organisation_id = %(office)s AND t.ended_on IS NULL
WHERE k.organisation_id = %(office)s AND k.role = %(role)s AND k.done_at IS NULL
UNION ALL
SELECT 'exception', q.id::text, p.name, e.register_number, '', w.name, q.asked_at, 1
FROM admission_exception q JOIN enrolment e ON e.id = q.enrolment_id JOIN cycle c ON c.id = e.cycle_id
JOIN wave w ON w.id = c.wave_id JOIN person p ON p.id = q.person_id
WHERE %(decide)s AND q.organisation_id = %(office)s AND q.decided_at IS NULL
  AND q.asked_by IS DISTINCT FROM %(account)s
UNION ALL
SELECT CASE r.state WHEN 'draft' THEN 'sheet_check' WHEN 'checked' THEN 'sheet_approve'
       ELSE 'sheet_returned' END,
       w.reference, w.name, '', '', r.returned_because, coalesce(r.returned_at, r.checked_at, r.drafted_at), 1
FROM (SELECT DISTINCT ON (s.wave_id) s.* FROM result_sheet s WHERE s.organisation_id = %(office)s
      ORDER BY s.wave_id, s.revision DESC) r JOIN wave w ON w.id = r.wave_id
WHERE r.superseded_at IS NULL
  AND ((r.state = 'draft' AND %(check)s AND r.drafted_by IS DISTINCT FROM %(account)s)
       OR (r.state = 'checked' AND %(approve)s AND r.drafted_by IS DISTINCT FROM %(account)s
           AND r.checked_by IS DISTINCT FROM %(account)s)
       OR (r.state = 'returned' AND %(draft)s))
UNION ALL
SELECT 'transfer', t.id::text, t.name, t.register_number, '', f.name, t.proposed_at, 1
FROM transfer t JOIN organisation f ON f.id = t.organisation_id
WHERE %(transfer)s AND t.receiver_id = %(office)s AND t.state = 'proposed'
UNION ALL
SELECT 'recheck', e.id::text, p.name, e.register_number, coalesce(t.block, ''), '',
       coalesce(e.rechecked_on, e.admitted_on)::timestamptz, 1
FROM enrolment e JOIN person p ON p.id = e.person_id
LEFT JOIN stay t ON t.person_id = e.person_id AND t.organisation_id = %(office)s AND t.ended_on IS NULL
WHERE %(recheck)s AND e.organisation_id = %(office)s AND e.end_unknown AND e.in_place
  AND coalesce(e.rechecked_on, e.admitted_on) + {RECHECK_DAYS} <= %(today)s
UNION ALL
SELECT CASE WHEN NOT x.willing THEN 'no_willingness' ELSE x.status END, '', '', '', '', '', NULL, count(*)::int
FROM (SELECT e.status, EXISTS (SELECT 1 FROM consent k WHERE k.person_id = e.person_id
              AND k.organisation_id = %(office)s AND k.withdrawn_on IS NULL) AS willing
      FROM enrolment e WHERE (%(assess)s OR %(manage)s) AND e.organisation_id = %(office)s
        AND e.admitted_on IS NULL AND e.status = ANY (%(before)s)) x
GROUP BY 1
ORDER BY 7, 3
"""
_ROUTES = {
    "second_look": "clinic:look",
    "task": "assessments:task",
    "exception": "enrolments:decide",
    "sheet_check": "outcomes:sheet",
    "sheet_approve": "outcomes:sheet",
    "sheet_returned": "outcomes:sheet",
    "transfer": "enrolments:accept",
    "recheck": "enrolments:recheck",
}


def _of_pathways_and_decisions(actor: Actor) -> tuple[list[Todo], list[Work]]:
    """What waits for a decision or a step, in one statement; each part only for the role that does it."""
    p = Permission
    asked = {
        "look": p.LOOK_AGAIN, "decide": p.DECIDE_EXCEPTIONS, "check": p.CHECK_RESULTS,
        "approve": p.APPROVE_RESULTS, "draft": p.DRAFT_RESULTS, "transfer": p.TRANSFER,
        "recheck": p.RECHECK_REMAND, "assess": p.ASSESS_CANDIDATES, "manage": p.MANAGE_ENROLMENTS,
    }  # fmt: skip
    values = values_of(actor) | {name: bool(actor.may(one)) for name, one in asked.items()}
    rows = rows_of(_WAITING, values | {"role": actor.role.value, "before": BEFORE})
    works = [_decision(row) for row in rows if row[0] in _ROUTES]
    counts = {row[0]: row[7] for row in rows if row[0] not in _ROUTES}
    return _steps(counts, manages=bool(values["manage"])), works


def _decision(row: tuple[Any, ...]) -> Work:
    code, id, name, register_number, block, said, at, _one = row
    since = scope.day_of(at)
    return Work(
        code=code,
        urgency="late" if code == "task" else "due",
        name=name,
        register_number=register_number,
        block=block,
        route=_ROUTES[code],
        args=(id,),
        what={"said": said, "point": said, "task": said},
        day=since,
        days=(scope.today() - since).days,
    )


def _steps(counts: dict[str, int], *, manages: bool) -> list[Todo]:
    """Pathways that wait, by who takes the step: assessment first, places after it."""
    to_assess = counts.get("candidate", 0) + counts.get("assessed", 0)
    to_place = sum(counts.get(step, 0) for step in ("recommended", "waiting", "offered"))
    found = [
        Todo("no_willingness", counts.get("no_willingness", 0), "due", "enrolments:board", "step=candidate"),
        Todo("to_assess", to_assess, "due", "enrolments:board", "step=candidate"),
    ]
    if manages:
        found += [
            Todo("to_place", to_place, "due", "enrolments:board", "step=recommended"),
            Todo(
                "on_hold_before", counts.get("on_hold", 0), "not-started", "enrolments:board", "step=on_hold"
            ),
        ]
    return found
