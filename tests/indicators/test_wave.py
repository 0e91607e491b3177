"""The columns of a result sheet, case by case: who is counted where, and what counts as measured."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from pulih.actions import clinic
from pulih.actions.assessments import amend_response
from pulih.actions.enrolments import correct_change, move_on
from pulih.actions.programmes import resume, suspend
from pulih.indicators import columns_of_wave, read_wave
from pulih.indicators.facts import FACTS, MeasureFact
from pulih.indicators.running import run, run_texts
from pulih.indicators.wave import facts_of_wave
from pulih.records.models import StatusChange, Wave
from tests import waves
from tests.waves import START, acting

MONTH_6 = START + timedelta(days=178)
END = date(2024, 8, 4)


@pytest.fixture
def team(db):
    return waves.team()


def columns(team, wave, day=END + timedelta(days=30)):
    with acting(team.manager, day):
        return {one.code: one for one in columns_of_wave(Wave.objects.get(pk=wave.id))}


def finished(team, cycle, *, first=3, last=4, state="negative", person=None):
    """An enrolment that went all the way."""
    one = waves.admitted(team, cycle, person)
    waves.measured(team, one, "baseline", START, waves.answers(first))
    if last is not None:
        turned = {f"q{item}": 6 - last for item in (3, 4, 26)}
        waves.measured(team, one, "month_6", MONTH_6, waves.answers(last, **turned))
    if state:
        waves.sampled(team, one, "month_6", MONTH_6, state, reason="Resep metadon klinik")
    waves.left(team, one, "completed", END)
    return one


def test_a_wave_without_anybody_has_columns_of_zeros(team):
    found = columns(team, waves.plan(team, medical=3, social=3))
    assert list(found) == ["medical", "social", "people"]
    assert all((one.started, one.success, one.urine.of) == (0, 0, 0) for one in found.values())
    assert found["people"].success_of_started.percent is None


def test_an_enrolment_entered_in_error_is_told_apart_and_counted_nowhere(team):
    wave = waves.plan(team, social=2)
    wrong = waves.admitted(team, wave.cycles["social"])
    waves.measured(team, wrong, "baseline", START, waves.answers(3))
    waves.left(team, wrong, "removed", START + timedelta(days=3), "wrong_person")
    social = columns(team, wave)["social"]
    assert (social.ever_admitted, social.removed, social.started) == (1, 1, 0)
    assert not any(social.measured.values())
    assert social.adds_up


def test_a_person_succeeds_when_all_their_enrolments_do(team):
    wave = waves.plan(team, medical=1, social=1)
    person = waves.resident(team)
    medical = waves.admitted(team, wave.cycles["medical"], person)
    waves.left(team, medical, "exited", START + timedelta(days=30), "withdrew")
    finished(team, wave.cycles["social"], person=person)
    found = columns(team, wave)
    assert (found["medical"].success, found["social"].success, found["people"].success) == (0, 1, 0)
    assert [(one.group, one.count) for one in found["people"].places] == [("dropout", 1)]
    assert found["people"].started == 1
    assert found["medical"].urine.states["not_due"] == 1
    assert found["people"].urine.passed == 0


def test_a_measurement_after_one_of_two_enrolments_ended_counts_for_the_other_alone(team):
    wave = waves.plan(team, medical=1, social=1)
    person = waves.resident(team)
    medical = waves.admitted(team, wave.cycles["medical"], person)
    social = waves.admitted(team, wave.cycles["social"], person)
    waves.left(team, medical, "exited", START + timedelta(days=20), "medical")
    waves.measured(team, social, "baseline", START + timedelta(days=25), waves.answers(3))
    found = columns(team, wave)
    assert not any(found["medical"].measured.values())
    assert found["social"].measured["whoqol-bref:baseline"] == 1
    assert found["people"].measured["whoqol-bref:baseline"] == 0


def test_who_joins_a_second_programme_later_is_measured_anew_for_it(team):
    wave = waves.plan(team, medical=1, social=1)
    person = waves.resident(team)
    medical = waves.admitted(team, wave.cycles["medical"], person)
    waves.measured(team, medical, "baseline", START, waves.answers(3))
    later = START + timedelta(days=40)
    social = waves.admitted(team, wave.cycles["social"], person, on=later)
    assert columns(team, wave)["social"].measured["whoqol-bref:baseline"] == 0
    waves.measured(team, social, "baseline", later, waves.answers(4))
    found = columns(team, wave)
    assert found["social"].measured["whoqol-bref:baseline"] == 1
    assert found["people"].measured["whoqol-bref:baseline"] == 1


@pytest.mark.parametrize(
    ("state", "passed", "tested"),
    [
        ("negative", 1, 1),
        ("prescribed_positive", 1, 1),
        ("positive", 0, 1),
        ("refused", 0, 0),
        ("no_sample", 0, 0),
        ("diluted", 0, 0),
        ("admitted", 0, 0),
        ("exempt", 0, 0),
    ],
)
def test_each_state_of_the_urine_test_stands_for_itself(team, state, passed, tested):
    wave = waves.plan(team, social=1)
    finished(team, wave.cycles["social"], state=state)
    social = columns(team, wave)["social"]
    shown = "positive_unconfirmed" if state == "positive" else state
    assert social.urine.states[shown] == 1
    assert (social.urine.passed, social.urine.tested, social.success) == (passed, tested, passed)
    assert social.urine.eligible == (0 if state == "exempt" else 1)


def test_a_positive_stands_after_a_second_look_and_not_before(team):
    wave = waves.plan(team, social=1)
    one = finished(team, wave.cycles["social"], state=None)
    with acting(team.nurse, END):
        test = clinic.record_test(
            enrolment_id=one, point="month_6", taken_on=MONTH_6, state="positive",
            results=waves.NEGATIVE | {"met": "positive"}, by=team.nurse,
        )  # fmt: skip
    assert columns(team, wave)["social"].urine.states["positive_unconfirmed"] == 1
    with acting(team.assessor, END):
        clinic.look_again(test_id=test, agrees=True, by=team.assessor)
    assert columns(team, wave)["social"].urine.states["positive"] == 1
    with acting(team.nurse, END):
        clinic.amend_test(
            test_id=test, taken_on=MONTH_6, state="negative", results=waves.NEGATIVE,
            why="Strip tertukar dengan orang lain", by=team.nurse,
        )  # fmt: skip
    assert columns(team, wave)["social"].urine.states["negative"] == 1


def test_twenty_of_twenty_six_answers_are_kept_and_never_scored(team):
    wave = waves.plan(team, social=1)
    one = waves.admitted(team, wave.cycles["social"])
    blanks = {f"q{item}": None for item in range(10, 16)}
    recorded = waves.measured(team, one, "baseline", START, waves.answers(3, **blanks))
    assert not recorded.scorable
    social = columns(team, wave)["social"]
    assert social.measured["whoqol-bref:baseline"] == 1, "the form was filled"
    assert [one.measured for one in social.domains] == [0, 0, 0, 0], "and gives no score"
    with acting(team.assessor, START + timedelta(days=1)):
        amend_response(
            response_id=recorded.id, taken_on=START, answers=waves.answers(3), coding="raw",
            mode="interview", why="Halaman kedua ditemukan", by=team.assessor,
        )  # fmt: skip
    waves.measured(team, one, "month_6", MONTH_6, waves.answers(3))
    assert [one.measured for one in columns(team, wave)["social"].domains] == [1, 1, 1, 1]


def test_an_equal_score_is_no_rise_and_a_small_rise_is_no_reliable_one(team):
    wave = waves.plan(team, social=2)
    finished(team, wave.cycles["social"], first=3, last=3)
    one = waves.admitted(team, wave.cycles["social"])
    waves.measured(team, one, "baseline", START, waves.answers(3))
    waves.measured(team, one, "month_6", MONTH_6, waves.answers(3, q10=4, q5=4, q8=4))
    physical, psychological, environment, social = columns(team, wave)["social"].domains
    for domain in (physical, psychological, environment):
        assert (domain.increased, domain.improved, domain.unchanged) == (1, 0, 2)
    assert (social.increased, social.in_rule) == (0, False)
    assert round(100 * physical.by_chance) == 44
    assert round(physical.threshold) == 22


def test_a_corrected_exit_moves_the_enrolment_to_its_right_place(team):
    wave = waves.plan(team, social=1)
    one = waves.admitted(team, wave.cycles["social"])
    waves.left(team, one, "exited", START + timedelta(days=40), "escaped")
    assert columns(team, wave)["social"].places[0].group == "dropout"
    with acting(team.manager, START + timedelta(days=50)):
        wrong = StatusChange.objects.get(enrolment=one, to_status="exited")
        correct_change(
            change_id=wrong.pk, reason="court", note="", why="Ternyata dibawa ke pengadilan", by=team.manager
        )
    place = columns(team, wave)["social"].places[0]
    assert (place.group, place.reason) == ("administrative", "court")
    with acting(team.manager, START + timedelta(days=51)):
        head = StatusChange.objects.get(enrolment=one, corrects=wrong)
        correct_change(change_id=head.pk, annul=True, why="Sudah kembali, tidak keluar", by=team.manager)
    assert columns(team, wave)["social"].places[0].group == "open"


def test_a_suspension_moves_the_month_and_so_who_was_due(team):
    wave = waves.plan(team, social=1)
    one = waves.admitted(team, wave.cycles["social"])
    with acting(team.manager, START + timedelta(days=60)):
        held = suspend(
            wave_id=wave.id, from_on=START + timedelta(days=60), reason="lockdown", note="Wabah di blok",
            by=team.manager,
        )  # fmt: skip
    with acting(team.manager, START + timedelta(days=120)):
        resume(suspension_id=held, until_on=START + timedelta(days=120), by=team.manager)
    left = START + timedelta(days=170)
    with acting(team.manager, left):
        move_on(
            enrolment_id=one, target="exited", effective_on=left, reason="released_early", by=team.manager
        )
    urine = columns(team, wave)["social"].urine
    assert urine.states["not_due"] == 1, "sixty days did not count, so month six had not come"
    assert urine.eligible == 0


def test_an_indicator_reads_nothing_but_its_facts(team):
    wave = waves.plan(team, social=1)
    nothing = {table: [] for table in FACTS}
    with acting(team.manager, START):
        assert run(nothing, ["started"]) == {"started": []}
        for table in ("person", "enrolment", "response", "audit_event"):
            reaching = ((table, f"SELECT count(*) FROM {table}"),)
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                run_texts(nothing, reaching)
    with acting(team.manager, START):
        assert Wave.objects.get(pk=wave.id).name == "Tahap 1", "the eyes are our own again"


def test_facts_carry_words_as_they_are(team):
    odd = ["a,b", 'say "x"', "back\\slash", "{}", "NULL", "%s", ""]
    rows = {table: [] for table in FACTS} | {
        "mart_measure": [
            MeasureFact(str(place), str(place), "social", 1, word) for place, word in enumerate(odd)
        ]
    }
    with acting(team.manager, START):
        found = run_texts(rows, (("said", "SELECT point FROM mart_measure ORDER BY enrolment_key"),))
    assert [row["point"] for row in found["said"]] == odd


def test_facts_lead_to_no_record(team):
    wave = waves.plan(team, social=1)
    person = waves.resident(team)
    one = finished(team, wave.cycles["social"], person=person)
    with acting(team.manager, END):
        found = facts_of_wave(read_wave(wave.id, team.office))
    said = str(vars(found))
    assert len(found.mart_enrolment) == 1
    assert str(person) not in said
    assert str(one) not in said
