"""The article of Serang: whole with the default seed, small with another, counted again in plain SQL."""

import json
import subprocess
import sys
from collections import Counter
from copy import deepcopy

import psycopg
import pytest
from psycopg.rows import dict_row

from pulih.cli.scenarios import serang, serang_statements


def counted(dsn):
    """A second opinion over the rows that were written: nothing of Pulih, past all walls."""
    with psycopg.connect(dsn, row_factory=dict_row) as connection:

        def rows(text):
            return connection.execute(text).fetchall()

        inside = rows(
            "SELECT e.programme_id, e.person_id, a.account_id FROM enrolment e"
            " LEFT JOIN assignment a ON a.enrolment_id = e.id AND a.main AND a.until_on IS NULL"
            " WHERE e.status = 'admitted'"
        )
        programmes = {}
        for code in {one["programme_id"] for one in inside}:
            own = [one for one in inside if one["programme_id"] == code]
            looking = {one["account_id"] for one in own}
            programmes[code] = {
                "people": len({one["person_id"] for one in own}),
                "counsellors": len(looking),
                "ratio": len(own) / len(looking),
            }
        loads = Counter(one["account_id"] for one in inside)
        guests = rows(
            "SELECT o.kind, g.people FROM event_attendance g JOIN organisation o ON o.id = g.attending_id"
        )
        activities = rows("SELECT field, people FROM agreement_activity")
        plans = rows("SELECT count(DISTINCT person_id) AS n FROM plan WHERE state = 'agreed'")
        goals = rows("SELECT horizon, count(*) AS n FROM goal GROUP BY horizon")
        progress = rows("SELECT state, count(*) AS n FROM goal_progress GROUP BY state")
        serving = rows(
            "SELECT t.programme_id, t.amount, o.kind FROM target t JOIN objective x ON x.id = t.objective_id"
            " JOIN organisation o ON o.id = x.organisation_id"
        )
    return {
        "people": len({one["person_id"] for one in inside}),
        "counsellors": len(loads),
        "loads": sorted(loads.values()),
        "programmes": programmes,
        "types": dict(Counter(one["kind"] for one in guests)),
        "guests": sum(one["people"] for one in guests),
        "activities": dict(Counter(one["field"] for one in activities)),
        "taking_part": sum(one["people"] for one in activities),
        "plans": plans[0]["n"],
        "goals": {one["horizon"]: one["n"] for one in goals},
        "reached": {one["state"]: one["n"] for one in progress},
        "targets": {one["programme_id"]: one["amount"] for one in serving},
        "objective_of": {one["kind"] for one in serving},
    }


def unlike(figures, seen):
    """Where the document and the second opinion part."""
    c4 = figures["C4"]
    pairs = {
        "people": (c4["people"], seen["people"]),
        "counsellors": (c4["counsellors"], seen["counsellors"]),
        "programmes": (
            {
                code: {name: c4[code][name] for name in seen["programmes"][code]}
                for code in ("social", "medical")
            },
            seen["programmes"],
        ),
        "over": (
            sorted(c4["warnings"]["counsellors"].values()),
            [one for one in seen["loads"] if one > c4["warnings"]["limit"]],
        ),
        "loads": (sorted(one for known in figures["C7"]["now"].values() for one in known), seen["loads"]),
        "types": (figures["C2"]["types"], seen["types"]),
        "guests": (figures["C2"]["people"], seen["guests"]),
        "activities": (
            {code: one["activities"] for code, one in figures["C3"]["fields"].items() if one["activities"]},
            seen["activities"],
        ),
        "taking part": (sum(one["people"] for one in figures["C3"]["fields"].values()), seen["taking_part"]),
        "plans": (figures["C5"]["with_agreed_plan"], seen["plans"]),
        "goals": (figures["C5"]["goals"], seen["goals"]),
        "reached": (figures["C5"]["progress"].get("reached", 0), seen["reached"].get("reached", 0)),
        "targets": ({code: one["target"] for code, one in figures["C6"]["targets"].items()}, seen["targets"]),
    }
    return [
        f"{name}: document {said}, oracle {found}" for name, (said, found) in pairs.items() if said != found
    ]


def small():
    """The same story with a tenth of the places."""
    plot = deepcopy(dict(serang.book()))
    places = {"medical": 2, "social": 30}
    plot["places"], plot["wave"]["places"] = places, places
    plot["register"]["held"] = [1, 3]
    plot["dealt"] = [22, 2, 2, 2, 2]
    plot["plans"]["progress"] = [2, 4]
    return plot


def test_the_article_whole(databases):
    """The default seed at full size in a database of its own; one test, so that it is played once."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.scenarios.whole_serang"], capture_output=True, text=True, check=False
    )
    assert done.stdout, done.stderr
    document = json.loads(done.stdout)
    statements = document["statements"]
    figures = {code: one["figures"] for code, one in statements.items()}
    assert [code for code, one in statements.items() if not one["holds"]] == [], figures
    assert list(statements) == [f"C{number}" for number in range(1, 8)]
    assert document["differences"] == [], "document and oracle"

    c4 = figures["C4"]
    assert (c4["people"], c4["counsellors"], c4["social"]["ratio"], c4["medical"]["ratio"]) == (
        130,
        6,
        22,
        20,
    )
    assert c4["warnings"]["programmes"] == ["social"]
    assert (figures["C2"]["total"], len(figures["C2"]["types"])) == (9, 9)
    assert figures["C6"]["targets"] == {
        "medical": {"target": 20, "realised": 20}, "social": {"target": 110, "realised": 110}
    }  # fmt: skip
    assumed = [one["assumed"] for one in statements.values()]
    assert all(assumed), "what the article does not give is told"
    assert not any("{" in sentence for sentences in assumed for sentence in sentences)


@pytest.mark.commits
def test_another_seed_agrees_with_the_oracle_and_what_is_not_the_article_does_not_hold(owner):
    plot = small()
    offices, workers = serang.found("kata-sandi-uji-9")
    played = serang.play(7, offices, workers, plot)
    statements = serang_statements.judge(played)["statements"]
    figures = {code: one["figures"] for code, one in statements.items()}
    seen = counted(owner.info.dsn)
    assert unlike(figures, seen) == []
    assert seen["objective_of"] == {"directorate"}
    assert not statements["C4"]["holds"], "thirty-two people are not a hundred and thirty"
    assert all(statements[code]["holds"] for code in statements if code != "C4"), figures
    assert set(played.stage.refused) == {
        "cycle_full", "event_outside_budget_year", "activity_field_not_agreed"
    }  # fmt: skip
    seen["people"] += 1
    assert len(unlike(figures, seen)) == 1, "an oracle that never objects proves nothing"
