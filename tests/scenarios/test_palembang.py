"""The article of Palembang: whole with the default seed, small with four others, an oracle beside each."""

import json
import os
import subprocess
import sys
from copy import deepcopy

import psycopg
import pytest

from pulih.cli.scenarios import palembang
from pulih.cli.scenarios.judging import agrees
from pulih.cli.scenarios.stage import NotRefused, Stage
from pulih.rules.errors import RuleBroken
from pulih.rules.outcomes import from_plain
from tests.cli.conftest import run
from tests.scenarios import oracle
from tests.scenarios.comparing import differences, unlike


def small():
    """The same story with a sixth of the places, so that more seeds are told quickly (`PULIH_SEEDS`, else two)."""
    plot = deepcopy(dict(palembang.book()))
    plot["register"] = {
        "first": plot["register"]["first"] | {"medical": 9, "social": 19, "held": 4},
        "second": plot["register"]["second"] | {"dual": 9, "held": 1},
    }
    plot["stage1"] |= {
        "places": {"medical": 6, "social": 14},
        "losses": {"released_early": [1, 2], "withdrew": [1, 2], "died": [1, 1], "transferred": [1, 1]},
        "holds": [1, 2],
        "papers": {"half_empty": [1, 1], "miskeyed": [1, 1], "unmeasured": [0, 1]},
        "cups": {"positive": [1, 1], "keyed_as_negative": [1, 1], "not_confirmed": [1, 1], "prescribed": [1, 1],
                 "refused": [0, 1], "exempt": [0, 1], "missing": [1, 1]},
    }  # fmt: skip
    plot["stage2"] |= {"places": {"medical": 6, "social": 6}, "losses": {"withdrew": [1, 1], "medical": [1, 1]},
                       "cups": {"keyed_as_negative": [1, 1]}}  # fmt: skip
    return plot


def played(seed):
    """A small play in the database of this test."""
    offices, workers = palembang.found("kata-sandi-uji-9")
    return palembang.play(seed, offices, workers, small())


def test_the_article_whole(databases):
    """The default seed at full size in a database of its own; one test, so that it is played once."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.scenarios.whole"], capture_output=True, text=True, check=False
    )
    assert done.stdout, done.stderr
    document = json.loads(done.stdout)
    assert (document["scenario"], document["seed"]) == ("palembang-2020-2021", 2021)
    statements = document["statements"]
    assert [code for code, one in statements.items() if not one["holds"]] == []
    assert list(statements) == [f"A{number}" for number in range(1, 12)]
    assert document["differences"] == [], "sheet and oracle"

    figures = {code: one["figures"] for code, one in statements.items()}
    assert figures["A3"]["facilities_designated"] == 4
    assert figures["A7"]["stage1"]["medical"]["people"] == 30
    assert figures["A7"]["stage1"]["social"]["people"] == 150
    assert (figures["A7"]["stage2"]["people"], figures["A7"]["stage2"]["enrolments"]) == (20, 40)
    for result in (figures["A11"]["stage1"], figures["A11"]["stage2"]):
        assert len(result["lost"]) >= 3
        assert result["completed"] + sum(result["lost"].values()) == result["started"]

    assumed = [one["assumed"] for one in statements.values()]
    assert all(assumed), "what the article does not give is told"
    assert not any("{" in sentence for sentences in assumed for sentence in sentences)
    with psycopg.connect(databases.cluster.superuser_url()) as connection:
        left = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'pulih_scenario_%'"
        ).fetchall()
    assert left == [], "the database is thrown away"


@pytest.mark.commits
@pytest.mark.parametrize("seed", range(1, 1 + int(os.environ.get("PULIH_SEEDS", "2"))))
def test_the_oracle_agrees_for_other_seeds(seed, owner):
    story = played(seed)
    assert differences(owner.info.dsn) == []
    for wave in oracle.recompute(owner.info.dsn).values():
        (kept,) = wave["approved"]
        kept["columns"][0]["success"] += 1
        assert len(unlike(from_plain(kept), wave)) >= 1, "an oracle that never objects proves nothing"
    assert {"wave_suspended", "cycle_full", "willingness_missing", "sheet_own_draft"} <= set(
        story.stage.refused
    )


def test_one_seed_is_one_story_and_another_seed_another():
    from pulih.cli.scenarios.fates import Admitted, draw_fates
    from pulih.cli.scenarios.people import Register

    def story(seed):
        import random

        draw = random.Random(seed)
        plot = small()
        women = Register(draw).residents(
            20, plot["stage1"]["nominated_on"], stays_until=plot["stage1"]["closed_on"], remand=0.3
        )
        people = [Admitted(one.number, ("social",), one.on_remand) for one in women]
        return women, draw_fates(plot["stage1"], people, draw)

    assert story(7) == story(7)
    assert story(7) != story(8)


def test_a_play_that_is_let_through_where_a_rule_must_refuse_stops():
    import random

    stage = Stage({}, {}, random.Random(1))
    with pytest.raises(NotRefused):
        stage.must_refuse("cycle_full", lambda: None)

    def other():
        raise RuleBroken("wave_closed")

    with pytest.raises(RuleBroken, match="wave_closed"):
        stage.must_refuse("cycle_full", other)


def test_a_figure_that_is_missing_or_other_than_the_article_says_does_not_hold():
    assert agrees({"stage1": {"people": 30}}, {"stage1": {"people": 30, "removed": 1}, "months": 6})
    assert not agrees({"stage1": {"people": 30}}, {"stage1": {"people": 29}})
    assert not agrees({"stage1": {"people": 30}}, {})
    assert not agrees({"holds": True}, {"holds": None})


def test_a_scenario_nobody_wrote_is_refused_by_name():
    said = run("scenario", "medan-1999", "--json")
    assert (said.code, said.errors[0]["code"], said.errors[0]["field"]) == (1, "scenario_unknown", "name")
    assert run("scenario", "palembang-2020-2021", PULIH_PRODUCTION="1").code == 1


def test_the_oracle_scores_by_hand():
    """The middle of every scale is 50; a reversed sheet says the same with other codes; too few is nothing."""
    middle = {str(item): 3 for item in range(1, 27)}
    assert set(oracle.score(middle, "raw", "syntax").values()) == {50}
    low_pain = middle | {"3": 1, "4": 1, "26": 1}
    mirrored = middle | {"3": 5, "4": 5, "26": 5}
    assert oracle.score(low_pain, "raw", "syntax") == oracle.score(mirrored, "pre_reversed", "syntax")
    assert oracle.score(dict.fromkeys(list(middle)[:20], 3), "raw", "manual_text") == {}
