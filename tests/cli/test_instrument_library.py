"""`pulih instruments list|show|check` and the shapes of `pulih score`: one engine behind all of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran, run

NOWHERE = {"DATABASE_URL": "", "PULIH_OWNER_URL": ""}
LIBRARY = Path(__file__).parents[2] / "pulih" / "definitions" / "instruments"


def scored(tmp_path: Path, code: str, given: object) -> Ran:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(given))
    return run("score", code, "--answers", file, "--json", **NOWHERE)


def test_the_library_is_sound_and_every_worked_example_holds() -> None:
    said = run("instruments", "check", "--json", **NOWHERE)
    assert said.code == 0, said.out
    assert said.document["flaws"] == []
    assert (said.document["failed"], said.document["differences"]) == (0, [])
    assert said.document["definitions"] == len(list(LIBRARY.glob("*.yaml")))
    assert said.document["passed"] > 80


def test_a_difference_is_told_figure_by_figure_and_fails_the_command(tmp_path: Path) -> None:
    vectors = tmp_path / "vectors.json"
    wrong = {
        "instrument": "sds",
        "id": "one-off",
        "answers": [1, 1, 1, 0, 1],
        "expect": {"total": 5, "amphetamine_positive": False},
    }
    odd = {"instrument": "sds", "id": "too-high", "answers": [9, 1, 1, 0, 1], "expect": {"total": 4}}
    right = {"instrument": "wilson-95", "id": "fine", "answers": {"k": 30, "n": 30}, "expect": {"hi": 1}}
    vectors.write_text(json.dumps({"vectors": [wrong, odd, right]}))
    said = run("instruments", "check", "--vectors", vectors, "--json", **NOWHERE)
    assert said.code == 1
    assert (said.document["passed"], said.document["failed"]) == (1, 2)
    assert said.document["differences"][0] == {
        "id": "one-off",
        "instrument": "sds",
        "refused": None,
        "figures": [{"name": "total", "expected": 5, "found": 4.0}],
    }
    assert said.document["differences"][1]["refused"].startswith("answer_out_of_range")


def test_a_flawed_definition_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    text = (LIBRARY / "sds.1.yaml").read_text()
    file = tmp_path / "sds.2.yaml"
    file.write_text(text.replace("version: 1", "version: 2").replace("type: choice", "type: chioce", 1))
    said = run("instruments", "check", file, "--json", **NOWHERE)
    assert said.code == 1
    (flaw,) = said.document["flaws"]
    assert (flaw["file"], flaw["code"]) == ("sds.2.yaml", "flaw_malformed")
    assert "choice" in flaw["message"]
    assert flaw["line"] == 1 + text.splitlines().index(
        next(line for line in text.splitlines() if "type: choice" in line)
    )


def test_a_published_version_is_not_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "changed.yaml"
    file.write_text((LIBRARY / "sds.1.yaml").read_text())
    said = run("instruments", "check", file, "--json", **NOWHERE)
    assert (said.code, said.document["flaws"][0]["code"]) == (1, "flaw_version_published")


def test_list_and_show_say_what_there_is() -> None:
    listed = {
        one["code"]: one for one in run("instruments", "list", "--json", **NOWHERE).document["instruments"]
    }
    assert {"assist-3.1", "dast-10", "whoqol-bref", "csq-8"} <= set(listed)
    assert listed["csq-8"]["needs_wording"]
    assert not listed["assist-3.1"]["self_filled"]
    shown = run("instruments", "show", "urica-32", "--json", **NOWHERE).document
    assert [one["code"] for one in shown["scored"]][-1] == "readiness"
    assert (
        run("instruments", "show", "urica-24", "--json", **NOWHERE).errors[0]["code"] == "instrument_unknown"
    )


# Shapes of answers


def test_one_part_alone_is_scored_alone(tmp_path: Path) -> None:
    given = {"substance": "opioids", "ordinals_q2_q7": [4, 4, 4, 4, 1, 1]}
    document = scored(tmp_path, "assist-3.1", given).document
    assert (document["scores"]["ssi"], document["scores"]["band"]) == (39, "high")
    assert set(document["subscales"]) == {"opioids"}


def test_what_a_cut_off_depends_on_stands_beside_the_answers(tmp_path: Path) -> None:
    items = [2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    by_sex = {sex: scored(tmp_path, "dudit", {"sex": sex, "items": items}).document["scores"] for sex in "mf"}
    assert (by_sex["m"]["drug_problem"], by_sex["f"]["drug_problem"]) == (False, True)
    unknown = scored(tmp_path, "dudit", items).document["scores"]
    assert (unknown["total"], unknown["drug_problem"]) == (5, None)


def test_a_form_without_a_score_keeps_its_names(tmp_path: Path) -> None:
    document = scored(tmp_path, "audit", [None] * 10).document
    assert (document["scorable"], document["reason"]["code"]) == (False, "subscale_too_few_answered")
    assert set(document["scores"]) == {"total", "consumption", "dependence", "problems", "zone"}
    assert set(document["scores"].values()) == {None}
    assert scored(tmp_path, "dast-10", [1] + [None] * 9).document["scores"] == {"total": None, "band": None}


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
def test_what_fits_no_form_is_refused_by_name(
    tmp_path: Path, code: str, given: object, expected: tuple[str, str]
) -> None:
    said = scored(tmp_path, code, given)
    assert (said.code, said.out) == (1, "")
    assert (said.errors[0]["code"], said.errors[0]["field"]) == expected


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
    tmp_path: Path, code: str, given: dict[str, float], expected: dict[str, Any]
) -> None:
    document = scored(tmp_path, code, given).document
    assert (document["instrument"], document["scorable"]) == (code, True)
    for name, figure in expected.items():
        assert document["scores"][name] == pytest.approx(figure, abs=0.0005), name
