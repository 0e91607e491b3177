"""docs/instruments.md says of every instrument, and of every name a definition may use, what is there."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pulih.language.instruments import instrument, instruments

PAGE = (Path(__file__).parents[2] / "docs/instruments.md").read_text(encoding="utf-8")
SCHEMA = json.loads(
    files("pulih").joinpath("definitions", "instruments", "schema.json").read_text(encoding="utf-8")
)
ROWS = {
    cells[0].strip("`"): cells[1:]
    for line in PAGE.splitlines()
    if line.startswith("| `") and len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 7
}


def test_the_table_has_a_row_an_instrument() -> None:
    assert list(ROWS) == list(instruments())


@pytest.mark.parametrize("code", ROWS)
def test_a_row_says_what_the_definition_says(code: str) -> None:
    one = instrument(code)
    items, _scores, bands, captions, alone, competency = ROWS[code]
    assert items == str(len(one.listed))
    assert (bands == "none") is not bool(one.bands)
    assert (captions == "none") is one.needs_wording
    assert alone == ("yes" if "self" in one.modes else "no")
    assert competency.strip("`") == (one.competency or "none")


def _names(schema: Any) -> set[str]:
    """Every name of the schema, however deep; the two languages of a text are said once for all."""
    if isinstance(schema, list):
        return {name for one in schema for name in _names(one)}
    if not isinstance(schema, dict):
        return set()
    inside = {name for one in schema.values() for name in _names(one)}
    return inside | set(schema.get("properties", ()))


def test_every_name_of_a_definition_is_explained() -> None:
    explained = set(re.findall(r"`([a-z_]+)(?:: [^`]*)?`", PAGE))
    assert _names(SCHEMA) - explained - {"id", "en"} == set()
