"""What waits in programmes: each role sees its own part, by name where somebody has to be asked."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import assessments, clinic, enrolments, outcomes, programmes
from pulih.queries.today import today_for
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
END = date(2024, 8, 4)


@pytest.fixture
def team():
    return waves.team()


def works(actor, day) -> list[tuple[str, str, str]]:
    """What waits by name: kind of work, urgency, person or wave."""
    with acting(actor, day):
        return [(one.code, one.urgency, one.name) for one in today_for(actor).works]


def todos(actor, day) -> dict[str, int]:
    with acting(actor, day):
        return {one.code: one.count for one in today_for(actor).todos if one.code != "no_category"}


def test_each_measurement_goes_to_whoever_takes_it_with_a_way_straight_to_the_form(team):
    wave = waves.plan(team)
    enrolment = waves.admitted(team, wave.cycles["social"], waves.resident(team, "Agus Rekaan"))
    day = START + timedelta(days=17)
    with acting(team.assessor, day):
        (form,) = today_for(team.assessor).works
    assert (form.route, form.args) == ("assessments:fill", (str(enrolment), "whoqol-bref", "baseline"))
    assert (form.urgency, form.day, form.days) == ("due", START + timedelta(days=30), 0)
    with acting(team.nurse, day):
        (test,) = today_for(team.nurse).works
    assert (test.route, test.args) == ("clinic:test", (str(enrolment), "start"))
    assert (test.urgency, test.days) == ("late", 3)
    assert works(team.manager, day) == [("late_group", "late", "Tahap 1")]
    assert works(team.registrar, day) == works(team.head, day) == []


def test_many_of_one_measurement_are_named_in_part_and_the_rest_is_one_row(team):
    wave = waves.plan(team)
    for _ in range(9):
        waves.admitted(team, wave.cycles["social"])
    found = works(team.nurse, START)
    assert [code for code, _urgency, _name in found].count("measure") == 6
    with acting(team.nurse, START):
        rest = next(one for one in today_for(team.nurse).works if one.code == "more")
    assert (rest.what["count"], rest.route, rest.args[1]) == (3, "clinic:round", "start")


def test_a_counsellor_sees_what_comes_next_for_the_people_in_the_waves(team):
    place = factories.organisation()
    team = waves.team(place, mark=".k")
    counsellor = factories.worker(Role.COUNSELLOR, place)
    wave = waves.plan(team)
    one = waves.admitted(team, wave.cycles["social"], waves.resident(team, "Bayu Rekaan"))
    waves.measured(team, one, "baseline", START, waves.answers(3))
    waves.sampled(team, one, "start", START)
    assert works(counsellor, START + timedelta(days=20)) == []
    assert works(counsellor, date(2024, 4, 10)) == [("measure", "not-started", "Bayu Rekaan")]


def test_a_positive_waits_for_somebody_elses_eyes(team):
    wave = waves.plan(team)
    one = waves.admitted(team, wave.cycles["social"], waves.resident(team, "Citra Rekaan"))
    waves.measured(team, one, "baseline", START, waves.answers(3))
    seen = waves.sampled(team, one, "start", START, "positive")
    assert works(team.assessor, START) == [("second_look", "due", "Citra Rekaan")]
    assert works(team.nurse, START) == []
    with acting(team.assessor, START):
        clinic.look_again(test_id=seen, agrees=True, by=team.assessor)
    assert works(team.assessor, START) == []


def test_a_concern_presses_on_the_role_it_names(team):
    wave = waves.plan(team)
    person = waves.resident(team, "Dimas Rekaan")
    one = waves.admitted(team, wave.cycles["social"], person)
    waves.sampled(team, one, "start", START)
    with acting(team.assessor, START):
        assessments.raise_concern(
            person_id=person, role="nurse", why="Tidak mau makan sejak dua hari.", by=team.assessor
        )
    assert works(team.nurse, START) == [("task", "late", "Dimas Rekaan")]


def test_a_life_comes_before_what_waits_longer(team):
    from pulih.actions.custody import record_incident

    later = START + timedelta(days=10)
    waits, harmed = waves.resident(team, "Eko Rekaan"), waves.resident(team, "Fajar Rekaan")
    with acting(team.assessor, START):
        assessments.raise_concern(
            person_id=waits, role="nurse", why="Tidak mau makan sejak dua hari.", by=team.assessor
        )
    with acting(team.registrar, later):
        record_incident(
            person_id=harmed, kind="self_harm", on=later, text="Melukai lengan di kamar.", by=team.registrar
        )
    assert works(team.nurse, later) == [("task", "late", "Fajar Rekaan"), ("task", "late", "Eko Rekaan")]


def test_pathways_wait_for_the_role_that_takes_the_step(team):
    cycle = waves.plan(team).cycles["social"]
    waves.candidate(team, cycle, waves.resident(team))
    ready = waves.resident(team)
    waves.candidate(team, cycle, ready)
    waves.willing(team, ready)
    waves.recommended(team, cycle, waves.resident(team))
    assert todos(team.assessor, START) == {"no_willingness": 1, "to_assess": 1}
    assert todos(team.manager, START) == {"no_willingness": 1, "to_assess": 1, "to_place": 1}
    assert "to_assess" not in todos(team.registrar, START)


def test_an_exception_waits_for_the_head_a_transfer_and_a_remand_for_the_registrar(team):
    wave = waves.plan(team)
    short = waves.recommended(
        team, wave.cycles["social"], waves.resident(team, "Eko Rekaan", expires_on=date(2024, 6, 1))
    )
    with acting(team.manager, START):
        enrolments.ask_exception(
            enrolment_id=short, reason="Keluarga mendukung dan bersedia melanjutkan.", by=team.manager
        )
    assert works(team.head, START) == [("exception", "due", "Eko Rekaan")]
    other = waves.team(mark=".b")
    with acting(other.registrar, START):
        enrolments.propose_transfer(
            person_id=waves.resident(other, "Fajar Rekaan"), receiver_id=team.office, reason="Kapasitas penuh",
            by=other.registrar,
        )  # fmt: skip
    waves.admitted(team, wave.cycles["social"], waves.resident(team, "Gilang Rekaan", kind="remand"))
    assert works(team.registrar, START) == [("transfer", "due", "Fajar Rekaan")]
    assert works(team.registrar, START + timedelta(days=30)) == [
        ("transfer", "due", "Fajar Rekaan"), ("recheck", "due", "Gilang Rekaan"),
    ]  # fmt: skip


def test_a_wave_that_is_over_and_a_sheet_in_review_wait_for_one_after_the_other(team):
    wave = waves.plan(team, social=1)
    one = waves.admitted(team, wave.cycles["social"])
    waves.left(team, one, "exited", START + timedelta(days=1), "withdrew")
    after = END + timedelta(days=3)
    assert works(team.manager, after) == [("close_wave", "due", "Tahap 1")]
    with acting(team.manager, after):
        programmes.close_wave(wave_id=wave.id, closed_on=after, by=team.manager)
        outcomes.draft_sheet(wave_id=wave.id, by=team.manager)
    assert works(team.manager, after) == works(team.head, after) == []
    assert works(team.assessor, after) == [("sheet_check", "due", "Tahap 1")]
    from pulih.queries.outcomes import sheet_of

    with acting(team.assessor, after):
        outcomes.check_sheet(sheet_id=sheet_of(team.assessor, wave.reference).sheet_id, by=team.assessor)
    assert works(team.head, after) == [("sheet_approve", "due", "Tahap 1")]
    with acting(team.head, after):
        sheet = sheet_of(team.head, wave.reference).sheet_id
        outcomes.return_sheet(sheet_id=sheet, why="Urine bulan 6 belum lengkap", by=team.head)
    assert works(team.manager, after) == [("sheet_returned", "due", "Tahap 1")]


def test_the_day_takes_as_many_statements_for_many_people_as_for_few(team):
    cycle = waves.plan(team).cycles["social"]
    counts = []
    for more in (1, 5):
        for _ in range(more):
            waves.admitted(team, cycle)
            waves.candidate(team, cycle, waves.resident(team))
        with acting(team.manager, START + timedelta(days=40)), CaptureQueriesContext(connection) as asked:
            today_for(team.manager)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
