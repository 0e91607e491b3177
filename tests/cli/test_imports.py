"""`pulih import residents`: checked first, applied whole, and clear about every row it cannot take."""

import pytest

from pulih.exchange.spreadsheets.residents import read_residents
from pulih.rules.permissions import Role
from tests import factories
from tests.cli.conftest import Pulih, run
from tests.registers import but, resident, residents, workbook

pytestmark = pytest.mark.commits


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(workbook(residents(3)))
    return path


@pytest.fixture
def rini(db):
    return factories.worker(Role.REGISTRAR, factories.organisation("Lapas Uji"), "rini")


def counted(owner) -> int:
    return owner.execute("SELECT count(*) FROM person").fetchone()[0]


def test_a_dry_run_changes_nothing_and_a_real_one_everything(pulih: Pulih, file, rini, owner):
    said = pulih("import", "residents", file, "--as", "rini", "--dry-run", "--json")
    assert (said.code, said.document["schema"]) == (0, "pulih.import-residents/1")
    assert (said.document["state"], said.document["outcomes"]["new"]) == ("checked", 3)
    assert counted(owner) == 0
    said = pulih("import", "residents", file, "--as", "rini", "--json")
    assert (said.code, said.document["applied"]["new"], said.err) == (0, 3, "")
    assert counted(owner) == 3
    events = owner.execute(
        "SELECT account_id FROM audit_event WHERE event = 'imports.apply_import'"
    ).fetchall()
    assert events == [(rini.account_id,)]


def test_rows_in_the_way_refuse_all_name_themselves_and_come_back_to_be_mended(
    pulih, file, rini, owner, tmp_path
):
    file.write_bytes(workbook([resident(2), but(resident(3), name="B4di")]))
    mend = tmp_path / "mend.xlsx"
    said = pulih("import", "residents", file, "--as", "rini", "--errors", mend, "--json")
    assert (said.code, said.document["state"], counted(owner)) == (1, "refused", 0)
    assert (said.errors[0]["row"], said.errors[0]["field"]) == (3, "name")
    assert said.errors[0]["code"] == "name_with_digits"
    assert read_residents(mend.read_bytes(), mend.name).is_part
    said = pulih("import", "residents", file, "--as", "rini", "--leave-out", "--json")
    assert (said.code, said.document["applied"]["left_out"], counted(owner)) == (0, 1, 1)


def test_people_read_a_table_and_no_progress_bar_in_a_file(pulih, file, rini):
    said = pulih("import", "residents", file, "--as", "rini")
    assert said.code == 0
    assert "Applied." in said.out
    assert said.err == ""


@pytest.mark.parametrize(
    ("username", "code"), [("nobody", "worker_nobody_of_this_name"), ("perawat", "worker_not_one_office")]
)
def test_only_in_the_name_of_somebody_who_may(pulih, file, rini, username, code):
    factories.worker(Role.NURSE, factories.organisation(), "perawat")
    said = pulih("import", "residents", file, "--as", username, "--json")
    assert (said.code, said.errors[0]["code"]) == (1, code)


def test_a_file_that_is_not_there_or_no_register_is_said(pulih, file, rini, tmp_path):
    assert (
        pulih("import", "residents", tmp_path / "none.xlsx", "--as", "rini", "--json").errors[0]["field"]
        == "file"
    )
    file.write_bytes(b"PK\x03\x04 nothing")
    said = pulih("import", "residents", file, "--as", "rini", "--json")
    assert (said.code, said.errors[0]["code"]) == (1, "file_unreadable")


def test_a_name_is_owed():
    assert run("import", "residents", "register.xlsx").code == 2
