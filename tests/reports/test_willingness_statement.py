"""The paper somebody signs: its text belongs to a version, and changes only together with it."""

import hashlib
from io import BytesIO

import pytest
from pypdf import PdfReader

from pulih.reports.willingness_statement import Signer, statement_pdf, text_of
from pulih.rules.willingness import TEXT_VERSION

TEXTS = {"2026-1": "bf4eb79a3054e67e"}
"""A text that somebody signed stays what it was: a change here is a further version, never another sum."""


def read(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_text_is_the_one_of_its_version():
    said = "\n".join(line for language in ("id", "en") for line in text_of(language))
    assert hashlib.sha256(said.encode()).hexdigest()[:16] == TEXTS[TEXT_VERSION]


@pytest.mark.parametrize(
    ("language", "title"), [("id", "Surat pernyataan kesediaan"), ("en", "Statement of")]
)
def test_a_copy_carries_the_name_the_version_and_every_line_on_one_page(language, title):
    signer = Signer("Agus #strong[Rekaan]", "B2-1", "1 Januari 1990")
    content = statement_pdf(signer, language, issuer="Lapas Rekaan")
    assert content == statement_pdf(signer, language, issuer="Lapas Rekaan")
    assert len(PdfReader(BytesIO(content)).pages) == 1
    text = read(content)
    for word in (title, "Agus #strong[Rekaan]", "B2-1", TEXT_VERSION, "Lapas Rekaan", "18"):
        assert word in text, word
    assert all(line[:40] in text for line in text_of(language))


def test_a_blank_copy_names_nobody():
    text = read(statement_pdf(Signer(), "id", issuer="Lapas Rekaan"))
    assert "Nama" in text
    assert "B2-" not in text
