"""What a result sheet says: every figure, in both languages, honest about nobody and about what does not add up."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pulih.language.definitions import wording
from pulih.reports.percent import percent_text, points_text, range_text, whole
from pulih.reports.printed import Figure
from pulih.reports.result_rows import sheet_rows
from pulih.rules.lifecycles import REASONS, Status
from pulih.rules.outcomes import Column, Domain, Place, ResultSheet, SheetState, wilson
from tests.reports import sheets

ALL = {
    "one cycle": sheets.one_cycle(),
    "two cycles": sheets.two_cycles(),
    "nobody": sheets.nobody(),
    "crowded": sheets.crowded(),
}


def expected(column: Column) -> dict[str, tuple[float | None, int | None]]:
    """Every figure of a column by its code, read from the sheet by hand: count and denominator."""
    started, measured = column.started, column.completers_measured
    found: dict[str, tuple[float | None, int | None]] = {
        "summary.capacity": (column.capacity, None),
        "summary.ever_admitted": (column.ever_admitted, None),
        "summary.removed": (column.removed, None),
        "summary.started": (started, None),
        "summary.completed": (column.completed, started),
        "summary.better.of_started": (column.better, started),
        "summary.better.of_completers": (column.completers_better, measured),
        "summary.success.of_started": (column.success, started),
        "summary.success.of_completers": (column.completers_success, measured),
        "urine.urine_eligible": (column.urine.eligible, column.urine.of),
        "urine.urine_tested": (column.urine.tested, column.urine.eligible),
        "urine.urine_passed": (column.urine.passed, column.urine.of),
        "urine.total": (column.urine.of, None),
        "places.total": (started, None),
    }
    found |= {f"summary.measured.{point}": (count, started) for point, count in column.measured.items()}
    found |= {f"urine.{state}": (count, column.urine.of) for state, count in column.urine.states.items()}
    for one in column.domains:
        found |= {
            f"domains.{one.domain}.domain_of_started": (one.increased, started),
            f"domains.{one.domain}.domain_of_completers": (one.completers_increased, one.completers_measured),
            f"domains.{one.domain}.improved": (one.improved, one.measured),
            f"domains.{one.domain}.unchanged": (one.unchanged, one.measured),
            f"domains.{one.domain}.declined": (one.declined, one.measured),
            f"domains.{one.domain}.threshold": (one.threshold, None),
            f"domains.{one.domain}.by_chance": (100 * one.by_chance, None),
        }
    return found


@pytest.mark.parametrize("sheet", ALL.values(), ids=ALL)
def test_every_figure_of_the_sheet_stands_in_its_row_and_column(sheet: ResultSheet):
    rows = sheet_rows(sheet, "id")
    said: dict[tuple[int, str], Figure] = {}
    for table in rows.tables:
        for code, _, place, figure in table.figures():
            said[place, code] = figure
    for place, column in enumerate(sheet.columns):
        for code, (count, of) in expected(column).items():
            figure = said[place, code]
            shown = next((one for one in (figure.count, figure.points, figure.rate) if one is not None), None)
            assert (shown, figure.of) == (count, of), code


def test_success_carries_its_wilson_interval_for_starters_and_completers_side_by_side():
    column = sheets.social()
    table = sheet_rows(sheets.one_cycle(), "id").table("summary")
    at = [row.code for row in table.rows].index("success.of_started")
    of_started, of_completers = (table.rows[place].figures[0] for place in (at, at + 1))
    low, high = wilson(column.success, column.started) or (0, 0)
    assert (of_started.low, of_started.high) == (100 * low, 100 * high)
    assert of_started.main("id") == "52/120"
    assert of_started.second("id") == "43%, 35–52%"
    assert of_completers.main("id") == "52/101"
    assert of_completers.second("id") == "51%, 42–61%"


@pytest.mark.parametrize(("percent", "shown"), [(0.4, 0), (0.5, 1), (12.5, 13), (49.5, 50), (99.5, 100)])
def test_a_half_goes_up(percent: float, shown: int):
    assert whole(percent) == shown


def test_where_there_is_nobody_no_percentage_is_invented():
    assert percent_text(None) == "–"
    assert range_text(None, None) == "–"
    assert Figure(0, 0, interval=True).second("id") == "tidak ada populasi"
    rows = sheet_rows(sheets.nobody(), "en")
    assert rows.outcome == ("Nobody has started yet.", "Nobody completed and was measured.")
    assert rows.stats[3].second == "no population"


def test_not_applicable_is_a_dash_and_none_is_nought():
    assert Figure().main("id") == "–"
    assert Figure(0).main("id") == "0"
    assert points_text(20.75, "id") == "20,8"
    assert Figure(12345, 23456).main("id") == "12.345/23.456"
    assert Figure(12345, 23456).main("en") == "12,345/23,456"


def test_more_than_everybody_is_shown_and_not_reckoned_with():
    figure = Figure(5, 4, interval=True)
    assert (figure.main("id"), figure.percent, figure.low) == ("5/4", None, None)


def test_administrative_exits_stand_apart_from_drop_out_and_the_sum_is_ticked():
    table = sheet_rows(sheets.two_cycles(), "id").table("places")
    counts = {row.code: [one.count for one in row.figures] for row in table.rows}
    assert counts["administrative"] == [10, 2, 12]
    assert counts["dropout"] == [4, 0, 4]
    assert counts["administrative.court"] == [0, 2, 2]
    assert table.rows[-1].checks == ("", "", "")
    order = [row.code for row in table.rows if row.level == 0]
    assert order == ["completed", "administrative", "dropout", "medical", "death", "external", "total"]


def test_a_sum_that_does_not_add_up_says_what_it_should_be():
    column = sheets.social()
    torn = replace(column, places=(*column.places[1:], Place("completed", "", 103)))
    sheet = ResultSheet(sheets.head(), sheets.rule(), (torn, sheets.people(column)))
    total = sheet_rows(sheet, "id").table("places").rows[-1]
    assert [one.count for one in total.figures] == [119, 120]
    assert total.checks == ("tidak cocok, seharusnya 120", "")


def test_people_still_in_the_programme_and_unknown_groups_are_not_dropped():
    column = sheets.social()
    places = (Place("completed", "", 100), Place("open", "", 15), Place("elsewhere", "vanished", 5))
    sheet = ResultSheet(sheets.head(), sheets.rule(), (replace(column, places=places), sheets.people(column)))
    counts = {row.code: row.figures[0].count for row in sheet_rows(sheet, "id").table("places").rows}
    assert counts["open"] == 15
    assert counts["elsewhere"] == 5
    assert counts["total"] == 120


def test_a_domain_that_one_programme_does_not_measure_is_a_dash_there():
    medical = replace(sheets.medical(), domains=sheets.medical().domains[:1])
    sheet = replace(sheets.two_cycles(), columns=(sheets.social(), medical, sheets.people(sheets.social())))
    rows = {row.code: row for row in sheet_rows(sheet, "id").table("domains").rows}
    assert rows["social.improved"].figures[1].main("id") == "–"
    assert rows["physical.improved"].figures[1].main("id") == "8/25"


def test_domains_of_the_rule_come_first_and_the_others_say_so():
    headings = [row for row in sheet_rows(sheets.one_cycle(), "id").table("domains").rows if not row.figures]
    assert [row.label for row in headings] == ["Fisik", "Psikologis", "Lingkungan", "Sosial"]
    assert [row.note for row in headings] == ["", "", "", "tidak dihitung"]


def test_rises_by_chance_are_explained_in_one_sentence():
    domain: Domain = replace(sheets.social().domains[0], by_chance=0.435)
    column = replace(sheets.social(), domains=(domain,))
    sheet = ResultSheet(sheets.head(), sheets.rule(), (column, sheets.people(column)))
    notes = sheet_rows(sheet, "id").table("domains").notes
    assert any(one.startswith("44% tampak naik walau tanpa perubahan nyata") for one in notes)
    spread = sheet_rows(sheets.one_cycle(), "id").table("domains").notes
    assert any(one.startswith("36–44% tampak naik") for one in spread)


def test_the_rule_is_stated_with_its_day_before_the_start_or_after():
    sheet = sheets.one_cycle()
    rows = sheet_rows(sheet, "id")
    assert rows.success_means == (
        "Berhasil menurut aturan: skor fisik, psikologis, dan lingkungan naik "
        "dan tes urine bulan 6 negatif atau positif dari resep."
    )
    assert rows.fixed == "Aturan hasil ditetapkan 1 Agustus 2023, sebelum tahap dimulai."
    late = replace(sheet, rule=sheets.rule(fixed_on=date(2023, 9, 1), threshold=2.5))
    assert "sesudah tahap dimulai" in sheet_rows(late, "id").fixed
    assert "naik lebih dari 2,5 angka" in sheet_rows(late, "id").success_means
    undated = replace(sheet, rule=sheets.rule(fixed_on=None))
    assert sheet_rows(undated, "id").fixed == "Tanggal penetapan aturan hasil tidak tercatat."


@pytest.mark.parametrize("state", SheetState)
def test_whatever_is_not_approved_is_marked_as_a_draft(state: SheetState):
    rows = sheet_rows(sheets.one_cycle(state=state.value), "id")
    assert rows.final is (state is SheetState.APPROVED)
    assert rows.draft_mark == ("" if rows.final else "KONSEP")
    assert rows.standing.startswith(wording("id")[f"sheet_state.{state.value}"])
    assert rows.standing.endswith("revisi 1")


def test_a_superseded_sheet_says_when_and_why():
    gone = datetime(2024, 3, 1, 8, tzinfo=UTC)
    rows = sheet_rows(sheets.one_cycle(superseded_at=gone, superseded_because="tes diperbaiki"), "id")
    assert rows.superseded_mark == "DIGANTIKAN"
    assert rows.warnings == ("Digantikan revisi baru pada 1 Maret 2024. Alasan: tes diperbaiki",)


def test_a_step_that_is_owed_is_not_left_blank():
    rows = sheet_rows(sheets.nobody(), "id")
    assert [(one.step, one.name) for one in rows.signatures] == [
        ("Disusun", "Indah Rekaan"),
        ("Diperiksa", "belum"),
        ("Disetujui", "belum"),
    ]
    assert rows.seal[0][0].startswith("Belum ada segel audit")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_code_a_sheet_can_hold_has_words(language: str):
    words = wording(language)
    codes = {f"exit_reason.{one.code}" for one in REASONS[Status.EXITED]}
    codes |= {f"place.{one.group}" for one in REASONS[Status.EXITED]} | {"place.completed", "place.open"}
    codes |= {f"urine_state.{state}" for state in sheets.STATES}
    codes |= {f"domain.{one.domain}" for one in sheets.social().domains}
    codes |= {f"sheet_state.{state.value}" for state in SheetState}
    assert codes - set(words) == set()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("sheet", ALL.values(), ids=ALL)
def test_no_bare_code_is_left_among_the_words(sheet: ResultSheet, language: str):
    said = repr(sheet_rows(sheet, language))
    assert [code for code in wording(language) if code.startswith("sheet.") and f"'{code}'" in said] == []
    assert "'sheet." not in said
