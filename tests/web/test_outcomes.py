"""The result sheet on the page, as PDF and as workbook: the same figures, reviewed by three people."""

import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pulih.actions import programmes
from pulih.queries.outcomes import sheet_of
from pulih.records.models import Organisation
from pulih.reports.result_rows import sheet_rows
from pulih.rules.permissions import Role
from pulih.web.outcomes.page import domain_table
from tests import factories, waves
from tests.waves import START, acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")
END = date(2024, 8, 4)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def closed(team):
    """Two programmes, four people: one in both; one released, one whose score did not rise."""
    wave = waves.plan(team, medical=2, social=4)
    both = waves.resident(team)
    one = waves.admitted(team, wave.cycles["medical"], both)
    two = waves.admitted(team, wave.cycles["social"], both)
    three, four, five = (waves.admitted(team, wave.cycles["social"]) for _ in range(3))
    for enrolment in (one, three, four, five):
        waves.measured(team, enrolment, "baseline", START, waves.answers(3))
    waves.left(team, four, "exited", START + timedelta(days=80), "released_early")
    for enrolment, level in ((one, 4), (three, 3), (five, 5)):
        form = waves.answers(level, q3=6 - level, q4=6 - level, q26=6 - level)
        waves.measured(team, enrolment, "month_6", END - timedelta(days=3), form)
        waves.sampled(team, enrolment, "month_6", END - timedelta(days=3), "negative")
    for enrolment in (one, two, three, five):
        waves.left(team, enrolment, "completed", END)
    with acting(team.manager, END + timedelta(days=10)):
        programmes.close_wave(wave_id=wave.id, closed_on=END + timedelta(days=10), by=team.manager)
    return wave


