"""`pulih score`: answers in, scores out, without a database and without a guess."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran, run

ANSWERS = [4, 4, 2, 1, 4, 3, 4, 5, 3, 4, 5, 3, 4, 3, 4, 3, 4, 4, 5, 4, 3, 5, 4, 3, 4, 2]
NOWHERE = {"DATABASE_URL": "", "PULIH_OWNER_URL": ""}


@pytest.fixture
def scored(tmp_path: Path) -> Any:
    """Score what is given as a file by WHOQOL-BREF."""

    def from_file(given: object, *, as_json: bool = True) -> Ran:
        file = tmp_path / "answers.json"
        file.write_text(given if isinstance(given, str) else json.dumps(given))
        shape = ("--json",) if as_json else ()
        return run("score", "whoqol-bref", "--answers", file, *shape, **NOWHERE)

    return from_file


def test_one_form_is_one_document(scored: Any) -> None:
    said = scored({"items": ANSWERS, "coding": "pre_reversed"})
    assert (said.code, said.err) == (0, "")
    document = said.document
    named = ("schema", "instrument", "version", "engine", "coding", "rule", "scorable", "reason")
    assert [document[name] for name in named] == [
        "pulih.score/1",
        "whoqol-bref",
        "1",
        "1",
        "pre_reversed",
        "syntax",
        True,
        None,
    ]
    physical = document["subscales"]["physical"]
    assert physical["s0_100"] == physical["value"] == pytest.approx(53.5714, abs=5e-5)
    assert (physical["manual_table_4_20"], physical["manual_table_0_100"]) == (13, 56)


def test_a_flat_list_is_one_form_coded_raw(scored: Any) -> None:
    document = scored(ANSWERS).document
    assert document["coding"] == "raw"
    assert document["subscales"]["physical"]["value"] == 75


def test_many_forms_come_back_in_their_order(scored: Any) -> None:
    by_code = {"items": {str(number): 3 for number in range(1, 27)}, "rule": "manual_text"}
    document = scored([ANSWERS, by_code]).document
    assert [one["rule"] for one in document["forms"]] == ["syntax", "manual_text"]
    assert document["forms"][1]["subscales"]["social"]["value"] == 50


def test_a_form_that_cannot_be_scored_is_an_answer_with_its_reason_and_its_alerts(scored: Any) -> None:
    said = scored([None] * 25 + [5])
    assert (said.code, said.document["scorable"]) == (0, False)
    assert said.document["reason"]["code"] == "form_too_few_answered"
    assert said.document["subscales"]["social"]["value"] is None
    assert said.document["subscales"]["social"]["s4_20"] is None
    assert [(one["item"], one["role"], one["code"]) for one in said.document["alerts"]] == [
        ("26", "counsellor", "whoqol_despair")
    ]


def test_everything_malformed_is_named_by_form_and_field_and_nothing_is_scored(scored: Any) -> None:
    said = scored([ANSWERS, ANSWERS[:20], 3, {"items": {"3": 7, "99": 1}, "coding": "x"}])
    assert (said.code, said.out) == (1, "")
    assert [(one["row"], one["field"], one["code"]) for one in said.errors] == [
        (2, "items", "answers_wrong_count"),
        (3, "items", "answers_malformed"),
        (4, "coding", "coding_unknown"),
        (4, "item_3", "answer_out_of_range"),
        (4, "item_99", "answer_item_unknown"),
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("[1, 2", "answers_not_json"),
        ('{"items": {"3": 1, "3": 5}}', "answers_not_json"),
        ({"coding": "raw"}, "answers_malformed"),
        ("3", "answers_malformed"),
        ([], "answers_wrong_count"),
        ([3.0] * 26, "answer_not_whole"),
        ({"items": [3] * 26, "rule": "guess"}, "missing_rule_unknown"),
    ],
)
def test_input_that_is_no_form_is_refused(scored: Any, given: object, code: str) -> None:
    said = scored(given)
    assert (said.code, said.out, said.errors[0]["code"]) == (1, "", code)
    assert "row" not in said.errors[0]


def test_answers_come_from_the_input_as_well() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pulih.cli.main", "score", "whoqol-bref", "--answers", "-", "--json"],
        input=json.dumps([3] * 26),
        capture_output=True,
        text=True,
    )
    assert json.loads(done.stdout)["subscales"]["environment"]["value"] == 50


def test_an_unknown_instrument_and_a_missing_file_are_said(tmp_path: Path) -> None:
    said = run("score", "whoqol-100", "--answers", tmp_path / "none", "--json", **NOWHERE)
    assert (said.code, said.errors[0]["code"]) == (1, "instrument_unknown")
    said = run("score", "whoqol-bref", "--answers", tmp_path / "none", "--json", **NOWHERE)
    assert (said.code, said.errors[0]["code"]) == (1, "file_unreadable")


def test_people_read_a_table_and_whom_to_tell(scored: Any) -> None:
    said = scored([[3] * 25 + [5], {"items": {"26": 4}}], as_json=False)
    assert (said.code, said.err) == (0, "")
    assert "Psychological" in said.out
    assert "For the addiction counsellor: Item 26:" in said.out
    assert "Not scorable. Answered: 1 of 26 items" in said.out
