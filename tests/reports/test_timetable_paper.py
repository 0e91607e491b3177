"""A timetable on paper: week by week, closures by name, a single person's name on nobody's wall."""

from dataclasses import replace
from datetime import date, time
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from pulih.queries.sessions import SessionRow, TimetableFacts, Whose
from pulih.reports.timetable import printed, timetable_pdf

MONDAY = date(2024, 2, 5)
TALK = SessionRow(
    UUID(int=1), MONDAY, time(8), time(9, 30), "morning_meeting", "Pertemuan #pagi", "planned", "", "", None,
    None, None, False, 1, UUID(int=2), "ABCD-2345", "Tahap 1", UUID(int=3), "social", UUID(int=4),
    "Kelompok A", None, "", UUID(int=5), "Aula", UUID(int=6), "Ratri Rekaan", frozenset(),
)  # fmt: skip
ALONE = replace(
    TALK, id=UUID(int=9), group_id=None, group="", enrolment_id=UUID(int=8), person="Agus Rekaan", room="",
    title="Konseling", starts_at=time(13), ends_at=time(14), on=date(2024, 2, 12),
)  # fmt: skip
FACTS = TimetableFacts(
    "Tahap 1", MONDAY, date(2024, 2, 18), Whose.WORKER, "Ratri Rekaan", (TALK, ALONE),
    {date(2024, 2, 8): "Hari libur", date(2024, 2, 14): "Pemilu"},
)  # fmt: skip


def read(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize(("language", "said"), [("id", "Senin, 5 Februari"), ("en", "Monday, 5 February")])
def test_it_says_day_hour_room_and_whom(language, said):
    content = timetable_pdf(FACTS, language, issuer="Lapas Rekaan", on=MONDAY)
    assert content == timetable_pdf(FACTS, language, issuer="Lapas Rekaan", on=MONDAY)
    text = read(content)
    for word in (said, "08.00–09.30", "Pertemuan #pagi", "Kelompok A", "Aula", "Hari libur", "Pemilu",
                 "Agus Rekaan", "Lapas Rekaan"):  # fmt: skip
        assert word in text, word


@pytest.mark.parametrize("whose", [Whose.ROOM, Whose.GROUP, Whose.EVERYBODY])
def test_a_name_is_on_the_workers_paper_only(whose):
    said = printed(replace(FACTS, whose=whose), "id", issuer="Lapas Rekaan", on=MONDAY)
    assert "Agus" not in str(said)
    assert "Perorangan" in str(said)


def test_weeks_without_anything_are_left_out():
    empty = printed(replace(FACTS, rows=()), "id", issuer="Lapas Rekaan", on=MONDAY)
    assert empty["weeks"] == []
    assert len(printed(FACTS, "id", issuer="Lapas Rekaan", on=MONDAY)["weeks"]) == 2
    assert "Tidak ada sesi." in read(timetable_pdf(replace(FACTS, rows=()), "id", issuer="X", on=MONDAY))