def plain(answer) -> str:
    """The text of a page, tags taken off, spaces folded."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def press(client, wave, step, **more):
    return client.post(f"/outcomes/{wave.reference}/", {"step": step, **more})


def test_page_pdf_and_workbook_show_the_same_figures(team, closed):
    manager = entered(team.manager)
    assert press(manager, closed, "draft").status_code == 303
    page = plain(manager.get(f"/outcomes/{closed.reference}/"))
    pdf = PdfReader(io.BytesIO(manager.get(f"/outcomes/{closed.reference}/pdf/").content))
    paper = re.sub(r"\s+", "", "".join(one.extract_text() for one in pdf.pages))
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(manager.get(f"/outcomes/{closed.reference}/workbook/").content)
    )
    cells = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    numbers = {value for row in cells for value in row if isinstance(value, int | float)}
    with acting(team.manager, END + timedelta(days=11)):
        sheet = sheet_of(team.manager, closed.reference).sheet
        rows = sheet_rows(sheet, "id")
    assert [(one.code, one.started, one.success) for one in sheet.columns] == [
        ("medical", 1, 1), ("social", 4, 2), ("people", 4, 2)
    ]  # fmt: skip
    shown = [figure for table in rows.tables for _c, _l, _p, figure in table.figures()]
    assert len(shown) > 100
    for figure in shown:
        for words in (figure.main("id"), figure.second("id")):
            assert words in page, f"the page lacks {words}"
            assert words.replace(" ", "") in paper, f"the PDF lacks {words}"
        if figure.count is not None:
            assert figure.count in numbers, f"the workbook lacks {figure.count}"
    for words in rows.outcome:
        assert words in page
        assert words.replace(" ", "") in paper
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    assert all(round(float(one.mediabox.height)) == 842 for one in pdf.pages)


def test_three_people_review_and_the_drafter_meets_a_reason_not_a_button(team, closed):
    manager, assessor, head = entered(team.manager), entered(team.assessor), entered(team.head)
    address = f"/outcomes/{closed.reference}/"
    assert "Pratinjau" in plain(head.get(address))
    assert press(head, closed, "draft").status_code == 422
    assert press(manager, closed, "draft").status_code == 303
    page = manager.get(address)
    assert b'value="check"' not in page.content
    assert "Belum bisa" in plain(page)
    refused = press(manager, closed, "check")
    assert refused.status_code == 422
    assert press(head, closed, "approve").status_code == 422, "nobody has checked it"
    assert press(assessor, closed, "return", why="x").status_code == 422
    back = press(assessor, closed, "return", why="Baris tes urine belum lengkap")
    assert back.status_code == 303
    assert "Baris tes urine belum lengkap" in plain(manager.get(address))
    assert press(manager, closed, "draft").status_code == 303
    assert press(assessor, closed, "check").status_code == 303
    assert press(head, closed, "approve").status_code == 303
    final = plain(head.get(address))
    assert "Disetujui" in final
    assert "Belum bisa" not in final
    assert plain(head.get(address + "?revision=1")).count("dikembalikan") > 0


@pytest.mark.parametrize("asked", ["x", "-1", "99999999"])
def test_a_revision_that_is_no_number_is_no_page(team, closed, asked):
    assert entered(team.head).get(f"/outcomes/{closed.reference}/?revision={asked}").status_code == 404


def test_another_office_and_other_roles_find_no_sheet(team, closed):
    elsewhere = waves.team()
    assert entered(elsewhere.head).get(f"/outcomes/{closed.reference}/").status_code == 404
    for ending in ("", "pdf/", "workbook/"):
        answer = entered(team.registrar).get(f"/outcomes/{closed.reference}/{ending}")
        assert answer.status_code == 403


def test_the_list_says_how_each_sheet_stands(team, closed):
    head = entered(team.head)
    assert "belum disusun" in plain(head.get("/outcomes/"))
    press(entered(team.manager), closed, "draft")
    assert "Konsep" in plain(head.get("/outcomes/"))


def test_an_old_revision_leads_to_the_last_and_offers_no_step(team, closed):
    manager, assessor = entered(team.manager), entered(team.assessor)
    address = f"/outcomes/{closed.reference}/"
    press(manager, closed, "draft")
    press(assessor, closed, "return", why="Baris tes urine belum lengkap")
    press(manager, closed, "draft")
    old = assessor.get(address + "?revision=1")
    assert "Buka revisi terakhir" in plain(old)
    assert b'name="step"' not in old.content
    assert "Buka revisi terakhir" not in plain(assessor.get(address))


def test_who_reads_only_is_told_once_what_the_role_lacks(team, closed):
    press(entered(team.manager), closed, "draft")
    reader = factories.worker(Role.COUNSELLOR, Organisation.objects.get(pk=team.office))
    page = entered(reader).get(f"/outcomes/{closed.reference}/")
    assert plain(page).count("Belum bisa:") == 1
    assert b'name="step"' not in page.content


def test_the_table_of_domains_names_every_domain_for_every_column(team, closed):
    with acting(team.manager, END + timedelta(days=11)):
        rows = sheet_rows(sheet_of(team.manager, closed.reference).sheet, "id")
    table = domain_table(rows.table("domains"), rows.columns, "id")
    shown = [re.findall(r'<td class="num">([^<]+)', body) for body in table.bodies]
    assert all(title in body for title, body in zip(rows.columns, table.bodies, strict=True))
    assert [len(figures) for figures in shown] == [4 * len(table.heads)] * 3
    assert len(table.heads) == 7
    printed = {
        figure.main("id") for _code, _label, place, figure in rows.table("domains").figures() if place == 2
    }
    assert set(shown[2]) == printed


def test_a_preview_takes_six_statements_and_an_approved_sheet_two(team, closed):
    head, second = entered(team.head), factories.worker(
        Role.PROGRAMME_MANAGER, Organisation.objects.get(pk=team.office)
    )  # fmt: skip
    assert statements(head, closed) <= 6
    press(entered(team.manager), closed, "draft")
    press(entered(second), closed, "check")
    press(head, closed, "approve")
    assert "Disetujui" in plain(head.get(f"/outcomes/{closed.reference}/"))
    assert statements(head, closed) <= 2


def statements(client, wave) -> int:
    """How many a sheet takes, without savepoints and what puts the scope of the test itself back."""
    said: list[str] = []

    def note(execute, sql, params, many, context):
        said.append(str(sql).split()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert client.get(f"/outcomes/{wave.reference}/").status_code == 200
    return len([one for one in said if one not in ("SAVEPOINT", "RELEASE")]) - 1
