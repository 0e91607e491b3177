"""The worked examples of the reference, and those published beside each definition, come to what they say."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pulih.exchange.scoring import judge
from pulih.language.instruments import instruments

Vector = dict[str, Any]

VECTORS: list[Vector] = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))[
    "vectors"
]
RIGHT = [one for one in VECTORS if not one.get("demonstrates_error")]
WRONG = [one for one in VECTORS if one.get("demonstrates_error")]
CODES = tuple(instruments())


def cases(code: str) -> list[Vector]:
    """The worked examples published beside a definition."""
    file = files("pulih").joinpath("definitions", "instruments", "cases", f"{code}.json")
    found: list[Vector] = json.loads(file.read_text(encoding="utf-8"))["vectors"]
    return found


@pytest.mark.parametrize("vector", RIGHT, ids=[one["id"] for one in RIGHT])
def test_the_reference_s_examples(vector: Vector) -> None:
    judged = judge(vector)
    assert judged.passed, (judged.differences, judged.refused)


def test_the_reference_has_an_example_of_the_instruments_it_covers() -> None:
    named = {one["instrument"] for one in VECTORS}
    assert len(VECTORS) == 37
    assert named <= set(CODES)
    assert set(CODES) - named == {
        "asi-5", "observation-scale", "skm", "structured-interview", "use-days-28",
    }  # fmt: skip


@pytest.mark.parametrize("vector", WRONG, ids=[one["id"] for one in WRONG])
def test_a_sheet_taken_for_raw_comes_to_the_wrong_scores_the_example_shows(vector: Vector) -> None:
    """What the example shows is what the mistake gives; read as it was keyed, the sheet gives others."""
    assert judge(vector).passed
    as_keyed = {**vector, "answers": {**vector["answers"], "coding": "pre_reversed"}}
    differing = {one.name.split(".")[0] for one in judge(as_keyed).differences}
    assert differing == {"physical", "psychological"}


@pytest.mark.parametrize("code", CODES)
def test_the_examples_beside_a_definition(code: str) -> None:
    found = cases(code)
    assert found
    for vector in found:
        judged = judge(vector)
        assert vector["instrument"] == code
        assert judged.passed, (judged.id, judged.differences, judged.refused)


@pytest.mark.parametrize("code", CODES)
def test_the_examples_beside_a_definition_show_a_form_without_a_score(code: str) -> None:
    assert any(vector.get("scorable") is False for vector in cases(code))


@pytest.mark.parametrize("code", CODES)
def test_the_examples_beside_a_definition_stand_at_every_step_of_every_band(code: str) -> None:
    """Each label of each scheme is the outcome of some example."""
    seen: set[tuple[str, object]] = set()
    for vector in cases(code):
        for name, found in vector["expect"].items():
            figures = found.items() if isinstance(found, dict) else [(name, found)]
            seen |= {(figure, value) for figure, value in figures if isinstance(value, str | bool)}
    labels = {
        (band.code, label)
        for band in instruments()[code].bands
        for _by, steps in band.steps
        for label, _ in steps
    }
    assert labels <= seen, sorted(labels - seen, key=str)
