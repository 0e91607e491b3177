"""The shapes in which forms come from files, and the documents they become; the command adds only reading."""

from typing import Any

import pytest

from pulih.exchange.scoring import STATISTICS, Malformed, document_of, reckon, shape
from pulih.exchange.scoring.documents import score_shaped
from pulih.language.instruments import instrument
from pulih.rules.errors import RuleBroken


def scored(code: str, given: object) -> dict[str, Any]:
    """What the command would answer for one form."""
    if code in STATISTICS:
        return reckon(code, given)
    definition = instrument(code)
    form = shape(definition, given)
    return document_of(definition, form, score_shaped(definition, form))


def test_one_part_alone_is_scored_alone() -> None:
    given = {"substance": "opioids", "ordinals_q2_q7": [4, 4, 4, 4, 1, 1]}
    document = scored("assist-3.1", given)
    assert (document["scores"]["ssi"], document["scores"]["band"]) == (39, "high")
    assert set(document["subscales"]) == {"opioids"}


def test_what_a_cut_off_depends_on_stands_beside_the_answers() -> None:
    items = [2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    by_sex = {sex: scored("dudit", {"sex": sex, "items": items})["scores"] for sex in "mf"}
    assert (by_sex["m"]["drug_problem"], by_sex["f"]["drug_problem"]) == (False, True)
    unknown = scored("dudit", items)["scores"]
    assert (unknown["total"], unknown["drug_problem"]) == (5, None)


def test_a_form_without_a_score_keeps_its_names() -> None:
    document = scored("audit", [None] * 10)
    assert (document["scorable"], document["reason"]["code"]) == (False, "subscale_too_few_answered")
    assert set(document["scores"]) == {"total", "consumption", "dependence", "problems", "zone"}
    assert set(document["scores"].values()) == {None}
    assert scored("dast-10", [1] + [None] * 9)["scores"] == {"total": None, "band": None}


@pytest.mark.parametrize(
    ("code", "given", "expected"),
    [
        ("dast-10", [1, 0, 0], ("answers_wrong_count", "items")),
        ("dast-10", [2] + [0] * 9, ("answer_out_of_range", "item_1")),
        ("dast-10", ["1"] + [0] * 9, ("answer_not_whole", "item_1")),
        ("dast-10", {"items": {"11": 1}}, ("answer_item_unknown", "item_11")),
        ("dast-10", {"items": [0] * 10, "substance": "x"}, ("answers_unknown_name", "substance")),
        ("assist-3.1", {"substance": "tea", "ordinals_q2_q7": [0] * 6}, ("part_unknown", "substance")),
        ("assist-3.1", {"substance": "opioids", "ordinals_q2_q7": [0] * 5},
         ("answers_wrong_count", "ordinals_q2_q7")),
        ("assist-3.1", {"substance": "opioids", "q9": 1}, ("answers_unknown_name", "q9")),
        ("dudit", {"sex": "x", "items": [0] * 11}, ("circumstance_unknown", "sex")),
        ("rci", {"pre": 1, "post": 2, "sd": 0, "reliability": 0.8}, ("figure_out_of_range", "sd")),
        ("rci", {"pre": 1, "post": 2, "sd": 3}, ("figure_missing", "reliability")),
        ("rci", {"pre": 1, "post": 2, "sd": 3, "reliability": 1}, ("figure_out_of_range", "reliability")),
        ("wilson-95", {"k": 3, "n": 2}, ("figure_out_of_range", "k")),
        ("wilson-95", {"k": 1.5, "n": 2}, ("figure_not_whole", "k")),
        ("funnel-normal", {"target": 0.8, "n": 20, "m": 1}, ("answers_unknown_name", "m")),
        ("funnel-normal", [0.8, 20], ("answers_malformed", "answers")),
    ],
)  # fmt: skip
def test_what_fits_no_form_is_refused_by_name(code: str, given: object, expected: tuple[str, str]) -> None:
    with pytest.raises((Malformed, RuleBroken)) as refused:
        scored(code, given)
    trouble = refused.value
    if isinstance(trouble, Malformed):
        assert (trouble.code, trouble.at) == expected
    else:
        assert (trouble.reasons[0].code, trouble.reasons[0].about) == expected


@pytest.mark.parametrize(
    ("code", "given", "expected"),
    [
        ("rci", {"pre": 50, "post": 60, "sd": 15, "reliability": 0.75},
         {"rci": 0.9428, "threshold_points": 20.7889, "reliable": False}),
        ("rci", {"pre": 68.75, "post": 43.75, "sd": 15, "reliability": 0.75},
         {"rci": -2.357, "threshold_points": 20.7889, "reliable": True}),
        ("csc-cutoff", {"clin_mean": 52, "clin_sd": 14, "norm_mean": 66, "norm_sd": 13}, {"cutoff": 59.2593}),
        ("wilson-95", {"k": 49, "n": 60}, {"lo": 0.7008, "hi": 0.8944}),
        ("funnel-normal", {"target": 0.8, "n": 20}, {"l95": [0.6247, 0.9753], "l998": [0.5236, 1]}),
    ],
)  # fmt: skip
def test_statistics_are_answered_by_the_same_command(
    code: str, given: dict[str, float], expected: dict[str, Any]
) -> None:
    document = scored(code, given)
    assert document["scorable"]
    for name, figure in expected.items():
        assert document["scores"][name] == pytest.approx(figure, abs=0.0005), name
