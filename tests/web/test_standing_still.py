"""Before a wave stands still or goes on, the page says what that does to its timetable."""

from datetime import timedelta
from uuid import uuid4

import pytest

from pulih.records import scope
from pulih.records.models import PlannedSession, Suspension
from tests import sessions_rows, waves
from tests.web.entering import entered
from tests.web.test_programmes import days_ago, text, typed

pytestmark = pytest.mark.usefixtures("db")


def counted(team, **which) -> int:
    with scope.acting_as(team.head):
        return PlannedSession.objects.filter(**which).count()


def test_what_falls_out_and_the_new_end_are_said_before_the_button_is_pressed():
    team = waves.team()
    today = scope.today()
    wave, group, _ = sessions_rows.running(team, 3, days_ago(30))
    for days in (-3, 0, 2, 7, 14):
        sessions_rows.session(team, wave, group, today + timedelta(days=days))
    head = entered(team.head)
    address = f"/programmes/{wave.reference}/suspend/"
    assert "1 sesi sampai hari ini gugur" in text(head.get(address))
    fields = {"reason": "outbreak", "note": "Cacar air di blok B", **typed("from_on", days_ago(3))}
    shown = text(head.post(address, {**fields, "show": "1", "once": str(uuid4())}))
    assert "2 sesi sampai hari ini gugur" in shown
    assert not Suspension.objects.exists()
    assert head.post(address, {**fields, "once": str(uuid4())}).status_code == 303
    assert counted(team, state="cancelled", cancelled_side="external") == 2

    again = f"/programmes/suspensions/{Suspension.objects.get().pk}/resume/"
    page = text(head.get(again))
    assert "0 sesi lagi gugur; " in page
    assert "semula" in page
    late = {**typed("until_on", today + timedelta(days=2)), "show": "1", "once": str(uuid4())}
    assert "belum tiba" in text(head.post(again, late))
    assert head.post(again, {**typed("until_on", today), "once": str(uuid4())}).status_code == 303
    assert counted(team, catches_up__isnull=False) == 2
