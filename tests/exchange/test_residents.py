import csv
import io
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.exchange.spreadsheets.error_file import write_error_file
from pulih.exchange.spreadsheets.reading import Cell, heading_key
from pulih.exchange.spreadsheets.residents import HEADINGS, parse_date, read_residents
from pulih.exchange.spreadsheets.template import EXAMPLE, write_template
from pulih.language.wording import reason_text
from pulih.rules.errors import RuleBroken
from pulih.rules.identity import Sex
from pulih.rules.register import RegisterRow, check_rows
from pulih.rules.stays import StayKind
from pulih.rules.verdicts import Reason
from tests.exchange.workbooks import parts_of, sheets_of, workbook

NUMBER = "9971010305900012"
TODAY = date(2024, 5, 14)


def word(reason: Reason) -> str:
    return reason_text(reason, "id")


def read_one(heading: str, cell: Cell) -> RegisterRow:
    found = read_residents(
        workbook(["Nomor Register", "Nama", heading], ["BI.1/2024", "Budi", cell]), "a.xlsx"
    )
    assert not found.refused, found.refused
    return found.rows[0]


def refused(heading: str, cell: Cell) -> tuple[str, str | None]:
    found = read_residents(
        workbook(["Nomor Register", "Nama", heading], ["BI.1/2024", "Budi", cell]), "a.xlsx"
    )
    assert not found.rows
    (reason,) = found.refused[2]
    return reason.code, reason.about


def test_an_export_of_the_prison_database_becomes_rows() -> None:
    headings = [known[0] for known in HEADINGS.values()]
    cells = ["BI.1/2024", "BUDI CONTOH", "Bud; Anto", "L", date(1990, 5, 3), "", NUMBER, "Narapidana", "A-2"]
    cells += [
        date(2024, 1, 9),
        "112 ayat (1); 127",
        date(2023, 11, 20),
        "22-07-2026",
        "20 November 2027",
        TODAY,
    ]
    found = read_residents(workbook(headings, cells), "a.xlsx")
    assert found.refused == {}
    assert found.rows == (
        RegisterRow(
            number=2,
            register_number="BI.1/2024",
            name="BUDI CONTOH",
            aliases=("Bud", "Anto"),
            sex=Sex.MALE,
            birth_date=date(1990, 5, 3),
            national_number=NUMBER,
            kind=StayKind.SENTENCED,
            block="A-2",
            started_on=date(2024, 1, 9),
            articles=("112 ayat (1)", "127"),
            sentence_started_on=date(2023, 11, 20),
            two_thirds_on=date(2026, 7, 22),
            expires_on=date(2027, 11, 20),
            as_of=TODAY,
        ),
    )
    assert check_rows(found.rows, TODAY) == {}


def test_english_headings_and_other_spellings_are_known() -> None:
    content = b"register number;FULL NAME;gender;date of birth\nBI.1;Budi;female;1990-05-03\n"
    row = read_residents(content, "a.csv").rows[0]
    assert (row.register_number, row.sex, row.birth_date) == ("BI.1", Sex.FEMALE, date(1990, 5, 3))


