"""`pulih import responses`: answer sheets judged first, recorded all or none, and clear about every row."""

from datetime import timedelta

import pytest

from pulih.records import scope
from tests import waves
from tests.cli.conftest import Pulih
from tests.exchange.workbooks import workbook

pytestmark = pytest.mark.commits
HEADINGS = [
    "Nomor Register",
    "Tanggal",
    "Kode Lembar",
    "Cara",
    *(f"butir {n}" for n in range(1, 27)),
    "Jumlah",
]


@pytest.fixture
def wave(db):
    team = waves.team(mark="uji")
    today = scope.today()
    made = waves.plan(team, "Tahap lembar", today - timedelta(days=5))
    for number in (1, 2):
        person = waves.resident(team, register_number=f"BI.{number}/2024")
        waves.admitted(team, made.cycles["social"], person, on=today - timedelta(days=5))
    return made


def sheets(path, *totals: int):
    lines = [
        [f"BI.{n}/2024", scope.today(), "raw", "self", *[3] * 26, total] for n, total in enumerate(totals, 1)
    ]
    path.write_bytes(workbook(HEADINGS, *lines))
    return path


def recorded(owner) -> int:
    return owner.execute("SELECT count(*) FROM response").fetchone()[0]


def test_a_dry_run_changes_nothing_and_a_real_one_records_every_sheet(pulih: Pulih, wave, owner, tmp_path):
    asked = ("import", "responses", sheets(tmp_path / "lembar.xlsx", 78, 78), "--as", "assessoruji")
    asked += ("--instrument", "whoqol-bref", "--wave", wave.reference, "--point", "baseline")
    said = pulih(*asked, "--dry-run", "--json")
    assert (said.code, said.document["schema"]) == (0, "pulih.import-responses/1")
    assert (said.document["outcomes"], recorded(owner)) == ({"new": 2, "same": 0, "bad": 0}, 0)
    said = pulih(*asked, "--json")
    assert (said.code, said.document["applied"]["recorded"], recorded(owner)) == (0, 2, 2)
    said = pulih(*asked, "--json")
    assert (said.document["outcomes"]["same"], recorded(owner)) == (2, 2)


def test_rows_in_the_way_refuse_all_name_themselves_and_come_back_to_be_mended(pulih, wave, owner, tmp_path):
    mend = tmp_path / "mend.xlsx"
    asked = ("import", "responses", sheets(tmp_path / "lembar.xlsx", 78, 77), "--as", "assessoruji")
    asked += ("--instrument", "whoqol-bref", "--wave", wave.reference, "--point", "baseline")
    said = pulih(*asked, "--errors", mend, "--json")
    assert (said.code, said.document["state"], recorded(owner)) == (1, "refused", 0)
    assert [(one.get("row"), one["field"], one["code"]) for one in said.errors] == [
        (3, "check_sum", "check_sum_wrong"),
        (None, "leave_out", "sheets_stand"),
    ]
    assert mend.read_bytes().startswith(b"PK")
    said = pulih(*asked, "--leave-out")
    assert (said.code, recorded(owner)) == (0, 1)
    assert "Recorded: 1, left out: 1" in said.out


@pytest.mark.parametrize(
    ("instead", "code"),
    [
        (("--as", "registraruji"), "worker_not_one_office"),
        (("--instrument", "tidak-ada"), "instrument_unknown"),
        (("--wave", "ABCD-1234"), "wave_unknown"),
        (("--point", "month_9"), "point_unknown"),
    ],
)
def test_what_does_not_exist_or_may_not_is_said(pulih, wave, tmp_path, instead, code):
    asked = {
        "--as": "assessoruji",
        "--instrument": "whoqol-bref",
        "--wave": wave.reference,
        "--point": "baseline",
    }
    asked |= dict([instead])
    options = [part for pair in asked.items() for part in pair]
    said = pulih("import", "responses", sheets(tmp_path / "lembar.xlsx", 78), *options, "--json")
    assert (said.code, said.errors[0]["code"]) == (1, code)
