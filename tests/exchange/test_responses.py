"""Answer sheets read from files, and the workbook to type them into."""

from datetime import date

import pytest

from pulih.exchange.spreadsheets.responses import read_responses
from pulih.language.instruments import instrument
from pulih.rules.errors import RuleBroken
from tests.exchange.workbooks import workbook

WHOQOL = instrument("whoqol-bref")
DAST = instrument("dast-10")
ITEMS = [f"butir {n}" for n in range(1, 27)]
DAY = date(2024, 2, 6)


def read(*lines, name="lembar.xlsx", definition=WHOQOL):
    return read_responses(workbook(*lines), name, definition)


def test_a_row_a_person_becomes_a_sheet():
    file = read(
        ["Nomor Register", "Tanggal", "Titik Pengukuran", "Kode Lembar", "Cara", *ITEMS, "Jumlah"],
        ["BI.1/2024", DAY, "awal", "raw", "Diisi sendiri", *[3] * 26, 78],
    )
    (row,) = file.rows
    assert (row.register_number, row.taken_on, row.coding, row.mode) == ("BI.1/2024", DAY, "raw", "self")
    assert (row.stated, row.answers["26"], file.refused) == (78, 3, {})


@pytest.mark.parametrize("word", ["{}", "Butir {}", "item {}", "Q{}"])
def test_items_are_known_however_their_columns_are_headed(word):
    heads = [int(word.format(n)) if word == "{}" else word.format(n) for n in range(1, 11)]
    file = read(["No Pulih", "Date", *heads], ["ABCD-1234", DAY, *range(2, 12)], definition=DAST)
    (row,) = file.rows
    assert [row.answers[str(n)] for n in range(1, 11)] == list(range(2, 12))


def test_an_empty_cell_and_a_dash_are_left_empty_and_a_line_without_answers_is_left_over():
    file = read(
        ["Nomor Register", "Nama", "Tanggal", *ITEMS],
        ["BI.1/2024", "Rekaan", DAY, "-", "", *[4] * 24],
        ["BI.2/2024", "Rekaan", "", *[""] * 26],
    )
    (row,) = file.rows
    assert (row.answers["1"], row.answers["2"], row.answers["3"]) == (None, None, 4)


def test_everything_that_cannot_be_read_of_a_row_is_said_at_once():
    file = read(
        ["Nomor Register", "Tanggal", "Kode Lembar", *ITEMS, "Jumlah"],
        ["BI.1/2024", "kemarin", "entah", "tiga", 2.5, *[3] * 24, "78,5"],
    )
    (reasons,) = file.refused.values()
    assert [(one.code, one.about) for one in reasons] == [
        ("date_unknown", "taken_on"),
        ("sheet_choice_unknown", "coding"),
        ("check_sum_not_whole", "check_sum"),
        ("answer_not_whole", "item_1"),
        ("answer_not_whole", "item_2"),
    ]


def test_a_file_with_unknown_or_missing_columns_is_refused_whole():
    with pytest.raises(RuleBroken) as broken:
        read(["Nomor Register", "Tanggal", *ITEMS[:25], "Suku"], ["BI.1/2024", DAY, *[3] * 25, "x"])
    assert [(one.code, one.facts["column"]) for one in broken.value.reasons] == [
        ("column_unknown", "Suku"),
        ("column_missing", "butir 26"),
    ]
