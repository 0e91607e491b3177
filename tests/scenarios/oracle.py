"""A second opinion on every figure of a result sheet, in plain Python over the rows that were written.

It imports nothing of Pulih and reads as the owner, past all walls. Statuses come from the history, never
from their head; scores from the answers, never from what was stored; days from the calendar.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction
from math import sqrt

import psycopg
from psycopg.rows import dict_row

DOMAINS = {
    "physical": (3, 4, 10, 15, 16, 17, 18),
    "psychological": (5, 6, 7, 11, 19, 26),
    "environment": (8, 9, 12, 13, 14, 23, 24, 25),
    "social": (20, 21, 22),
}
BACKWARDS = (3, 4, 26)
ENOUGH = {
    "syntax": {"physical": 6, "psychological": 5, "environment": 6, "social": 2},
    "manual_text": {"physical": 5, "psychological": 4, "environment": 6, "social": 2},
}
GROUPS = {
    "released_early": "administrative", "released_expiry": "administrative", "court": "administrative",
    "transferred": "administrative", "withdrew": "dropout", "expelled": "dropout", "escaped": "dropout",
    "medical": "medical", "died": "death", "other": "external",
}  # fmt: skip
WORST_FIRST = ("positive", "positive_unconfirmed", "admitted", "refused", "invalid", "diluted", "no_sample",
               "not_done", "missing", "exempt", "not_due", "prescribed_positive", "negative")  # fmt: skip
Z = 1.959963984540054
RUNNING = ("admitted", "on_hold")


def recompute(dsn: str) -> dict[str, dict]:
    """Every wave of a database by its reference: the figures of its sheet, and what was approved."""
    with psycopg.connect(dsn, row_factory=dict_row) as connection:
        return figures_of(connection)


def figures_of(connection: psycopg.Connection, today: date = date.max) -> dict[str, dict]:
    """The same over an open connection that gives rows by name; `today` matters to a wave that runs."""
    waves = connection.execute("SELECT * FROM wave ORDER BY starts_on").fetchall()
    return {wave["reference"]: _Wave(connection, wave, today).figures() for wave in waves}


def wilson(count: int, of: int) -> tuple[float, float] | None:
    """The 95 % interval in percent: the two shares whose test statistic at `count` of `of` is exactly Z."""
    if not of:
        return None
    share = count / of
    a, b, c = 1 + Z * Z / of, -(2 * share + Z * Z / of), share * share
    root = sqrt(max(0.0, b * b - 4 * a * c))
    return 100 * (-b - root) / (2 * a), 100 * (-b + root) / (2 * a)


def score(answers: dict[str, int], coding: str, rule: str) -> dict[str, Fraction]:
    """The domains of a form from 0 to 100; a domain with too few answers has none."""
    given = {int(item): value for item, value in answers.items() if value is not None}
    if len(given) < 21:
        return {}
    points = {
        item: 6 - value if item in BACKWARDS and coding == "raw" else value for item, value in given.items()
    }
    found = {}
    for domain, items in DOMAINS.items():
        known = [points[item] for item in items if item in points]
        if len(known) >= ENOUGH[rule][domain]:
            found[domain] = (Fraction(sum(known), len(known)) - 1) * 25
    return found


class _Wave:
    def __init__(self, connection: psycopg.Connection, wave: dict, today: date) -> None:
        self.wave, self.today = wave, today
        self.cycles = {
            row["id"]: row
            for row in connection.execute("SELECT * FROM cycle WHERE wave_id = %s", [wave["id"]]).fetchall()
        }
        office = wave["organisation_id"]
        self.still = [
            (row["from_on"], row["until_on"] or today)
            for row in connection.execute(
                "SELECT from_on, until_on FROM suspension WHERE organisation_id = %s"
                " AND (wave_id = %s OR wave_id IS NULL)",
                [office, wave["id"]],
            ).fetchall()
        ]
        rows = connection.execute(
            "SELECT e.* FROM enrolment e JOIN cycle c ON c.id = e.cycle_id WHERE c.wave_id = %s", [wave["id"]]
        ).fetchall()
        history = defaultdict(list)
        for row in connection.execute("SELECT * FROM status_change ORDER BY id").fetchall():
            history[row["enrolment_id"]].append(row)
        self.lives = [one for row in rows if (one := self._life(row, history[row["id"]]))["admitted"]]
        self.forms = self._forms(connection)
        self.tests = self._tests(connection)
        self.sheets = connection.execute(
            "SELECT sheet, revision FROM result_sheet WHERE wave_id = %s AND state = 'approved'"
            " AND superseded_at IS NULL",
            [wave["id"]],
        ).fetchall()

    def _life(self, row: dict, history: list[dict]) -> dict:
        """One enrolment by its history: a row that another corrects is replaced in place, or taken away."""
        origin, now, order = {}, {}, []
        for step in history:
            if step["corrects_id"] is None:
                origin[step["id"]] = step["id"]
                now[step["id"]] = step
                order.append(step["id"])
                continue
            first = origin[step["corrects_id"]]
            origin[step["id"]] = first
            now[first] = None if step["annuls"] else step
        steps = [now[one] for one in order if now[one]]
        life = {"row": row, "person": row["person_id"], "programme": row["programme_id"],
                "admitted": None, "ended": None, "reason": "", "status": steps[-1]["to_status"]}  # fmt: skip
        for step in steps:
            target, on = step["to_status"], step["effective_on"]
            if target == "admitted" and life["admitted"] is None:
                life["admitted"] = on
            if target in ("completed", "exited", "removed"):
                life["ended"], life["reason"] = on, step["reason"] if target == "exited" else target
        life["removed"] = life["status"] == "removed"
        life["completed"] = life["reason"] == "completed"
        return life

    def _in_force(self, connection: psycopg.Connection, table: str) -> list[dict]:
        rows = connection.execute(
            f"SELECT * FROM {table} WHERE wave_id = %s ORDER BY recorded_at, id", [self.wave["id"]]
        ).fetchall()
        replaced = {row["amends_id"] for row in rows}
        return [row for row in rows if row["id"] not in replaced]

    def _forms(self, connection: psycopg.Connection) -> dict:
        found = defaultdict(list)
        for row in self._in_force(connection, "response"):
            scored = score(row["answers"], row["coding"], row["rule"])
            found[row["person_id"]].append((row["point"], row["taken_on"], scored))
        return found

    def _tests(self, connection: psycopg.Connection) -> dict:
        agreed = {
            row["test_id"]
            for row in connection.execute("SELECT test_id FROM second_look WHERE agrees").fetchall()
        }
        found = defaultdict(list)
        for row in self._in_force(connection, "urine_test"):
            unseen = row["state"] == "positive" and row["id"] not in agreed
            state = "positive_unconfirmed" if unseen else row["state"]
            found[row["person_id"]].append((row["point"], row["taken_on"], state))
        return found

    def figures(self) -> dict:
        """Columns by code, everybody lost, the places taken, and the approved sheet to compare with."""
        units = [self._judged(life) for life in self.lives if not life["removed"]]
        columns = {}
        for cycle in self.cycles.values():
            code = cycle["programme_id"]
            mine = [one for one in units if one["programme"] == code]
            removed = sum(one["removed"] for one in self.lives if one["programme"] == code)
            columns[code] = self._column(mine, removed, [cycle])
        people = defaultdict(list)
        for one in units:
            people[one["person"]].append(one)
        everybody = {one["person"] for one in self.lives}
        columns["people"] = self._column(
            [self._together(many) for many in people.values()],
            len(everybody - set(people)),
            list(self.cycles.values()),
        )
        inside = Counter(one["row"]["cycle_id"] for one in self.lives if one["status"] in RUNNING)
        return {
            "columns": columns,
            "lost": sorted(one["lost"] for one in units if not one["completed"] and one["ended"]),
            "taken": {
                cycle["programme_id"]: (cycle["taken"], inside[cycle["id"]]) for cycle in self.cycles.values()
            },
            "approved": [row["sheet"] for row in self.sheets],
        }

    def _judged(self, life: dict) -> dict:
        """An enrolment with everything that was found of it while it ran."""
        cycle = self.cycles[life["row"]["cycle_id"]]
        rule = cycle["success_rule"]

        def within(taken: list) -> dict:
            return {
                point: value
                for point, on, value in taken
                if life["admitted"] <= on and (life["ended"] is None or on <= life["ended"])
            }

        forms, tests = within(self.forms[life["person"]]), within(self.tests[life["person"]])
        first, last = forms.get(rule["first"], {}), forms.get(rule["last"], {})
        change = {one: last[one] - first[one] for one in DOMAINS if one in first and one in last}
        least = 1.96 * rule["sd"] * sqrt(2) * sqrt(1 - rule["retest"])
        state = tests.get(rule["urine_point"]) or self._no_test(life, cycle)
        both = all(one in change for one in rule["domains"])
        better = both and all(change[one] > rule["threshold"] for one in rule["domains"])
        reason = "" if life["completed"] else life["reason"]
        return {
            "person": life["person"],
            "programme": life["programme"],
            "completed": life["completed"],
            "ended": life["ended"],
            "place": ("completed" if life["completed"] else GROUPS.get(reason, "open"), reason),
            "points": {
                f"{point['kind']}:{point['code']}"
                for point in cycle["plan"]
                if point["code"] in (tests if point["kind"] == "urine" else forms)
            },
            "measured": set(change),
            "increased": {one for one, by in change.items() if by > 0},
            "improved": {one for one, by in change.items() if by >= least},
            "declined": {one for one, by in change.items() if by <= -least},
            "both": both,
            "better": better,
            "state": state,
            "passed": state in rule["urine_passing"],
            "success": life["completed"] and better and state in rule["urine_passing"],
            "lost": (life["row"]["register_number"], life["programme"], self._month(life),
                     str(life["ended"]), reason),
        }  # fmt: skip

    def _together(self, many: list[dict]) -> dict:
        """A person: what must hold of all her enrolments does, and the worst is not hidden by the better."""
        early = sorted(
            (one for one in many if not one["completed"]),
            key=lambda one: (one["ended"] is not None, str(one["ended"]), one["programme"]),
        )
        all_of = {
            name: all(one[name] for one in many)
            for name in ("completed", "both", "better", "passed", "success")
        }
        shared = {
            name: set.intersection(*(one[name] for one in many))
            for name in ("points", "measured", "increased", "improved")
        }
        declined = set.union(*(one["declined"] for one in many)) & shared["measured"]
        worst = min((one["state"] for one in many), key=WORST_FIRST.index)
        place = early[0]["place"] if early else ("completed", "")
        return {**all_of, **shared, "declined": declined, "state": worst, "place": place}

    def _column(self, units: list[dict], removed: int, cycles: list[dict]) -> dict:
        planned = {f"{point['kind']}:{point['code']}" for cycle in cycles for point in cycle["plan"]}
        done = [one for one in units if one["completed"]]
        counted = Counter(point for one in units for point in one["points"])
        states = Counter(one["state"] for one in units)
        return {
            "ever_admitted": len(units) + removed,
            "removed": removed,
            "started": len(units),
            "completed": len(done),
            "places": dict(Counter(one["place"] for one in units)),
            "measured": {
                **{point: counted[point] for point in planned},
                "both": sum(one["both"] for one in units),
            },
            "domains": {domain: self._domain(domain, units, done) for domain in DOMAINS},
            "better": sum(one["better"] for one in units),
            "completers_measured": sum(one["both"] for one in done),
            "completers_better": sum(one["better"] for one in done),
            "urine": {
                "of": len(units),
                "eligible": sum(n for state, n in states.items() if state not in ("not_due", "exempt")),
                "tested": sum(
                    states[one]
                    for one in ("negative", "positive", "prescribed_positive", "positive_unconfirmed")
                ),
                "states": {state: states[state] for state in WORST_FIRST},
                "passed": sum(one["passed"] for one in units),
            },
            "success": sum(one["success"] for one in units),
            "completers_success": sum(one["success"] and one["both"] for one in done),
        }

    def _domain(self, domain: str, units: list[dict], done: list[dict]) -> dict:
        def count(name: str, among: list[dict]) -> int:
            return sum(domain in one[name] for one in among)

        measured, improved, declined = (count(name, units) for name in ("measured", "improved", "declined"))
        return {
            "measured": measured,
            "increased": count("increased", units),
            "completers_measured": count("measured", done),
            "completers_increased": count("increased", done),
            "improved": improved,
            "unchanged": measured - improved - declined,
            "declined": declined,
        }

    def _no_test(self, life: dict, cycle: dict) -> str:
        """Without a test: missing when its window had opened before the end, else it was not due."""
        wanted = cycle["success_rule"]["urine_point"]
        point = next(one for one in cycle["plan"] if (one["kind"], one["code"]) == ("urine", wanted))
        start = life["admitted"]
        owed = max(0, (_months_later(start, point["month"]) - start).days - point["before"])
        opens, counted = start, 0
        while counted < owed:
            opens += timedelta(days=1)
            counted += not self._stands_still(opens - timedelta(days=1))
        while self._stands_still(opens):
            opens += timedelta(days=1)
        return "missing" if opens <= (life["ended"] or self.today) else "not_due"

    def _stands_still(self, on: date) -> bool:
        return any(begin <= on < end for begin, end in self.still)

    def _month(self, life: dict) -> int | None:
        """The programme month of the end, day by day: a suspended day does not count."""
        if life["ended"] is None:
            return None
        days = (life["ended"] - life["admitted"]).days
        counted = sum(not self._stands_still(life["admitted"] + timedelta(days=day)) for day in range(days))
        month = 1
        while (_months_later(life["admitted"], month) - life["admitted"]).days <= counted:
            month += 1
        return month


def _months_later(on: date, months: int) -> date:
    year, month = on.year + (on.month - 1 + months) // 12, (on.month - 1 + months) % 12 + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))
