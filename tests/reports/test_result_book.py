"""The workbook of a result sheet, read back: numbers are numbers and agree with the sheet."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from pulih.reports.percent import percent_text, range_text
from pulih.reports.result_book import result_workbook
from pulih.reports.result_rows import sheet_rows
from pulih.rules.outcomes import ResultSheet
from tests.reports import sheets
from tests.reports.test_result_rows import ALL, expected


def read(sheet: ResultSheet, language: str = "id") -> list[list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(result_workbook(sheet, language)))
    return [book.get_sheet_by_index(at).to_python(skip_empty_area=False) for at in range(3)]


def tidy(sheet: ResultSheet) -> dict[tuple[object, object], dict[str, object]]:
    """The tidy sheet by column and code."""
    lines = read(sheet)[1]
    names = [
        "column_code",
        "column",
        "section",
        "code",
        "item",
        "count",
        "of",
        "percent",
        "low",
        "high",
        "value",
    ]
    made = [dict(zip(names, line, strict=True)) for line in lines[1:]]
    return {(one["column_code"], one["code"]): one for one in made}


@pytest.mark.parametrize("sheet", ALL.values(), ids=ALL)
def test_the_tidy_sheet_holds_every_figure_once(sheet: ResultSheet):
    found = tidy(sheet)
    assert len(found) == len(read(sheet)[1]) - 1
    for column in sheet.columns:
        for code, (count, of) in expected(column).items():
            line = found[column.code, code]
            if code.endswith("by_chance"):
                assert line["percent"] == pytest.approx((count or 0) / 100)
            elif code.endswith("threshold"):
                assert line["value"] == count
            else:
                assert (line["count"], line["of"]) == (
                    "" if count is None else count,
                    "" if of is None else of,
                )


@pytest.mark.parametrize("sheet", ALL.values(), ids=ALL)
def test_percentages_round_to_what_page_and_paper_print(sheet: ResultSheet):
    found = tidy(sheet)
    rows = sheet_rows(sheet, "id")
    for table in rows.tables:
        for code, _, place, figure in table.figures():
            line = found[sheet.columns[place].code, code]
            if figure.percent is None:
                assert line["percent"] == ""
                continue
            shown = [100 * one if isinstance(one, float) else None for one in
                     (line["percent"], line["low"], line["high"])]  # fmt: skip
            assert percent_text(shown[0]) == percent_text(figure.percent)
            assert range_text(shown[1], shown[2]) == range_text(figure.low, figure.high)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("sheet", ALL.values(), ids=ALL)
def test_the_sheet_to_read_shows_each_row_with_its_numbers(sheet: ResultSheet, language: str):
    lines = read(sheet, language)[0]
    at = 0
    for table in sheet_rows(sheet, language).tables:
        at = next(place for place in range(at, len(lines)) if lines[place][0] == table.title) + 3
        for line, row in zip(lines[at : at + len(table.rows)], table.rows, strict=True):
            assert str(line[0]).startswith(row.label)
            for place, figure in enumerate(row.figures):
                cells = line[1 + 5 * place : 6 + 5 * place]
                first = figure.count if figure.points is None else figure.points
                assert cells[0] == ("" if first is None else first)
                if figure.of is not None:
                    assert cells[1] == figure.of


def test_those_who_were_lost_have_a_sheet_with_dates_that_are_dates():
    sheet = sheets.two_cycles()
    lines = read(sheet)[2]
    assert len(lines) == 1 + len(sheet.lost)
    assert lines[1] == [
        "RN-2023-0302", "Rehabilitasi Sosial", 1.0, date(2023, 8, 1), "Bebas lebih awal",
        "Keluar administratif", "Rutan IIB Karang Pelita",
    ]  # fmt: skip


def test_nothing_people_wrote_can_run():
    lost = (replace(sheets.lost(1)[0], note='=HYPERLINK("http://x.test")'),)
    made = result_workbook(replace(sheets.one_cycle(), lost=lost), "id")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
        assert not any("hyperlink" in parts.read(name).decode(errors="ignore").lower()
                       for name in parts.namelist() if "rels" in name)  # fmt: skip


def test_head_review_and_seal_stand_in_the_sheet_to_read():
    text = "\n".join(str(line[0]) for line in read(sheets.two_cycles())[0])
    for said in ("Lembar hasil: Tahap 2 2023", "Final, disetujui 9 Februari 2024", "Suryadi Rekaan", "48213"):
        assert said in text
    assert "KONSEP" in "\n".join(str(line[0]) for line in read(sheets.one_cycle(state="draft"))[0])


def test_the_same_sheet_gives_the_same_bytes():
    assert result_workbook(sheets.one_cycle(), "id") == result_workbook(sheets.one_cycle(), "id")
