"""A blank form read back from its PDF: everything asked, the conditions in words, whose it is, its code."""

import io
import re
from functools import cache

import pytest
from pypdf import PdfReader

from pulih.language.instruments import instrument, instruments
from pulih.reports.blank_form import Copy, Wording, blank_pdf, printed

SOMEBODY = Copy("9F3K-7Q2M", "B.I. 123/2024", "Budi Rekaan")


def close(text: str) -> str:
    """Text without spaces: where a line breaks says nothing."""
    return re.sub(r"\s+", "", text)


@cache
def read(code: str, language: str = "id", copies: tuple[Copy, ...] = (Copy(),)) -> PdfReader:
    return PdfReader(io.BytesIO(blank_pdf(instrument(code), language, copies, issuer="Lapas Tirta Wana")))


def text_of(pdf: PdfReader) -> str:
    return close("".join(page.extract_text() for page in pdf.pages))


@pytest.mark.parametrize("code", instruments())
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_instrument_prints_all_its_items_sections_and_answers(code, language):
    one, text = instrument(code), text_of(read(code, language))
    for section in one.sections:
        assert close(section.heading.say(language)) in text
    asked = {code for section in one.sections for code in section.items}
    for item in (item for item in one.items if item.code in asked):
        assert close(item.caption.say(language)) in text, item.code
        for words in item.answers.words if item.answers else ():
            assert close(words.say(language)) in text
    assert close(one.licence.say(language)) in text
    for window in one.windows:
        assert close(window.words.say(language)) in text


def test_whoever_keys_it_knows_the_coding_and_can_check_the_sum():
    text = text_of(read("whoqol-bref"))
    assert close("Kode lembar: raw") in text
    assert close("Jumlah semua kode yang ditandai") in text
    assert close("1 = tidak sama sekali, 5 = berlebihan") in text


def test_only_the_ways_of_filling_that_are_valid_can_be_ticked():
    assert close("Diisi sendiri") in text_of(read("whoqol-bref"))
    assert close("Diisi sendiri") not in text_of(read("assist-3.1"))


def test_an_empty_form_names_nobody_and_leaves_room():
    text = text_of(read("dast-10"))
    assert close("Nama") in text
    assert "Rekaan" not in text


def test_several_people_get_a_copy_each_that_counts_its_own_pages():
    copies = (SOMEBODY, Copy("2CDE-4FGH", "B.I. 7/2024", "Siti Rekaan"))
    pages = [close(page.extract_text()) for page in read("whoqol-bref", copies=copies).pages]
    assert len(pages) == 4
    for page, one, number in zip(pages, [*copies[:1] * 2, *copies[1:] * 2], (1, 2, 1, 2), strict=True):
        assert close(f"{one.register_number} · {one.reference}") in page
        assert f"{number}/2" in page
    assert "BudiRekaan" in pages[0]
    assert "SitiRekaan" not in pages[0] + pages[1]


# Conditions


def test_a_condition_of_a_whole_section_is_said_once():
    text = text_of(read("dast-10"))
    assert text.count(close("Hanya bila butir 1 dijawab 1 (Ya).")) == 1
    assert close("Only if item 1 is answered 1 (Yes).") in text_of(read("dast-10", "en"))


def test_rows_that_hang_on_the_same_row_above_say_so_once():
    text = text_of(read("assist-3.1"))
    said = "Hanya bila baris yang sama pada bagian “Pernah memakai seumur hidup” dijawab 1 (Ya)."
    assert text.count(close(said)) == 3
    assert close("bagian “Seberapa sering memakai” dijawab 1 atau lebih") in text


def test_items_with_long_codes_are_counted_through():
    rows = [
        row
        for section in printed(instrument("assist-3.1"), "id", [Copy()], Wording())["sections"]
        for block in section["blocks"]
        for row in block["rows"]
    ]
    assert [row["number"] for row in rows] == [str(place) for place in range(1, len(rows) + 1)]
    assert rows[0]["code"] == "tobacco_q1"


# Licensed wording


def test_licensed_wording_takes_the_place_of_our_captions():
    wording = Wording(
        {"1": "Kalimat resmi rekaan?"}, {}, "Pengantar rekaan.", "Penerbit Rekaan", "sampai 2027"
    )
    pdf = PdfReader(io.BytesIO(blank_pdf(instrument("dast-10"), "id", wording=wording)))
    text = text_of(pdf)
    assert close("Kalimat resmi rekaan?") in text
    assert close("Pengantar rekaan.") in text
    assert close("Teks berlisensi dari Penerbit Rekaan: sampai 2027") in text
    assert close("Memakai di luar keperluan medis") not in text
    assert close("Rasa bersalah") in text, "our caption stands where the licensed text is silent"


def test_licensed_answers_that_do_not_fit_are_left_out():
    words = Wording(answers={"yes_no": ("Hanya satu",)})
    section = printed(instrument("dast-10"), "id", [Copy()], words)["sections"][0]
    assert [one["words"] for one in section["blocks"][0]["columns"]] == ["Tidak", "Ya"]


# The document


def test_it_is_tagged_titled_and_in_its_language():
    pdf = read("whoqol-bref", "en")
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "WHOQOL-BREF, quality of life"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    for page in pdf.pages:
        assert sorted(float(side) for side in page.mediabox[2:]) == pytest.approx((595.28, 841.89), abs=0.1)


def test_the_same_form_gives_the_same_bytes():
    one = instrument("dast-10")
    assert blank_pdf(one, "id", [SOMEBODY]) == blank_pdf(one, "id", [SOMEBODY])


def test_a_name_is_text_and_never_markup():
    written = '#read("/etc/passwd") $x$ *a* <b> = judul @rujuk'
    assert close(written) in text_of(read("dast-10", copies=(Copy("9F3K-7Q2M", "1", written),)))
