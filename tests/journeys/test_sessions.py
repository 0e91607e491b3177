"""The timetable in a browser: a manager makes groups, rooms and a timetable; free of barriers, also on a phone."""

from datetime import timedelta

import pytest

from pulih.records.models import Organisation
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.journeys.test_the_house import Walker
from tests.today import TODAY
from tests.waves import acting

pytestmark = pytest.mark.journey
BEGAN = TODAY - timedelta(days=14)


@pytest.fixture
def wave(db):
    from pulih.actions import sessions as actions

    team = waves.team(mark="-jadwal")
    made = waves.plan(team, "Tahap 1 uji", BEGAN)
    cycle = made.cycles["social"]
    with acting(team.manager, BEGAN):
        factories.worker(
            Role.COUNSELLOR, Organisation.objects.get(pk=team.office), profession="social_worker"
        )
    members = [waves.admitted(team, cycle, on=BEGAN) for _ in range(4)]
    with acting(team.manager, TODAY):
        for number in range(2):
            actions.make_group(
                cycle_id=cycle, name=f"Kelompok {number + 1}", members=members[number * 2 : number * 2 + 2],
                from_on=TODAY, by=team.manager,
            )  # fmt: skip
        actions.add_room(name="Aula", seats=40, by=team.manager)
    return made


def test_a_manager_plans_a_timetable_and_reads_it_on_any_screen(wave, live_server, browser):
    walker = Walker(browser, live_server.url).sign_in("manager-jadwal")
    page = walker.goes_to(f"/sessions/waves/{wave.reference}/generate/social/")
    page.get_by_role("button", name="Tampilkan jadwal").click()
    walker.finds_no_barrier()
    page.get_by_role("button", name="Simpan jadwal").click()
    page.get_by_text("sesi masuk jadwal").wait_for()
    coming = (TODAY + timedelta(days=7)).isoformat()
    for path in (
        f"waves/{wave.reference}/?on={coming}",
        f"waves/{wave.reference}/groups/",
        "rooms/",
        "closures/",
        "",
    ):
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page = walker.goes_to(f"/sessions/{path}")
            walker.finds_no_barrier()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
