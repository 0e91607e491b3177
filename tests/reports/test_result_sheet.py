"""The PDF of a result sheet, read back: whole, tagged, A4, the same each time."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from pypdf import PdfReader

from pulih.language.wording import number
from pulih.reports.result_rows import sheet_rows
from pulih.reports.result_sheet import result_pdf
from pulih.rules.outcomes import ResultSheet
from tests.reports import sheets

ALL = {
    "one cycle": sheets.one_cycle(),
    "two cycles": sheets.two_cycles(),
    "nobody": sheets.nobody(),
    "crowded": sheets.crowded(),
    "four cycles": sheets.crowded(cycles=4, times=1),
    "more columns than fit": sheets.crowded(cycles=9, times=1),
}
A4 = (595.28, 841.89)


def read(sheet: ResultSheet, language: str = "id") -> PdfReader:
    return PdfReader(io.BytesIO(result_pdf(sheet, language)))


def close(text: str) -> str:
    """Text without spaces: where a line breaks says nothing."""
    return re.sub(r"\s+", "", text)


def text_of(pdf: PdfReader) -> str:
    return close("".join(page.extract_text() for page in pdf.pages))


@cache
def printed(name: str, language: str) -> str:
    """The text of one of the sheets above; read once, because reading back takes longer than printing."""
    return text_of(read(ALL[name], language))


# The layout of many columns is the same in both languages.
BOTH = [(name, "id") for name in ALL] + [(name, "en") for name in ("one cycle", "two cycles", "nobody")]


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_every_row_is_printed_with_its_figures(name: str, language: str):
    sheet, text = ALL[name], printed(name, language)
    rows = sheet_rows(sheet, language)
    widest = 7
    for table in rows.tables:
        assert close(table.title) in text
        for row in table.rows:
            parts = [row.figures[at : at + widest] for at in range(0, len(row.figures), widest)] or [()]
            for figures in parts:
                shown = "".join(
                    one.main(language) + ("" if row.total else one.second(language))
                    for one in ([] if row.total else figures)
                )
                assert close(row.label + row.note + shown) in text
        assert all(close(note) in text for note in table.notes)


@pytest.mark.parametrize("name", ALL)
def test_sums_are_printed_with_their_tick(name: str):
    sheet, text = ALL[name], printed(name, "id")
    for column in sheet.columns:
        assert text.count(close(f"{number(column.started, 'id')} cocok")) >= 2


def test_head_signatures_and_origin_are_printed():
    sheet, text = ALL["two cycles"], printed("two cycles", "id")
    for said in (
        "Lembar hasil: Tahap 2 2023",
        "Kementerian Imigrasi dan Pemasyarakatan · Kanwil Nusa Selatan · Lapas Kelas IIA Tirta Wana",
        "7 Agustus 2023 – 2 Februari 2024, tahun anggaran 2023",
        "Aturan hasil ditetapkan 1 Agustus 2023, sebelum tahap dimulai",
        "Final, disetujui 9 Februari 2024, revisi 1",
        "Dari 146 orang yang mulai, 58 berhasil (40%, rentang 32–48%)",
        "Disusun, Manajer program",
        "Herlina Rekaan",
        "9 Februari 2024 10.42",
        "Segel audit nomor 48213",
        sheet.head.audit_hash,
        sheet.head.audit_signature,
        "2023-T2-014-r1",
        "tampak naik walau tanpa perubahan nyata",
    ):
        assert close(said) in text, said


def test_the_lost_are_printed_one_by_one():
    sheet, text = ALL["two cycles"], printed("two cycles", "id")
    for one in sheet_rows(sheet, "id").lost:
        line = f"{one.register_number}{one.programme}{one.month}{one.on}{one.reason}{one.group}{one.note}"
        assert close(line) in text


@pytest.mark.parametrize("sheet", ALL.values(), ids=ALL)
def test_it_is_tagged_and_of_a_size_printers_have(sheet: ResultSheet):
    pdf = read(sheet)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "id"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    kinds = set(tags(root["/StructTreeRoot"]))
    assert {"/Table", "/TR", "/TH", "/TD", "/H1"} <= kinds
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Lembar hasil: Tahap 2 2023"
    about = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>2</pdfaid:part>" in about
    for page in pdf.pages:
        size = sorted(float(side) for side in page.mediabox[2:])
        assert size == pytest.approx(A4, abs=0.1)
    last = len(pdf.pages)
    assert close(f"{last} / {last}") in close(pdf.pages[-1].extract_text())


def tags(node: object) -> list[str]:
    """Every tag below a node of the structure tree."""
    found: list[str] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            if "/S" in one:
                found.append(one["/S"])
            if "/K" in one:
                waiting.append(one["/K"])
    return found


def test_a_chart_has_words_for_those_who_do_not_see_it():
    raw = PdfReader(io.BytesIO(result_pdf(sheets.one_cycle(), "id")))
    said = [str(one["/Alt"]) for one in (raw.get_object(at) for at in range(1, raw.trailer["/Size"]))
            if isinstance(one, dict) and "/Alt" in one]  # fmt: skip
    assert any("Fisik: 59% 50–68%, 71/120; 70% 61–78%, 71/101." in one for one in said)


@pytest.mark.parametrize(
    ("state", "language", "mark"), [("draft", "id", "KONSEP"), ("returned", "en", "DRAFT")]
)
def test_a_draft_carries_its_word_on_every_page(state: str, language: str, mark: str):
    pdf = read(sheets.one_cycle(state=state, approved=None), language)
    assert all(mark in page.extract_text() for page in pdf.pages)
    assert mark not in printed("one cycle", language)


def test_a_sheet_nobody_has_signed_is_printed_all_the_same_and_not_made_for_the_archive():
    unsigned = sheets.one_cycle(state="draft", drafted=None, checked=None, approved=None)
    pdf = read(unsigned)
    assert all("KONSEP" in page.extract_text() for page in pdf.pages)
    assert "/CreationDate" not in (pdf.metadata or {})
    assert b"pdfaid" not in result_pdf(unsigned, "id")
    assert b"pdfaid" in result_pdf(sheets.one_cycle(), "id")


def test_a_superseded_sheet_carries_its_word_on_every_page():
    gone = {"superseded_at": datetime(2024, 3, 1, 8, tzinfo=UTC), "superseded_because": "tes diperbaiki"}
    pdf = read(sheets.one_cycle(**gone))
    assert all("DIGANTIKAN" in page.extract_text() for page in pdf.pages)
    assert close("Alasan: tes diperbaiki") in text_of(pdf)


def test_the_same_sheet_gives_the_same_bytes():
    assert result_pdf(sheets.one_cycle(), "id") == result_pdf(sheets.one_cycle(), "id")


def test_what_people_wrote_is_text_and_never_markup():
    written = '#read("/etc/passwd") $x$ *a* <b> = judul @rujuk \\ "kutip" [kurung]'
    lost = (replace(sheets.lost(1)[0], note=written),)
    text = text_of(read(replace(sheets.one_cycle(wave=written), lost=lost)))
    assert text.count(close(written)) >= 2


def test_a_sheet_where_everybody_stayed_says_so():
    assert close("Semua yang mulai selesai atau masih mengikuti program.") in printed("nobody", "id")