def test_no_heading_means_two_fields() -> None:
    fields = [{heading_key(heading) for heading in known} for known in HEADINGS.values()]
    assert sum(map(len, fields)) == len(set.union(*fields))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (date(1992, 2, 29), date(1992, 2, 29)),
        (datetime(2024, 12, 31, 23, 59), date(2024, 12, 31)),
        ("29/02/1992", date(1992, 2, 29)),
        ("3-9-1992", date(1992, 9, 3)),
        ("03.09.1992", date(1992, 9, 3)),
        ("1992-09-03", date(1992, 9, 3)),
        ("1992-09-03 00:00:00", date(1992, 9, 3)),
        ("3 September 1992", date(1992, 9, 3)),
        ("17 Agustus 1945", date(1945, 8, 17)),
        ("1 Peb 2020", date(2020, 2, 1)),
        ("05-Mei-2020", date(2020, 5, 5)),
        ("31 December 1999", date(1999, 12, 31)),
    ],
)
def test_dates_are_read_as_people_write_them_day_first(written: Cell, meant: date) -> None:
    assert parse_date(written) == meant


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("29/02/1991", "date_impossible"),
        ("31/04/2020", "date_impossible"),
        ("05/13/2020", "date_impossible"),
        ("0000-01-01", "date_impossible"),
        ("03/09/92", "date_short_year"),
        ("3 Foo 1992", "date_unknown"),
        ("kemarin", "date_unknown"),
        (33850, "date_unknown"),
        (33850.5, "date_unknown"),
        ("12/1992", "date_unknown"),
        (True, "date_unknown"),
    ],
)
def test_a_date_in_doubt_is_not_guessed(written: Cell, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        parse_date(written)
    assert broken.value.code == code


@given(
    st.dates(min_value=date(1900, 1, 1)), st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y"])
)
def test_a_date_written_out_is_read_back(day: date, form: str) -> None:
    assert parse_date(day.strftime(form)) == day


@given(st.text(max_size=20))
def test_no_text_in_a_date_cell_crashes_the_reader(text: str) -> None:
    with suppress(RuleBroken):
        assert isinstance(parse_date(text), date)


@pytest.mark.parametrize(
    "cell", [9971010305900012, 9971010305900012.0, 9971010305900000.0, "9,97101E+15", "9.97101030590001E+15"]
)
def test_a_national_number_that_a_spreadsheet_damaged_is_named_as_such(cell: Cell) -> None:
    assert refused("NIK", cell) == ("national_number_damaged", "national_number")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("997101030590", "national_number_length"),
        (997101030590001, "national_number_length"),
        ("?", "national_number_characters"),
    ],
)
def test_a_national_number_of_wrong_shape_is_refused(cell: Cell, code: str) -> None:
    assert refused("NIK", cell) == (code, "national_number")


def test_a_national_number_as_text_is_kept_with_spaces_or_an_apostrophe() -> None:
    assert read_one("NIK", "997101 030590 0012").national_number == NUMBER
    assert read_one("NIK", f"'{NUMBER}").national_number == NUMBER


@pytest.mark.parametrize(
    ("heading", "cell", "code", "about"),
    [
        ("L/P", "X", "sex_unknown", "sex"),
        ("Status", "Tamu", "kind_unknown", "kind"),
        ("Tahun Lahir", "92", "year_unknown", "birth_year"),
        ("Tahun Lahir", "٢٠٢٠", "year_unknown", "birth_year"),
        ("Blok", "x" * 61, "cell_too_long", "block"),
        ("Alias", "Bud 7", "name_with_digits", "aliases"),
        ("Tanggal Masuk", "besok", "date_unknown", "started_on"),
    ],
)
def test_a_cell_that_cannot_be_understood_names_its_column(
    heading: str, cell: str, code: str, about: str
) -> None:
    assert refused(heading, cell) == (code, about)


@pytest.mark.parametrize(
    ("cell", "sex"),
    [
        ("l", Sex.MALE),
        ("Laki-laki", Sex.MALE),
        ("LAKI LAKI", Sex.MALE),
        ("P", Sex.FEMALE),
        ("Wanita", Sex.FEMALE),
    ],
)
def test_sex_is_read_as_the_register_writes_it(cell: str, sex: Sex) -> None:
    assert read_one("Jenis Kelamin", cell).sex is sex


def test_a_register_number_or_year_that_became_a_number_loses_its_point_zero() -> None:
    found = read_residents(workbook(["No. Reg", "Nama", "Tahun Lahir"], [123, "Budi", 1990]), "a.xlsx")
    assert (found.rows[0].register_number, found.rows[0].birth_year) == ("123", 1990)


def test_a_row_tells_every_error_and_its_register_number_is_still_known() -> None:
    lines = [["Nomor Register", "Nama", "L/P"], ["BI.1", "", "X"], ["", "Ani", "P"], ["BI.3", "Anton", "L"]]
    found = read_residents(workbook(*lines), "a.xlsx")
    assert {n: [r.code for r in reasons] for n, reasons in found.refused.items()} == {
        2: ["name_missing", "sex_unknown"],
        3: ["register_number_missing"],
    }
    assert [row.number for row in found.rows] == [4]
    assert found.refused_registers == {"BI.1"}


def test_the_day_of_the_export_stands_in_where_the_file_is_silent() -> None:
    lines = [
        ["Noreg", "Nama", "Ekspirasi", "Per Tanggal"],
        ["1", "Budi", TODAY, ""],
        ["2", "Ani", TODAY, TODAY],
        ["3", "Anton", "", ""],
    ]
    rows = read_residents(workbook(*lines), "a.xlsx", as_of=date(2024, 5, 1)).rows
    assert [row.as_of for row in rows] == [date(2024, 5, 1), TODAY, None]


