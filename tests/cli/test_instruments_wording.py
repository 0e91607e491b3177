"""`pulih instruments load-wording`: whole or not at all, and every mistake with its line."""

import json

import pytest

from pulih.language.instruments import instrument
from pulih.rules.permissions import Role
from tests import factories
from tests.cli.conftest import Pulih

pytestmark = pytest.mark.commits

CODE = "dast-10"


@pytest.fixture
def wikan(db):
    return factories.worker(Role.ADMINISTRATOR, factories.organisation("Lapas Uji"), "wikan")


def pack(**changed):
    texts = {item.code: f"Kalimat rekaan {item.code}." for item in instrument(CODE).items}
    return {"language": "id", "holder": "Pemegang Rekaan", "licence": "12/2026", "items": texts, **changed}


def written(tmp_path, content) -> str:
    path = tmp_path / "naskah.yaml"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


def stored(owner) -> int:
    return owner.execute("SELECT count(*) FROM wording_pack").fetchone()[0]


def test_json_is_taken_once_and_said(pulih: Pulih, wikan, owner, tmp_path):
    path = written(tmp_path, pack(licensed_until="2099-12-31"))
    said = pulih("instruments", "load-wording", CODE, path, "--as", "wikan", "--json")
    assert (said.code, said.document["schema"], said.err) == (0, "pulih.load-wording/1", "")
    assert (said.document["state"], said.document["items"]) == ("loaded", 10)
    assert (said.document["organisation"], said.document["licensed_until"]) == ("Lapas Uji", "2099-12-31")
    again = pulih("instruments", "load-wording", CODE, path, "--as", "WIKAN")
    assert (again.code, stored(owner)) == (0, 1)
    assert "nothing changed" in again.out


YAML = """\
language: id
holder: Pemegang Rekaan
licence: 12/2026
licensed_until: 2099-12-31
items:
  1: Satu?
  2: Dua?
  3: yes
  4: ''
  11: Sebelas?
"""


def test_yaml_that_is_wrong_is_refused_whole_with_the_line_of_each_mistake(pulih, wikan, owner, tmp_path):
    said = pulih("instruments", "load-wording", CODE, written(tmp_path, YAML), "--as", "wikan", "--json")
    assert (said.code, said.out, stored(owner)) == (1, "", 0)
    assert [(one["code"], one["row"]) for one in said.errors] == [
        ("pack_text_not_text", 8),
        ("pack_text_empty", 9),
        ("pack_item_unknown", 10),
        ("pack_item_missing", 5),
    ]
    assert said.errors[3]["message"].endswith("5, 6, 7, 8, 9, 10.")


def test_an_item_that_stands_there_twice_is_named_not_silently_dropped(pulih, wikan, owner, tmp_path):
    path = written(tmp_path, YAML + "  2: Dua lagi?\n")
    said = pulih("instruments", "load-wording", CODE, path, "--as", "wikan", "--json")
    assert [(one["code"], one["row"], one["field"]) for one in said.errors] == [
        ("pack_item_twice", 11, "items.2")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("items: {1: [", "file_not_yaml"),
        ("", "pack_shape"),
        ("- 1\n- 2\n", "pack_shape"),
        ("licensed_until: 2026-02-31\n", "file_not_yaml"),
        ("items: {1: a}\nlicense: x\n", "pack_entry_unknown"),
    ],
)
def test_a_file_that_is_something_else_is_refused_in_words(pulih, wikan, tmp_path, content, code):
    path = written(tmp_path, content)
    said = pulih("instruments", "load-wording", CODE, path, "--as", "wikan", "--json")
    assert (said.code, said.errors[0]["code"]) == (1, code)


@pytest.mark.parametrize(
    ("username", "code"), [("nobody", "worker_nobody_of_this_name"), ("suryo", "worker_not_one_office")]
)
def test_only_in_the_name_of_an_administrator(pulih, wikan, tmp_path, username, code):
    factories.worker(Role.HEAD_OF_FACILITY, factories.organisation(), "suryo")
    said = pulih("instruments", "load-wording", CODE, written(tmp_path, pack()), "--as", username, "--json")
    assert (said.code, said.errors[0]["code"]) == (1, code)


def test_an_unknown_instrument_and_a_file_that_is_not_there(pulih, wikan, tmp_path):
    path = written(tmp_path, pack())
    said = pulih("instruments", "load-wording", "king-1", path, "--as", "wikan", "--json")
    assert said.errors[0]["code"] == "instrument_unknown"
    said = pulih("instruments", "load-wording", CODE, tmp_path / "nowhere.yaml", "--as", "wikan", "--json")
    assert said.errors[0]["code"] == "file_unreadable"
