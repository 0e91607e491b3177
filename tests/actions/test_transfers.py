"""A move to another facility: nothing is lost at the sender, nothing leaks back, and it happens once."""

from datetime import date, time, timedelta

import pytest

from pulih.actions import custody, people
from pulih.actions.assessments import amend_response
from pulih.actions.enrolments import (
    accept_transfer,
    admit,
    move_on,
    propose_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from pulih.queries.outcomes import sheet_of
from pulih.queries.people import open_person
from pulih.records.models import Enrolment, Person, Response, Stay, Task, Transfer, UrineTest
from pulih.rules.errors import RuleBroken
from tests import factories, waves
from tests.waves import START, acting

MOVED = START + timedelta(days=60)


@pytest.fixture
def region(db):
    return factories.region()


@pytest.fixture
def here(region):
    return waves.team(factories.organisation("Lapas Pengirim Uji", parent=region))


@pytest.fixture
def there(region):
    return waves.team(factories.organisation("Lapas Penerima Uji", parent=region))


def propose(here, there, person, day=MOVED):
    with acting(here.registrar, day):
        return propose_transfer(
            person_id=person, receiver_id=there.office, reason="Penuh di sini", by=here.registrar
        )


def accept(there, transfer, number="B1-900", day=MOVED):
    with acting(there.registrar, day):
        return accept_transfer(
            transfer_id=transfer, register_number=number, kind="sentenced", block="A 1", moved_on=day,
            by=there.registrar,
        )  # fmt: skip


def test_after_three_of_twenty_were_transferred_the_senders_sheet_still_starts_with_twenty(here, there):
    wave = waves.plan(here, social=20)
    people_here = [waves.resident(here) for _ in range(20)]
    inside = [waves.admitted(here, wave.cycles["social"], person) for person in people_here]
    for one in inside[:3]:
        waves.measured(here, one, "baseline", START, waves.answers(3))
    for place, person in enumerate(people_here[:3]):
        accept(there, propose(here, there, person), f"B1-{900 + place}")
    with acting(here.manager, MOVED + timedelta(days=1)):
        social = sheet_of(here.manager, wave.reference).sheet.columns[0]
    assert (social.started, social.adds_up) == (20, True)
    assert {(one.group, one.reason): one.count for one in social.places} == {
        ("administrative", "transferred"): 3,
        ("open", ""): 17,
    }
    assert social.measured["whoqol-bref:baseline"] == 3

    theirs = waves.plan(there, social=5, starts_on=MOVED + timedelta(days=70))
    day = MOVED + timedelta(days=70)
    enrolment = received(there, theirs, people_here[0], day)
    waves.measured(there, enrolment, "baseline", day, waves.answers(5, q3=1, q4=1, q26=5))
    waves.sampled(there, enrolment, "start", day, "positive")
    with acting(there.manager, day):
        assert Response.objects.filter(organisation_id=there.office).count() == 1
        assert Response.objects.filter(organisation_id=here.office).count() == 3, "care goes on from the past"
        assert Task.objects.exists(), "the worrying answer made a task there"
    for eyes in (here.manager, here.head, here.nurse, here.assessor):
        with acting(eyes, day):
            written_there = {"organisation_id": there.office}
            for model in (Enrolment, Response, UrineTest, Task, Stay):
                assert not model.objects.filter(**written_there).exists(), model.__name__


def received(there, wave, person, day):
    """The new office begins anew: its own statement of willingness, its own pathway."""
    with acting(there.registrar, day):
        from pulih.actions.enrolments import nominate

        nominate(cycle_id=wave.cycles["social"], people=[person], by=there.registrar)
        enrolment = Enrolment.objects.get(person_id=person, cycle_id=wave.cycles["social"]).pk
    with acting(there.assessor, day):
        with pytest.raises(RuleBroken, match="willingness_missing"):
            move_on(enrolment_id=enrolment, target="assessed", effective_on=day, by=there.assessor)
        people.record_willingness(person_id=person, signed_on=day, witness="Saksi Rekaan", by=there.assessor)
        for target in ("assessed", "recommended"):
            move_on(enrolment_id=enrolment, target=target, effective_on=day, by=there.assessor)
    with acting(there.manager, day):
        admit(enrolment_id=enrolment, on=day, by=there.manager)
    return enrolment


def test_the_sender_can_still_mend_its_own_past_and_measures_nothing_new(here, there):
    wave = waves.plan(here, social=1)
    person = waves.resident(here)
    one = waves.admitted(here, wave.cycles["social"], person)
    first = waves.measured(here, one, "baseline", START, waves.answers(3))
    accept(there, propose(here, there, person))
    with acting(here.assessor, MOVED + timedelta(days=2)):
        amend_response(
            response_id=first.id, taken_on=START, answers=waves.answers(2), coding="raw", mode="interview",
            why="Salah baca lembar kertas", by=here.assessor,
        )  # fmt: skip
    with pytest.raises(RuleBroken, match="measure_after_end"):
        waves.measured(here, one, "month_3", MOVED + timedelta(days=30), waves.answers(3))


def test_until_it_is_accepted_nothing_changes_and_nothing_opens(here, there):
    person = waves.resident(here, "Samsul Rekaan")
    transfer = propose(here, there, person)
    with acting(there.registrar, MOVED):
        row = Transfer.objects.get(pk=transfer)
        assert (row.name, row.state) == ("Samsul Rekaan", "proposed")
        assert not Person.objects.filter(pk=person).exists()
        with pytest.raises(RuleBroken, match="not_found"):
            open_person(there.registrar, row.reference, "summary")
    with pytest.raises(RuleBroken, match="transfer_open_already"):
        propose(here, there, person)


def test_a_refusal_and_a_withdrawal_close_the_proposal(here, there):
    person = waves.resident(here)
    first = propose(here, there, person)
    with acting(there.registrar, MOVED):
        with pytest.raises(RuleBroken, match="transfer_reason_missing"):
            refuse_transfer(transfer_id=first, note="", by=there.registrar)
        refuse_transfer(transfer_id=first, note="Blok sudah penuh", by=there.registrar)
    with pytest.raises(RuleBroken, match="transfer_closed"):
        accept(there, first)
    second = propose(here, there, person)
    with acting(here.registrar, MOVED):
        withdraw_transfer(transfer_id=second, by=here.registrar)
        assert Stay.objects.get(person_id=person).ended_on is None
    with pytest.raises(RuleBroken, match="transfer_closed"):
        accept(there, second)


def test_a_third_office_sees_no_proposal_and_accepts_none(region, here, there):
    transfer = propose(here, there, waves.resident(here))
    third = waves.team(factories.organisation(parent=region))
    with acting(third.registrar, MOVED):
        assert not Transfer.objects.exists()
    with pytest.raises(RuleBroken, match="not_found"):
        accept(third, transfer)


def test_dates_that_cannot_be_are_refused_and_leave_both_offices_as_they_were(here, there):
    person = waves.resident(here)
    transfer = propose(here, there, person)
    with acting(there.registrar, MOVED):
        for day, code in (
            (MOVED + timedelta(days=1), "stay_starts_in_future"),
            (date(2020, 1, 1), "stay_ends_before_start"),
        ):
            with pytest.raises(RuleBroken, match=code):
                accept_transfer(
                    transfer_id=transfer, register_number="B1-1", kind="sentenced", block="",
                    moved_on=day, by=there.registrar,
                )  # fmt: skip
        assert Transfer.objects.get(pk=transfer).state == "proposed"
        assert not Person.objects.filter(pk=person).exists()
    accept(there, transfer)


@pytest.mark.parametrize("receiver", ["same", "region", "nobody"])
def test_a_person_goes_only_to_a_facility_that_holds_people(region, here, receiver):
    target = {"same": here.office, "region": region.pk, "nobody": 10**8}[receiver]
    person = waves.resident(here)
    with acting(here.registrar, MOVED), pytest.raises(RuleBroken, match="transfer_"):
        propose_transfer(person_id=person, receiver_id=target, reason="Dekat keluarga", by=here.registrar)


def test_the_sender_completes_the_attendance_of_days_before_the_move(here, there):
    from pulih.actions.attendance import mark_group
    from pulih.actions.sessions import plan_session
    from pulih.records.models import Attendance

    wave = waves.plan(here, social=2)
    person, other = waves.resident(here), waves.resident(here)
    moved, stayed = (waves.admitted(here, wave.cycles["social"], one) for one in (person, other))
    facts = {"wave_id": wave.id, "cycle_id": wave.cycles["social"], "group_id": None, "enrolment_id": None}
    hours = {"starts_at": time(9), "ends_at": time(10), "module": "seminar", "title": "Seminar"}
    with acting(here.manager, MOVED - timedelta(days=5)):
        before, after = (
            plan_session(**facts, **hours, on=MOVED + timedelta(days=n), by=here.manager) for n in (-2, 2)
        )
    accept(there, propose(here, there, person))
    with acting(here.manager, MOVED + timedelta(days=3)):
        assert mark_group(session_id=before, by=here.manager).present == 2
        assert mark_group(session_id=after, by=here.manager).present == 1
        marked = set(Attendance.objects.values_list("session_id", "enrolment_id"))
    assert marked == {(before, moved), (before, stayed), (after, stayed)}
    with acting(there.registrar, MOVED + timedelta(days=3)):
        assert Person.objects.filter(pk=person).exists(), "access moved"
    with acting(here.registrar, MOVED + timedelta(days=3)), pytest.raises(RuleBroken, match="not_found"):
        propose_transfer(person_id=person, receiver_id=there.office, reason="Sudah pindah", by=here.registrar)


def test_a_proposal_falls_away_when_the_person_leaves_before_the_answer(here, there):
    person = waves.resident(here)
    transfer = propose(here, there, person)
    with acting(here.registrar, MOVED):
        stay = Stay.objects.get(person_id=person)
        custody.end_stay(stay_id=stay.pk, ended_on=MOVED, how="died", revision=None, by=here.registrar)
    with pytest.raises(RuleBroken, match="transfer_closed"):
        accept(there, transfer)
