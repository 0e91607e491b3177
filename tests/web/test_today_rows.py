"""The rows of the day's page are written by hand: nothing a record says becomes markup, and one button leads."""

from datetime import date

from django.utils.safestring import mark_safe

from pulih.queries.today import OfficeBelow
from pulih.web.today.page import Row, WorkRow
from pulih.web.today.rows import offices_of, todos_of, works_of
from pulih.web.ui.templatetags.ui import status

TRICK = "<b onclick=\"x\">&'Rekaan'"
WORK = WorkRow(TRICK, TRICK, TRICK, "late", TRICK, f"/a/?{TRICK}", TRICK)
TODO = Row(TRICK, TRICK, "due", TRICK, f"/a/?{TRICK}", TRICK)


def test_nothing_that_a_record_says_becomes_markup():
    office = OfficeBelow(7, TRICK, 2, 1_200, date(2026, 2, 28), stale=True)
    for rows in (works_of([WORK]), works_of([WORK], quiet=True), todos_of([TODO]), offices_of([office])):
        assert "&lt;b onclick" in rows
        assert "<b onclick" not in rows


def test_only_the_first_button_of_the_page_leads():
    assert works_of([WORK, WORK], leads=True).count("btn-primary") == 1
    assert works_of([WORK, WORK]).count("btn-primary") == 0
    assert todos_of([TODO, TODO], leads=True).count("btn-primary") == 1
    assert works_of([WORK], quiet=True).count("<a ") == 0


def test_a_facility_that_is_entrusted_nothing_says_so_and_one_that_is_shows_its_figures():
    fresh = OfficeBelow(7, "Lapas Rekaan", 2, 1_200, date(2026, 2, 28), stale=False)
    assert "1.200" in offices_of([fresh])
    assert "ui-tag due" not in offices_of([fresh])
    bare = offices_of([OfficeBelow(8, "Lapas Rekaan", 0, 0, None, stale=True)])
    assert "belum ditetapkan" in bare
    assert "belum pernah" in bare
    assert "–" in bare


def test_a_status_that_is_markup_already_does_not_lend_its_trust_to_the_same_text():
    assert "<i>" in status("late", mark_safe("<i>terlambat</i>"))
    assert "<i>" not in status("late", "<i>terlambat</i>")