def mended(lines: list[list[object]], word_language: str = "id") -> bytes:
    found = read_residents(workbook(*lines), "a.xlsx")
    return write_error_file(
        found.table, found.refused, lambda r: reason_text(r, word_language), word_language
    )


def test_an_error_file_repeats_refused_rows_with_what_to_mend() -> None:
    lines = [
        ["Nomor Register", "Nama", "L/P", "NIK", "Tanggal Lahir"],
        ["BI.1", "Budi", "L", "", date(1990, 5, 3)],
        ["BI.2", "Ani", "X", 9971010305900012, date(1992, 2, 29)],
    ]
    (sheet,) = sheets_of(mended(lines)).values()
    assert sheet[0] == [
        "Baris semula",
        "Yang perlu diperbaiki",
        "Nomor Register",
        "Nama",
        "L/P",
        "NIK",
        "Tanggal Lahir",
    ]
    assert sheet[1][0] == 3
    assert "Tulis L atau P" in sheet[1][1]
    assert "NIK ini tersimpan sebagai bilangan" in sheet[1][1]
    assert sheet[1][2:] == ["BI.2", "Ani", "X", "9971010305900012", date(1992, 2, 29)]
    assert len(sheet) == 2


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_mended_error_file_is_imported_as_it_is(language: str) -> None:
    (sheet,) = sheets_of(mended([["Nomor Register", "Nama", "L/P"], ["BI.2", "Ani", "X"]], language)).values()
    sheet[1][4] = "P"
    found = read_residents(workbook(*sheet), "perbaikan.xlsx")
    assert (found.refused, found.rows[0].sex, found.rows[0].name) == ({}, Sex.FEMALE, "Ani")


@pytest.mark.parametrize(
    "danger", ['=HYPERLINK("http://x")', "+1", "-1+1", "@SUM(1)", "\t=1", "http://x.example"]
)
def test_nothing_in_an_error_file_runs_as_a_formula_or_link(danger: str) -> None:
    content = mended([["Nomor Register", "Nama", "Blok"], ["BI.2", danger, danger]])
    (sheet,) = sheets_of(content).values()
    assert not any(str(cell).startswith(("=", "+", "-", "@", "\t")) for line in sheet for cell in line)
    assert "<f>" not in parts_of(content)
    assert "<hyperlink" not in parts_of(content)


def test_what_was_defused_is_read_back_as_it_was() -> None:
    (sheet,) = sheets_of(mended([["Nomor Register", "Nama", "Blok"], ["BI.2", "7", "-2"]])).values()
    sheet[1][3] = "Ani"
    assert read_residents(workbook(*sheet), "a.xlsx").rows[0].block == "-2"


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_template_is_empty_and_its_example_can_be_imported(language: str) -> None:
    content = write_template(lambda reason: reason_text(reason, language), language)
    empty, example, explained = sheets_of(content).values()
    assert len(empty) == 1
    assert [line[0] for line in explained] == empty[0]
    assert all(line[2] and not line[2].startswith("import_column") for line in explained)
    found = read_residents(workbook(*example), "contoh.xlsx")
    assert found.refused == {}
    assert found.rows[0].national_number == EXAMPLE["national_number"]
    assert check_rows(found.rows, date(2024, 6, 1)) == {}
    with pytest.raises(RuleBroken) as broken:
        read_residents(content, "templat.xlsx")
    assert broken.value.code == "file_without_rows"


@given(
    st.lists(
        st.lists(st.text(max_size=8) | st.integers(0, 10**17) | st.dates(), min_size=4, max_size=4),
        max_size=4,
    )
)
def test_no_cell_crashes_the_reader_and_every_row_is_read_or_refused(lines: list[list[Cell]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["Nomor Register", "Nama", "NIK", "Tanggal Lahir"], *lines])
    try:
        found = read_residents(text.getvalue().encode("utf-8", "ignore"), "a.csv")
    except RuleBroken:
        return  # the whole file was refused, in words
    numbers = [row.number for row in found.table.rows]
    assert sorted([*found.refused, *(row.number for row in found.rows)]) == numbers
    for reasons in found.refused.values():
        assert all(word(reason) != reason.code for reason in reasons)


def test_three_thousand_rows_are_read_in_about_a_second() -> None:
    lines = [[f"BI.{n}", "Budi Contoh", f"997101030590{n + 1:04}", "03/05/1990"] for n in range(3_000)]
    content = workbook(["Nomor Register", "Nama", "NIK", "Tanggal Lahir"], *lines)
    assert len(read_residents(content, "a.xlsx").rows) == 3_000
