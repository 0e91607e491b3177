"""A small wave from its plan to an approved sheet, by the actions alone: every figure known beforehand."""

from datetime import date, timedelta

import pytest

from pulih.actions import clinic, outcomes, programmes
from pulih.actions.enrolments import accept_transfer, propose_transfer
from pulih.queries.outcomes import sheet_of
from pulih.records.models import Enrolment, Wave
from pulih.rules.errors import RuleBroken
from tests import waves
from tests.waves import START, acting

END = date(2024, 8, 4)


def close(team, wave):
    with acting(team.manager, END + timedelta(days=20)):
        programmes.close_wave(wave_id=wave.id, closed_on=END + timedelta(days=20), by=team.manager)


@pytest.fixture
def team(db):
    return waves.team()


def test_everybody_who_started_stands_in_one_place_and_success_is_judged_by_the_rule(team):
    wave = waves.plan(team, social=5)
    better, same, positive, early, dead = (waves.admitted(team, wave.cycles["social"]) for _ in range(5))
    for one in (better, same, positive, early, dead):
        waves.measured(team, one, "baseline", START + timedelta(days=3), waves.answers(3))
    waves.left(team, early, "exited", START + timedelta(days=60), "released_early")
    waves.left(team, dead, "exited", START + timedelta(days=90), "died")
    for one, level in ((better, 4), (same, 3), (positive, 5)):
        form = waves.answers(level, q3=6 - level, q4=6 - level, q26=6 - level)
        waves.measured(team, one, "month_6", END - timedelta(days=5), form)
    for one in (better, same):
        waves.sampled(team, one, "month_6", END - timedelta(days=4))
    seen = waves.sampled(team, positive, "month_6", END - timedelta(days=4), "positive")
    with acting(team.assessor, END):
        clinic.look_again(test_id=seen, agrees=True, by=team.assessor)
    for one in (better, same, positive):
        waves.left(team, one, "completed", END)
    close(team, wave)

    with acting(team.manager, END + timedelta(days=30)):
        view = sheet_of(team.manager, wave.reference)
    social, people = view.sheet.columns
    assert (social.started, social.completed, social.adds_up) == (5, 3, True)
    assert {(one.reason, one.group, one.count) for one in social.places} == {
        ("", "completed", 3),
        ("released_early", "administrative", 1),
        ("died", "death", 1),
    }
    assert [one.increased for one in social.domains] == [2, 2, 2, 2]
    assert [one.measured for one in social.domains] == [3, 3, 3, 3]
    assert social.urine.states["positive"] == 1
    assert social.urine.states["negative"] == 2
    assert social.urine.states["not_due"] == 2
    assert (social.urine.of, social.urine.eligible, social.urine.tested) == (5, 3, 3)
    assert (social.success, social.completers_measured) == (1, 3)
    assert people.success_of_started.of == 5
    assert [one.reason for one in view.sheet.lost] == ["released_early", "died"]


def test_who_follows_both_programmes_is_one_person_and_two_enrolments_and_is_asked_once(team):
    wave = waves.plan(team, medical=2, social=2)
    person = waves.resident(team)
    medical = waves.admitted(team, wave.cycles["medical"], person)
    social = waves.admitted(team, wave.cycles["social"], person)
    waves.measured(team, medical, "baseline", START, waves.answers(3))
    with pytest.raises(RuleBroken, match="response_known"):
        waves.measured(team, social, "baseline", START, waves.answers(3))
    with acting(team.manager, START + timedelta(days=10)):
        sheet = sheet_of(team.manager, wave.reference).sheet
    assert [(one.code, one.started) for one in sheet.columns] == [
        ("medical", 1), ("social", 1), ("people", 1)
    ]  # fmt: skip
    assert all(one.measured["whoqol-bref:baseline"] == 1 for one in sheet.columns)


