"""A progress report says attendance, goals and skills in both languages; no score, and no name becomes markup."""

from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from pulih.queries.documents import Paper
from pulih.reports.letters import letter_pdf
from pulih.rules.documents import Kind

FACTS = {
    "office": "Lapas Rekaan", "on": "2024-04-05", "signed_by": "Konselor Rekaan", "wave": "Tahap 1",
    "programme": "social", "months": 6, "name": "Agus #strong[Rekaan]", "initials": "A. R.",
    "reference": "ABCD-2345", "register_number": "B2-1", "begun_on": "2024-02-05", "ends_on": "2024-08-04",
    "days": 61, "review_on": "2024-05-03",
    "attendance": {"held": 40, "attended": 33, "sides": {"person": 2, "facility": 5}},
    "goals": [
        {"dimension": "social", "horizon": "short", "text": "Menelepon ibu $x$", "state": "reached",
         "since": "2024-03-02"},
        {"dimension": "life_skill", "horizon": "long", "text": "Bekerja di bengkel", "state": "not_started",
         "since": ""},
    ],
    "skills": [{"title_id": "Pertukangan", "title_en": "Carpentry", "first": 0, "level": 2, "on": "2024-04-01"}],
    "measured": [{"kind": "whoqol-bref", "point": "baseline", "how": "done"},
                 {"kind": "urine", "point": "middle", "how": "not_yet"}],
}  # fmt: skip


def paper(**changes) -> Paper:
    return Paper(
        UUID(int=1), Kind.PROGRESS_REPORT, "LAP-1/2024", "ABCD-2345", "Tahap 1", "X", "social", UUID(int=2),
        UUID(int=3), FACTS | changes, datetime(2024, 4, 5, tzinfo=UTC), "Konselor Rekaan", None, "",
    )  # fmt: skip


def read(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", ["Hadir di 33 dari 40 sesi yang berlangsung (83%).", "5 karena UPT, 2 karena orangnya",
                "Tercapai, 2 Maret 2024", "bisa sendiri, 1 April 2024", "3 Mei 2024", "sudah 61 hari"]),
        ("en", ["Present at 33 of 40 sessions held (83%).", "Reached, 2 March 2024", "Carpentry"]),
    ],
)  # fmt: skip
def test_a_report_says_how_the_programme_goes(language, said):
    told = read(letter_pdf(paper(), language))
    for words in ("Agus #strong[Rekaan]", "Menelepon ibu $x$", "LAP-1/2024", *said):
        assert words in told


def test_what_there_is_not_yet_is_said_so():
    told = read(letter_pdf(
        paper(goals=[], skills=[], measured=[], review_on="", attendance={"held": 0, "attended": 0, "sides": {}}),
        "id",
    ))  # fmt: skip
    for words in ("Belum ada sesi yang ditandai.", "Belum ada rencana yang disepakati.",
                  "Belum ada keterampilan yang dicatat."):  # fmt: skip
        assert words in told
    assert letter_pdf(paper(), "id") == letter_pdf(paper(), "id")
