"""Programmes on the command line: listed, written to a file, adopted once, refused with every mistake."""

import pytest
import yaml

from pulih.rules.permissions import Role
from tests import factories
from tests.cli.conftest import Pulih

pytestmark = pytest.mark.commits


@pytest.fixture
def wikan(db):
    return factories.worker(Role.ADMINISTRATOR, factories.organisation("Lapas Uji"), "wikan")


def versions(owner) -> list[int]:
    rows = owner.execute("SELECT version FROM programme_version WHERE programme_id = 'social' ORDER BY 1")
    return [version for (version,) in rows.fetchall()]


def test_a_programme_is_written_to_a_file_and_adopted_from_it_once(pulih: Pulih, wikan, owner, tmp_path):
    path = tmp_path / "program.yaml"
    listed = pulih("programmes", "list", "--json").document["programmes"]
    assert [one["code"] for one in listed] == ["medical", "social-non-tc", "social-tc"]
    assert pulih("programmes", "export", "social-tc", "--out", path).code == 0
    said = pulih("programmes", "adopt", path, "--as", "wikan", "--json")
    assert (said.code, said.err) == (0, "")
    assert (said.document["programme"], said.document["version"], said.document["state"]) == (
        "social", 2, "adopted",
    )  # fmt: skip
    assert pulih("programmes", "adopt", path, "--as", "wikan", "--json").document["state"] == "same"
    assert versions(owner) == [1, 2]


def test_a_file_with_mistakes_changes_nothing_and_names_them_all(pulih: Pulih, wikan, owner, tmp_path):
    path = tmp_path / "program.yaml"
    pulih("programmes", "export", "social-tc", "--out", path)
    given = yaml.safe_load(path.read_text(encoding="utf-8"))
    given["plan"][0]["kind"] = "mood-ring"
    given["modules"][0]["minutes"] = 3
    path.write_text(yaml.safe_dump(given), encoding="utf-8")
    said = pulih("programmes", "adopt", path, "--as", "wikan", "--json")
    assert said.code == 1
    assert {one["code"] for one in said.errors} >= {"plan_instrument_unknown", "module_minutes"}
    assert versions(owner) == [1]


def test_nobody_adopts_in_the_name_of_somebody_who_may_not(pulih: Pulih, wikan, tmp_path):
    path = tmp_path / "program.yaml"
    pulih("programmes", "export", "medical", "--out", path)
    factories.worker(Role.NURSE, factories.organisation("Lapas Lain"), "sari")
    assert pulih("programmes", "adopt", path, "--as", "sari").code == 1
    assert pulih("programmes", "export", "dance", "--out", path).code == 1
    assert pulih("programmes", "adopt", tmp_path / "tidak-ada.yaml", "--as", "wikan").code == 1
