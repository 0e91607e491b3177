"""Waves as the office looks them up: who takes part, what is due, month by month, and whom the register offers."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import programmes as actions
from pulih.actions.people import withdraw_willingness
from pulih.queries import programmes
from pulih.queries.programmes import WaveState, journey
from pulih.rules.errors import RuleBroken
from pulih.rules.lifecycles import Status
from pulih.rules.measuring import Due
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def team():
    return waves.team()


def opened(by, reference, day):
    with acting(by, day):
        return programmes.open_wave(by, reference)


def due_on(by, day) -> list[tuple[str, str, str]]:
    with acting(by, day):
        return [
            (one.who.name, f"{one.measure.point.kind} {one.measure.point.code}", one.measure.how.value)
            for one in programmes.due(by)
        ]


def test_a_wave_tells_where_it_stands_from_its_dates_alone(team):
    wave = waves.plan(team)
    with acting(team.manager, START):
        (known,) = programmes.list_waves(team.manager)
    ends = known.ends_on(START)
    assert ends == date(2024, 8, 4)
    assert known.state(START - timedelta(days=1)) is WaveState.PLANNED
    assert (known.state(START), known.month(START)) == (WaveState.RUNNING, 1)
    assert known.month(date(2024, 5, 6)) == 4
    assert known.state(ends + timedelta(days=1)) is WaveState.ENDED
    with acting(team.manager, ends + timedelta(days=9)):
        actions.close_wave(wave_id=wave.id, closed_on=ends, by=team.manager)
        (known,) = programmes.list_waves(team.manager)
    assert known.state(ends + timedelta(days=9)) is WaveState.CLOSED


def test_a_suspension_moves_the_end_and_every_window_and_says_so_today(team):
    wave = waves.plan(team)
    enrolment = waves.admitted(team, wave.cycles["social"])
    waves.measured(team, enrolment, "baseline", START, waves.answers(3))
    with acting(team.head, START + timedelta(days=40)):
        held = actions.suspend(
            wave_id=None, from_on=START + timedelta(days=40), reason="outbreak", note="Cacar air di blok B",
            by=team.head,
        )  # fmt: skip
        seen = programmes.open_wave(team.head, wave.reference)
        assert seen.wave.state(START + timedelta(days=40)) is WaveState.SUSPENDED
    with acting(team.manager, START + timedelta(days=60)):
        actions.resume(suspension_id=held, until_on=START + timedelta(days=60), by=team.manager)
        record = programmes.open_wave(team.manager, wave.reference)
    assert record.wave.ends_on(START + timedelta(days=60)) == date(2024, 8, 24)
    month_3 = record.people[0].measure("whoqol-bref", "month_3")
    assert month_3.window.aim == date(2024, 5, 25)
    (suspension,) = record.wave.suspensions
    assert (suspension.reason, suspension.whole_facility) == ("outbreak", True)


def test_what_is_due_is_worked_out_for_each_person_and_late_comes_first(team):
    wave = waves.plan(team)
    measured = waves.admitted(team, wave.cycles["social"], waves.resident(team, "Agus Rekaan"))
    waves.admitted(team, wave.cycles["social"], waves.resident(team, "Bayu Rekaan"))
    waves.measured(team, measured, "baseline", START, waves.answers(3))
    waves.sampled(team, measured, "start", START)
    assert due_on(team.manager, START + timedelta(days=20)) == [
        ("Bayu Rekaan", "urine start", "late"),
        ("Bayu Rekaan", "whoqol-bref baseline", "due"),
    ]


def test_who_follows_both_programmes_is_one_person_and_is_asked_the_same_once(team):
    wave = waves.plan(team, medical=5, social=5)
    person = waves.resident(team, "Citra Rekaan")
    medical = waves.admitted(team, wave.cycles["medical"], person)
    waves.admitted(team, wave.cycles["social"], person)
    assert len(due_on(team.manager, START)) == 2
    waves.measured(team, medical, "baseline", START, waves.answers(3))
    assert due_on(team.manager, START) == [("Citra Rekaan", "urine start", "due")]
    record = opened(team.manager, wave.reference, START)
    (who,) = record.people
    assert [one.programme for one in who.enrolled] == ["medical", "social"]
    assert journey(record.wave, record.people, START).people == 1


def test_whoever_left_owes_nothing_and_what_was_missed_stays_visible(team):
    wave = waves.plan(team)
    gone = waves.admitted(team, wave.cycles["social"])
    day = START + timedelta(days=45)
    waves.left(team, gone, "exited", day, "released_early")
    assert due_on(team.manager, day) == []
    (who,) = opened(team.manager, wave.reference, day).people
    assert who.measure("whoqol-bref", "baseline").how is Due.MISSED
    assert who.measure("whoqol-bref", "month_6").how is Due.NOT_NEEDED
    assert (who.left, who.inside, who.next_measure) == (True, False, None)


def test_a_measurement_of_another_wave_does_not_count(team):
    first = waves.plan(team, "Tahap lama", START - timedelta(days=20))
    person = waves.resident(team)
    old = waves.admitted(team, first.cycles["social"], person, START)
    waves.measured(team, old, "baseline", START, waves.answers(3))
    waves.left(team, old, "exited", START + timedelta(days=1), "withdrew")
    second = waves.plan(team, "Tahap baru")
    waves.admitted(team, second.cycles["social"], person, START + timedelta(days=1))
    (who,) = opened(team.manager, second.reference, START + timedelta(days=1)).people
    assert who.measure("whoqol-bref", "baseline").how is Due.DUE


def test_the_months_count_people_in_and_people_who_left(team):
    wave = waves.plan(team)
    stays, leaves, finishes = (waves.admitted(team, wave.cycles["social"]) for _ in range(3))
    waves.left(team, leaves, "exited", date(2024, 4, 20), "transferred")
    waves.left(team, finishes, "completed", date(2024, 8, 4))
    waves.left(team, stays, "on_hold", date(2024, 7, 1), "ill")
    record = opened(team.manager, wave.reference, date(2024, 8, 4))
    way = journey(record.wave, record.people, date(2024, 8, 4))
    assert [(one.inside, one.left) for one in way.months] == [(3, 0), (3, 0), (2, 1), (2, 0), (2, 0), (2, 0)]
    assert (way.exits, way.completed) == ((("transferred", 1),), 1)
    early = journey(record.wave, record.people, date(2024, 2, 6))
    assert [one.coming for one in early.months] == [False, True, True, True, True, True]


def test_what_needs_somebody_is_told_a_hold_a_late_form_a_passed_end_a_withdrawn_paper(team):
    wave = waves.plan(team)
    person = waves.resident(team)
    enrolment = waves.admitted(team, wave.cycles["social"], person)
    waves.measured(team, enrolment, "baseline", START, waves.answers(3))
    waves.sampled(team, enrolment, "start", START)
    day = START + timedelta(days=3)
    assert not opened(team.manager, wave.reference, day).people[0].needs(day)
    from pulih.records.models import Consent

    with acting(team.assessor, day):
        paper = Consent.objects.get(person_id=person)
        withdraw_willingness(
            consent_id=paper.pk, withdrawn_on=day, because="Berubah pikiran", by=team.assessor
        )
    (who,) = opened(team.manager, wave.reference, day).people
    assert who.needs(day)
    assert not who.willing
    over = date(2024, 8, 10)
    (who,) = opened(team.manager, wave.reference, over).people
    assert who.main.over(over)


def test_an_end_nobody_knows_is_looked_at_again_each_month(team):
    wave = waves.plan(team)
    waves.admitted(team, wave.cycles["social"], waves.resident(team, kind="remand"))
    (who,) = opened(team.manager, wave.reference, START + timedelta(days=29)).people
    assert not who.main.recheck_due(START + timedelta(days=29))
    assert who.main.recheck_due(START + timedelta(days=30))


def test_the_register_offers_whoever_is_here_and_says_who_is_on_the_pathway_already(team):
    wave = waves.plan(team, social=5)
    cycle = wave.cycles["social"]
    short = waves.resident(team, "Dimas Rekaan", expires_on=date(2024, 6, 1))
    waves.resident(team, "Eko Rekaan", kind="remand")
    waves.candidate(team, cycle, waves.resident(team, "Fajar Rekaan"))
    with acting(team.registrar, START):
        known = programmes.wave_of(team.registrar, wave.reference)
        rows = programmes.candidates(team.registrar, known, known.cycles[0])
        assert [(one.name, one.open_status, one.end_unknown) for one in rows.rows] == [
            ("Dimas Rekaan", "", False), ("Eko Rekaan", "", True), ("Fajar Rekaan", "candidate", False),
        ]  # fmt: skip
        assert rows.ends_on == date(2024, 8, 4)
        for show, names in {
            "fit": ["Eko Rekaan"],
            "short": ["Dimas Rekaan"],
            "open": ["Fajar Rekaan"],
        }.items():
            found = programmes.candidates(team.registrar, known, known.cycles[0], show=show)
            assert [one.name for one in found.rows] == names
        found = programmes.candidates(team.registrar, known, known.cycles[0], text="dim%")
        assert found.total == 0
        found = programmes.candidates(team.registrar, known, known.cycles[0], text="dim", page=9)
        assert [one.id for one in found.rows] == [short]


def test_another_office_has_no_wave_here_and_roles_without_the_permission_are_refused(team):
    wave = waves.plan(team)
    stranger = factories.worker(Role.PROGRAMME_MANAGER, factories.organisation())
    with acting(stranger, START):
        assert programmes.list_waves(stranger) == ()
        with pytest.raises(RuleBroken, match="wave_unknown"):
            programmes.open_wave(stranger, wave.reference)
    officer = factories.worker(Role.REGIONAL_OFFICER, factories.region())
    with acting(officer, START), pytest.raises(RuleBroken, match="permission_missing"):
        programmes.list_waves(officer)
    with acting(team.assessor, START):
        known = programmes.wave_of(team.assessor, wave.reference)
        with pytest.raises(RuleBroken, match="permission_missing"):
            programmes.candidates(team.assessor, known, known.cycles[0])


def test_statements_do_not_grow_with_the_people(team):
    wave = waves.plan(team)
    counts = []
    for more in (1, 3):
        for _ in range(more):
            waves.admitted(team, wave.cycles["social"])
        with (
            acting(team.manager, START),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            programmes.open_wave(team.manager, wave.reference)
            programmes.due(team.manager)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7
    assert opened(team.manager, wave.reference, START).people[0].main.status is Status.ADMITTED
