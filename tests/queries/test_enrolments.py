"""Pathways as the office looks them up: every next step with its reasons, history, exceptions, transfers."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import enrolments as actions
from pulih.queries import enrolments
from pulih.records.models import ReadEvent, StatusChange
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def cycle(team):
    return waves.plan(team, social=2).cycles["social"]


def on_board(by, day=START, **narrowed) -> dict[str, list[str]]:
    """Everybody in the list, by step; each count is that of the rows beneath it."""
    with acting(by, day):
        found = {step: enrolments.board(by, step=step, **narrowed) for step in enrolments.TABS}
    assert {step: len(one.rows) for step, one in found.items()} == {
        step: one.counts.get(step, 0) for step, one in found.items()
    }
    return {step: [row.facts.name for row in one.rows] for step, one in found.items() if one.rows}


def next_of(by, enrolment, day=START):
    """The step a row offers: where to, whether it is open, and the codes of what stands in the way."""
    with acting(by, day):
        (row,) = enrolments.some(by, [enrolment])
    if row.next is None:
        return None
    return row.next.target.value, row.next.open, [one.code for one in row.next.verdict.reasons]


def test_the_board_sorts_pathways_by_step_and_narrows_to_a_wave_or_a_name(team, cycle):
    waves.candidate(team, cycle, waves.resident(team, "Agus Rekaan"))
    waves.recommended(team, cycle, waves.resident(team, "Bayu Rekaan"))
    waves.admitted(team, cycle, waves.resident(team, "Citra Rekaan"))
    assert on_board(team.manager) == {
        "candidate": ["Agus Rekaan"], "recommended": ["Bayu Rekaan"], "admitted": ["Citra Rekaan"],
    }  # fmt: skip
    assert on_board(team.manager, text="bayu") == {"recommended": ["Bayu Rekaan"]}
    assert on_board(team.manager, programme="medical") == {}
    assert on_board(team.manager, wave="ABCD-EFGH") == {}


def test_a_row_offers_one_step_and_says_what_stands_in_the_way(team, cycle):
    person = waves.resident(team)
    enrolment = waves.candidate(team, cycle, person)
    assert next_of(team.assessor, enrolment) == ("assessed", False, ["willingness_missing"])
    waves.willing(team, person)
    assert next_of(team.assessor, enrolment) == ("assessed", True, [])
    assert next_of(team.nurse, enrolment) == ("assessed", False, [])
    with acting(team.assessor, START):
        for target in ("assessed", "recommended"):
            actions.move_on(enrolment_id=enrolment, target=target, effective_on=START, by=team.assessor)
    assert next_of(team.manager, enrolment) == ("admitted", True, [])


def test_before_the_start_a_place_is_offered_and_in_a_full_cycle_somebody_waits(team, cycle):
    early = waves.recommended(team, cycle, waves.resident(team))
    assert next_of(team.manager, early, START - timedelta(days=3)) == ("offered", True, [])
    for _ in range(2):
        waves.admitted(team, cycle)
    assert next_of(team.manager, early) == ("waiting", True, [])


def test_time_too_short_alone_opens_the_way_to_an_exception_and_a_granted_one_to_the_admission(team, cycle):
    short = waves.recommended(team, cycle, waves.resident(team, expires_on=date(2024, 6, 1)))
    with acting(team.manager, START):
        (row,) = enrolments.some(team.manager, [short])
        admission = row.step("admitted")
        assert (admission.open, admission.too_short) == (False, True)
        why = "Keluarga mendukung dan bersedia melanjutkan rawat jalan."
        asked = actions.ask_exception(enrolment_id=short, reason=why, by=team.manager)
    with acting(team.head, START):
        (waiting,) = enrolments.exceptions(team.head)
        assert (waiting.reason, waiting.granted, waiting.expires_on) == (why, None, date(2024, 6, 1))
        actions.decide_exception(exception_id=asked, grant=True, by=team.head)
    assert next_of(team.manager, short) == ("admitted", True, [])


def test_an_unknown_end_warns_and_comes_back_every_month(team, cycle):
    remand = waves.recommended(team, cycle, waves.resident(team, "Doni Rekaan", kind="remand"))
    assert next_of(team.manager, remand) == ("admitted", True, ["admission_end_unknown"])
    with acting(team.manager, START):
        actions.admit(enrolment_id=remand, on=START, by=team.manager)
    inside = {"admitted": ["Doni Rekaan"]}
    assert on_board(team.registrar, START + timedelta(days=29)) == inside
    assert on_board(team.registrar, START + timedelta(days=30)) == inside | {"recheck": ["Doni Rekaan"]}


def test_a_pathway_opens_with_its_history_and_leaves_a_read_event(team, cycle):
    enrolment = waves.admitted(team, cycle)
    with acting(team.manager, START + timedelta(days=20)):
        record = enrolments.open_enrolment(team.manager, enrolment)
        assert [one.to_status for one in record.changes] == [
            "candidate", "assessed", "recommended", "admitted",
        ]  # fmt: skip
        admission = record.changes[-1]
        actions.correct_change(
            change_id=admission.id, effective_on=START + timedelta(days=2), why="Salah baca tanggal",
            by=team.manager,
        )  # fmt: skip
        again = enrolments.open_enrolment(team.manager, enrolment)
    assert again.facts.admitted_on == START + timedelta(days=2)
    assert [(one.counts, one.correctable) for one in again.changes[-2:]] == [(False, False), (True, True)]
    assert again.changes[-1].late
    with acting(team.head, START):
        seen = ReadEvent.objects.filter(account_id=team.manager.account_id, what="pathway").count()
    assert seen == 2


def test_a_record_lists_every_pathway_of_the_office_and_nothing_of_another(team, cycle):
    person = waves.resident(team)
    waves.left(team, waves.admitted(team, cycle, person), "exited", START, "withdrew")
    waves.candidate(team, waves.plan(team, "Tahap 2", medical=2).cycles["medical"], person, START)
    with acting(team.nurse, START):
        found = enrolments.of_person(team.nurse, person)
        assert [(one.programme, one.status.value) for one in found] == [
            ("medical", "candidate"), ("social", "exited"),
        ]  # fmt: skip
    stranger = factories.worker(Role.NURSE, factories.organisation())
    with acting(stranger, START):
        assert enrolments.of_person(stranger, person) == ()


def test_a_transfer_is_seen_by_both_offices_and_nobody_else(team, cycle):
    person = waves.resident(team, "Eka Rekaan")
    waves.admitted(team, cycle, person)
    other = waves.team(mark=".b")
    with acting(team.registrar, START):
        assert other.office in [one[0] for one in enrolments.receivers(team.registrar)]
        assert team.office not in [one[0] for one in enrolments.receivers(team.registrar)]
        actions.propose_transfer(
            person_id=person, receiver_id=other.office, reason="Mendekat ke keluarga", by=team.registrar
        )
        (sent,) = enrolments.transfers(team.registrar)
        assert (sent.incoming, sent.waiting, sent.programmes) == (False, True, ("social",))
        assert enrolments.transfer_waiting(team.registrar, person) == sent
    with acting(other.registrar, START):
        (offered,) = enrolments.transfers(other.registrar)
        assert (offered.incoming, offered.name, offered.other) == (
            True, "Eka Rekaan", team.registrar.organisation_name,
        )  # fmt: skip
    third = factories.worker(Role.REGISTRAR, factories.organisation())
    with acting(third, START):
        assert enrolments.transfers(third) == ()
        with pytest.raises(RuleBroken, match="not_found"):
            enrolments.transfer_of(third, offered.id)


def test_what_is_another_offices_is_not_found(team, cycle):
    enrolment = waves.admitted(team, cycle)
    stranger = waves.team(mark=".x")
    with acting(stranger.manager, START):
        assert enrolments.board(stranger.manager).total == 0
        assert enrolments.some(stranger.manager, [enrolment]) == ()
        with pytest.raises(RuleBroken, match="enrolment_unknown"):
            enrolments.open_enrolment(stranger.manager, enrolment)
    assert not StatusChange.objects.filter(enrolment_id=enrolment).exists()  # outside any scope: no rows


def test_statements_do_not_grow_with_the_people(team):
    cycle = waves.plan(team).cycles["social"]
    counts = []
    for more in (1, 4):
        for _ in range(more):
            waves.recommended(team, cycle, waves.resident(team))
        with acting(team.manager, START), CaptureQueriesContext(connection) as asked:
            enrolments.board(team.manager)
        counts.append(len(asked))
    assert counts[0] == counts[1] == 2
