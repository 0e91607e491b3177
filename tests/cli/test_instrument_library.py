"""`pulih instruments list|show|check` and the shapes of `pulih score`: one engine behind all of them."""

import json
from pathlib import Path

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


# Shapes of answers: tests/exchange/test_scoring_shapes.py; here, that the command knows them


def test_a_part_a_circumstance_and_a_statistic_come_through_the_command(tmp_path: Path) -> None:
    part = {"substance": "opioids", "ordinals_q2_q7": [4, 4, 4, 4, 1, 1]}
    assert scored(tmp_path, "assist-3.1", part).document["scores"]["ssi"] == 39
    document = scored(tmp_path, "rci", {"pre": 50, "post": 60, "sd": 15, "reliability": 0.75}).document
    assert (document["instrument"], document["scorable"], document["scores"]["reliable"]) == (
        "rci",
        True,
        False,
    )
    said = scored(tmp_path, "rci", {"pre": 50})
    assert (said.code, said.errors[0]["code"], said.errors[0]["field"]) == (1, "figure_missing", "post")