def test_a_sheet_passes_three_pairs_of_eyes_and_a_later_change_supersedes_it(team):
    wave = waves.plan(team, social=1)
    one = waves.admitted(team, wave.cycles["social"])
    waves.measured(team, one, "baseline", START, waves.answers(3))
    form = waves.answers(4, q3=2, q4=2, q26=2)
    last = waves.measured(team, one, "month_6", END - timedelta(days=1), form)
    waves.sampled(team, one, "month_6", END - timedelta(days=1))
    waves.left(team, one, "completed", END)
    after = END + timedelta(days=30)
    with acting(team.manager, after), pytest.raises(RuleBroken, match="sheet_wave_open"):
        outcomes.draft_sheet(wave_id=wave.id, by=team.manager)
    close(team, wave)
    with acting(team.manager, after):
        assert outcomes.draft_sheet(wave_id=wave.id, by=team.manager) == 1
        sheet_id = sheet_of(team.manager, wave.reference).sheet_id
        with pytest.raises(RuleBroken, match="sheet_own_draft"):
            outcomes.check_sheet(sheet_id=sheet_id, by=team.manager)
    with acting(team.head, after), pytest.raises(RuleBroken, match="sheet_step_closed"):
        outcomes.approve_sheet(sheet_id=sheet_id, by=team.head)
    with acting(team.assessor, after):
        outcomes.check_sheet(sheet_id=sheet_id, by=team.assessor)
    with acting(team.head, after):
        outcomes.approve_sheet(sheet_id=sheet_id, by=team.head)
        head = sheet_of(team.head, wave.reference).sheet.head
    assert (head.state, head.approved.name, head.checked.name) == (
        "approved", team.head.name, team.assessor.name
    )  # fmt: skip
    assert head.audit_seal
    assert head.audit_hash
    assert head.audit_signature

    from pulih.actions.assessments import amend_response

    with acting(team.assessor, after + timedelta(days=1)):
        amend_response(
            response_id=last.id, taken_on=END - timedelta(days=1), answers=waves.answers(2), coding="raw",
            mode="interview", why="Salah salin dari lembar kertas", by=team.assessor,
        )  # fmt: skip
        kept = sheet_of(team.assessor, wave.reference)
    assert kept.sheet.head.superseded_at is not None
    assert kept.sheet.columns[0].success == 1, "what was approved stays as approved"
    assert kept.revisions[0].superseded
    with acting(team.manager, after + timedelta(days=2)):
        assert outcomes.draft_sheet(wave_id=wave.id, by=team.manager) == 2
        assert sheet_of(team.manager, wave.reference).sheet.columns[0].success == 0


def test_a_transfer_ends_here_begins_there_and_the_sender_keeps_who_started(db):
    from tests import factories

    region = factories.region()
    here = waves.team(factories.organisation(parent=region))
    there = waves.team(factories.organisation(parent=region))
    wave = waves.plan(here, social=3)
    person = waves.resident(here)
    enrolment = waves.admitted(here, wave.cycles["social"], person)
    moved = START + timedelta(days=50)
    with acting(here.registrar, moved):
        transfer = propose_transfer(
            person_id=person, receiver_id=there.office, reason="Dekat keluarga", by=here.registrar
        )
    with acting(there.registrar, moved):
        assert not Enrolment.objects.filter(person_id=person).exists()
        reference = accept_transfer(
            transfer_id=transfer, register_number="B1-77", kind="sentenced", block="A", moved_on=moved,
            by=there.registrar,
        )  # fmt: skip
    assert reference
    with acting(here.manager, moved + timedelta(days=1)):
        row = Enrolment.objects.get(pk=enrolment)
        assert (row.status, row.exit_reason, row.in_place) == ("exited", "transferred", False)
        sheet = sheet_of(here.manager, wave.reference).sheet
        assert sheet.columns[0].started == 1
        assert [one.reason for one in sheet.lost] == ["transferred"]
    second = waves.plan(there, social=2, starts_on=moved + timedelta(days=70))
    later = moved + timedelta(days=10)
    new = waves.candidate(there, second.cycles["social"], person, later)
    with acting(here.manager, later):
        assert not Enrolment.objects.filter(pk=new).exists(), (
            "the sender cannot read what the receiver writes"
        )
    with acting(there.manager, later):
        assert Enrolment.objects.filter(pk=enrolment).exists(), "the receiver goes on from what is known"


def test_the_wave_holds_its_places(team):
    wave = waves.plan(team, social=1)
    waves.admitted(team, wave.cycles["social"])
    with pytest.raises(RuleBroken, match="cycle_full"):
        waves.admitted(team, wave.cycles["social"])
    with acting(team.manager, START):
        assert Wave.objects.get(pk=wave.id).cycles.get().taken == 1
