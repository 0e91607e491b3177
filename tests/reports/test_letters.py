"""Papers as PDF: they say what was kept, in both languages, and no name becomes markup."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from pulih.queries.documents import Paper
from pulih.reports.letters import letter_pdf, printed
from pulih.rules.documents import Kind

NOW = datetime(2024, 8, 6, tzinfo=UTC)
COMMON = {"office": "Lapas Rekaan", "on": "2024-08-05", "signed_by": "Kepala Rekaan", "wave": "Tahap 1"}
CERTIFICATE = Paper(
    UUID(int=1), Kind.CERTIFICATE, "SERT-1/2024", "ABCD-2345", "Tahap 1", "X", "social", UUID(int=2),
    UUID(int=3),
    {**COMMON, "name": "Agus #strong[Rekaan]", "register_number": "B2-1", "months": 6,
     "begun_on": "2024-02-05", "ended_on": "2024-08-04"},
    NOW, "Petugas Rekaan", None, "",
)  # fmt: skip
DECREE = replace(
    CERTIFICATE,
    kind=Kind.DECREE,
    number="SK-1/2024",
    facts={
        **COMMON,
        "replaces_none": True,
        "people": [
            {"name": f"Orang Rekaan {at}", "register_number": f"B2-{at}", "admitted_on": "2024-02-05"}
            for at in range(1, 61)
        ],
    },
)


def read(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_a_certificate_says_who_what_and_when_and_how_to_confirm_it():
    said = read(letter_pdf(CERTIFICATE, "id"))
    assert "Agus #strong[Rekaan]" in said
    assert "dari 5 Februari 2024 sampai 4 Agustus 2024" in said
    assert "ABCD-2345" in said
    assert "SERT-1/2024" in said


def test_a_decree_names_everybody_over_several_pages():
    content = letter_pdf(DECREE, "id")
    said = read(content)
    assert len(PdfReader(BytesIO(content)).pages) > 1
    assert all(f"Orang Rekaan {at} B2-{at} " in said for at in (1, 31, 60))
    assert "Menetapkan 60 orang" in said


@pytest.mark.parametrize("paper", [CERTIFICATE, DECREE])
def test_the_same_paper_gives_the_same_bytes(paper):
    assert letter_pdf(paper, "en") == letter_pdf(paper, "en")


def test_a_withdrawn_paper_says_so():
    gone = replace(CERTIFICATE, withdrawn_at=NOW, withdrawn_because="Nama keliru")
    assert "telah ditarik" in read(letter_pdf(gone, "id"))
    assert printed(CERTIFICATE, "id")["withdrawn"] == ""
