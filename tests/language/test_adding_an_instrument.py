"""A new instrument needs one definition and one file of examples: the how-to's own files, through the command."""

import json
import re
from pathlib import Path

import pytest

from pulih.language.instruments import instruments, read_text
from pulih.rules.instruments import plain_scores, score
from tests.cli.conftest import Ran, run

HOW_TO = (Path(__file__).parents[2] / "docs/adding-an-instrument.md").read_text(encoding="utf-8")
NOWHERE = {"DATABASE_URL": "", "PULIH_OWNER_URL": ""}


def block(language: str, place: int = 0) -> str:
    """One of the fenced blocks of the how-to."""
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", HOW_TO, re.MULTILINE | re.DOTALL)
    return found[place]


DEFINITION = block("yaml")
EXAMPLES = block("json")


def check(folder: Path, definition: str = DEFINITION, examples: str = EXAMPLES, *options: str) -> Ran:
    """Write both files as the how-to calls them, and run the command on them from their folder."""
    one, other = folder / "sleep-short.1.yaml", folder / "sleep-short.json"
    one.write_text(definition, encoding="utf-8")
    other.write_text(examples, encoding="utf-8")
    return run("instruments", "check", one, "--vectors", other, *options, **NOWHERE)


def test_the_two_files_of_the_how_to_are_an_instrument(tmp_path: Path) -> None:
    said = check(tmp_path)
    assert (said.code, said.out, said.err) == (0, block("text"), "")


def test_it_is_scored_without_a_line_of_code() -> None:
    made = read_text(DEFINITION)
    assert made.code not in instruments()
    scored = score(made, {"1": 3, "2": 3, "3": 0, "4": 3, "nights": 14}, coding="raw")
    assert plain_scores(scored, nested=False) == {"total": 12, "band": "much", "pills_every_night": True}


def test_what_the_how_to_says_of_mistakes_is_what_is_said(tmp_path: Path) -> None:
    flawed = check(tmp_path, DEFINITION.replace("values: [0, 1, 2, 3]", "values: [0, 1, 3, 5]"))
    differing = check(tmp_path, examples=EXAMPLES.replace('"total": 6', '"total": 7'))
    assert (flawed.code, differing.code) == (1, 1)
    flaw, difference = block("text", 1).splitlines()
    assert flaw in flawed.out.splitlines()
    assert difference in differing.out.splitlines()


# One way to spoil the definition, where the command must point, the code, and words it must say.
WAYS = {
    "a reversed item outside its range": (
        "values: [0, 1, 2, 3]", "values: [0, 1, 2, 4]", "- {code: 3,", "flaw_reverse_outside",
        "Item 3 is reversed: 1 becomes 3, outside its codes (0, 1, 2, 4).",
    ),
    "two items of one code": (
        "{code: 2,", "{code: 1,", "- {code: 1, type: choice, answers: how_often, caption: {id: \"Terb",
        "flaw_code_twice", "The code 1 is used twice. Give the second another code, or remove it.",
    ),
    "a cycle in the conditions": (
        "answers: how_often, caption: {id: \"Minum",
        "answers: how_often, shown_when: [{item: nights, at_least: 1}], caption: {id: \"Minum",
        "- {code: 4,", "flaw_condition_cycle", "Item 4 waits for item nights, which waits for it in turn",
    ),
    "conditions that contradict each other": (
        "[{item: 4, at_least: 1}]", "[{item: 4, at_least: 2}, {item: 4, among: [1]}]", "- code: nights",
        "flaw_condition_contradicts", "can never all hold. Write one condition",
    ),
    "a subscale naming an unknown item": (
        "items: [1, 2, 3, 4]", "items: [1, 2, 3, 5]", "- code: total", "flaw_subscale_item",
        "counts item 5, which does not exist. There are: 1, 2, 3, 4, nights. Write one of them.",
    ),
    "a condition on an unknown item": (
        "[{item: 4, at_least: 1}]", "[{item: 44, at_least: 1}]", "- code: nights", "flaw_condition_item",
        "Item nights waits for item 44, which does not exist.",
    ),
    "a misspelt name": (
        "reverse: true", "revers: true", "- {code: 3,", "flaw_malformed", "revers. Write reverse.",
    ),
    "text for a number": (
        "most: 14", "most: fourteen", "most:", "flaw_malformed", "'fourteen' is not of type 'integer'",
    ),
    "a type there is not": (
        "type: count", "type: number", "type: number", "flaw_malformed",
        "Write one of: choice, count, amount, note.",
    ),
    "bands that do not rise": (
        "{little: 0, much: 6}", "{little: 6, much: 0}", "- code: band", "flaw_band_order",
        "Write them from the lowest to the highest",
    ),
    "an answer nobody can give raising an alert": (
        "at: [3]", "at: [7]", "- {code: worrying_answer", "flaw_alert_answer", "Write in at only: 0, 1, 2, 3.",
    ),
    "a competency nobody is trained for": (
        "mental_health_screening", "sleep_screening", "competency:", "flaw_competency",
        "Known are: substance_screening,",
    ),
    "an item in no section": (
        "items: [4, nights]", "items: [4]", "- code: nights", "flaw_section_none",
        "Write its code in the items of a section.",
    ),
    "no YAML at all": (
        "roles: [assessor,", "roles: [assessor, [", "version", "flaw_not_yaml", "Not YAML:",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, object]]]:
    """What the command says of all spoilt definitions, by file."""
    folder = tmp_path_factory.mktemp("spoilt")
    paths = []
    for place, (was, becomes, *_) in enumerate(WAYS.values()):
        assert DEFINITION.count(was) == 1, was
        paths.append(folder / f"{place}.yaml")
        paths[-1].write_text(DEFINITION.replace(was, becomes), encoding="utf-8")
    none = folder / "none.json"
    none.write_text(json.dumps({"vectors": []}))
    said = run("instruments", "check", *paths, "--vectors", none, "--json", **NOWHERE)
    assert said.code == 1
    found: dict[str, list[dict[str, object]]] = {path.name: [] for path in paths}
    for flaw in said.document["flaws"]:
        found[flaw["file"]].append(flaw)
    return found


@pytest.mark.parametrize("way", WAYS)
def test_a_spoilt_definition_is_refused_with_its_line_and_what_to_write(
    way: str, told: dict[str, list[dict[str, object]]]
) -> None:
    was, becomes, begins, code, says = WAYS[way]
    flaws = told[f"{list(WAYS).index(way)}.yaml"]
    flaw = next(one for one in flaws if one["code"] == code)
    assert says in str(flaw["message"])
    line = DEFINITION.replace(was, becomes).splitlines()[int(str(flaw["line"])) - 1]
    assert code == "flaw_not_yaml" or line.strip().startswith(begins)


def test_an_example_that_no_longer_holds_fails_the_command_and_names_the_figure(tmp_path: Path) -> None:
    looser = DEFINITION.replace("much: 6", "much: 7")
    said = check(tmp_path, looser, EXAMPLES, "--json")
    assert said.code == 1
    assert [(one["id"], one["figures"]) for one in said.document["differences"]] == [
        ("lowest-much", [{"name": "band", "expected": "much", "found": "little"}])
    ]
