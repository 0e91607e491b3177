"""Counsellors are given people: as suggested or with a reason, handed over, ended, and taken back."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from pulih.actions import caseload, enrolments
from pulih.queries.caseload import assignments_of, snapshot, suggestion_for, workload
from pulih.records.models import Account, Assignment, Membership, StaffAbsence
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.caseloads import admit_many, counsellors, given
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)
WHY = "Pindah ke kelompok pagi."


@pytest.fixture
def team():
    return waves.team()


def main_of(team, enrolment):
    with acting(team.manager, START):
        return Assignment.objects.filter(enrolment_id=enrolment, main=True, until_on=None).first()


def refused(team, call, day=START, by=None, **facts) -> list[tuple[str, str | None]]:
    """The codes of a refusal with the fields they are about; nothing is left behind."""
    by = by or team.manager
    with acting(by, day), pytest.raises(RuleBroken) as caught:
        call(**facts, by=by)
    return [(one.code, one.about) for one in caught.value.reasons]


def events(owner, name) -> list[dict]:
    rows = owner.execute("SELECT body FROM audit_event ORDER BY id").fetchall()
    return [body for row in rows if (body := json.loads(row[0]))["event"] == name]


def test_the_suggested_counsellor_needs_no_reason_another_does(team):
    (enrolment,) = admit_many(team, social=1)["social"]
    one, two = counsellors(team, 2)
    with acting(team.manager, START):
        found = suggestion_for(snapshot(team.manager), enrolment)
    other = two if found.worker == one.account_id else one
    facts = {"enrolment_id": enrolment, "account_id": other.account_id, "on": START}
    assert refused(team, caseload.assign, **facts) == [("caseload_reason_missing", "because")]
    with acting(team.manager, START):
        caseload.assign(**{**facts, "account_id": found.worker}, by=team.manager)
    assert main_of(team, enrolment).account_id == found.worker
    assert refused(team, caseload.assign, **facts) == [("caseload_reason_missing", "because")]
    with acting(team.manager, START + 3 * DAY):
        caseload.assign(**{**facts, "on": START + 3 * DAY}, because=WHY, by=team.manager)
        now, before = assignments_of(team.manager, enrolment)
    assert (now.account_id, now.from_on, now.until_on, now.because) == (
        other.account_id, START + 3 * DAY, None, WHY,
    )  # fmt: skip
    assert (before.account_id, before.until_on, before.because) == (found.worker, START + 2 * DAY, WHY)


def test_what_cannot_be_assigned_is_refused_at_its_field_and_changes_nothing(team):
    (enrolment,) = admit_many(team, social=1)["social"]
    (one,) = counsellors(team, 1)
    facts = {"enrolment_id": enrolment, "account_id": one.account_id, "on": START, "because": WHY}

    def codes(**changed):
        return refused(team, caseload.assign, **{**facts, **changed})

    elsewhere = factories.worker(Role.COUNSELLOR, factories.organisation())
    assert codes(account_id=elsewhere.account_id) == [("caseload_not_staff", "account_id")]
    assert codes(account_id=uuid4()) == [("caseload_not_staff", "account_id")]
    assert codes(account_id=team.nurse.account_id) == [("caseload_not_counsellor", "account_id")]
    assert codes(on=START + DAY) == [("caseload_in_future", "on")]
    assert codes(on=START - 300 * DAY)[0] == ("caseload_before", "on")
    assert codes(because="x" * 501) == [("caseload_reason_long", "because")]
    assert codes(enrolment_id=uuid4()) == [("enrolment_unknown", None)]
    with acting(team.manager, START):
        caseload.record_absence(
            account_id=one.account_id, from_on=START, until_on=START + DAY, reason="ill", by=team.manager
        )
    assert codes() == [("caseload_away", "account_id")]
    assert refused(team, caseload.assign, by=team.assessor, **facts) == [("permission_missing", None)]
    assert main_of(team, enrolment) is None


def test_before_the_recommendation_and_after_the_end_nobody_is_assigned(team):
    (one,) = counsellors(team, 1)
    wave = waves.plan(team)
    early = waves.candidate(team, wave.cycles["social"], waves.resident(team))
    facts = {"account_id": one.account_id, "on": START, "because": WHY}
    assert refused(team, caseload.assign, enrolment_id=early, **facts) == [("caseload_status", None)]
    ready = waves.recommended(team, wave.cycles["social"], waves.resident(team))
    given(team, ready, one, because="")
    with acting(team.manager, START):
        enrolments.admit(enrolment_id=ready, on=START, by=team.manager)
    waves.left(team, ready, "exited", START, "withdrew")
    assert refused(team, caseload.assign, enrolment_id=ready, **facts)[0] == ("caseload_status", None)
    with acting(team.manager, START):
        assert [one.people for one in workload(team.manager).rows] == [0]


def test_a_programme_that_measures_with_training_wants_it_of_its_main_counsellor(team):
    from pulih.records.models import Cycle

    (enrolment,) = admit_many(team, social=1)["social"]
    (one,) = counsellors(team, 1, competent=False)
    with acting(team.manager, START):
        cycle = Cycle.objects.get(enrolments__id=enrolment)
        cycle.plan = [*cycle.plan, {**cycle.plan[0], "kind": "asi-5"}]
        cycle.save(update_fields=["plan"])
        assert suggestion_for(snapshot(team.manager), enrolment).worker is None
    facts = {"enrolment_id": enrolment, "account_id": one.account_id, "on": START, "because": WHY}
    assert refused(team, caseload.assign, **facts) == [("caseload_competency", "account_id")]
    with acting(team.manager, START):
        caseload.assign(**facts, main=False, by=team.manager)
        place = Account.objects.get(pk=one.account_id).memberships.get().organisation
        factories.train(Account.objects.get(pk=one.account_id), place)
        caseload.assign(**facts, by=team.manager)
    assert main_of(team, enrolment).account_id == one.account_id


def test_others_stand_beside_the_main_counsellor_and_end_by_themselves(team):
    (enrolment,) = admit_many(team, social=1)["social"]
    one, two = counsellors(team, 2)
    given(team, enrolment, one)
    beside = given(team, enrolment, two, main=False)
    given(team, enrolment, team.nurse, main=False)
    with acting(team.manager, START):
        rows = assignments_of(team.manager, enrolment)
    assert [(row.main, row.account_id) for row in rows if row.main] == [(True, one.account_id)]
    assert len(rows) == 3
    facts = {"enrolment_id": enrolment, "account_id": two.account_id, "on": START, "main": False}
    assert refused(team, caseload.assign, **facts) == [("caseload_already", "account_id")]
    facts = {"assignment_id": beside, "on": START, "because": ""}
    assert refused(team, caseload.end_assignment, **facts) == [("caseload_why_missing", "because")]
    assert refused(team, caseload.end_assignment, **{**facts, "on": START + DAY, "because": WHY}) == [
        ("caseload_in_future", "on")
    ]
    assert refused(team, caseload.end_assignment, **{**facts, "assignment_id": uuid4()}) == [
        ("not_found", None)
    ]
    with acting(team.manager, START):
        caseload.end_assignment(assignment_id=beside, on=START, because=WHY, by=team.manager)
    assert (
        refused(team, caseload.end_assignment, **{**facts, "because": WHY})[0][0] == "caseload_ended_already"
    )
    assert main_of(team, enrolment).account_id == one.account_id


def test_who_stood_beside_may_become_the_main_one(team):
    (enrolment,) = admit_many(team, social=1)["social"]
    one, two = counsellors(team, 2)
    given(team, enrolment, one)
    given(team, enrolment, two, main=False)
    given(team, enrolment, two, START + DAY)
    with acting(team.manager, START):
        running = Assignment.objects.filter(enrolment_id=enrolment, until_on=None)
        assert [(row.account_id, row.main) for row in running] == [(two.account_id, True)]


def test_suggestions_are_accepted_together_or_not_at_all(team):
    people = admit_many(team, social=7)["social"]
    workers = counsellors(team, 3)
    with acting(team.manager, START):
        found = workload(team.manager)
        assert len(found.unassigned) == 7
        chosen = {one.person.enrolment: one.worker for one in found.unassigned}
        assert caseload.accept_suggestions(chosen=chosen, by=team.manager) == 7
        after = workload(team.manager)
    assert after.unassigned == ()
    assert sorted(row.people for row in after.rows) == [2, 2, 3]
    assert refused(team, caseload.accept_suggestions, chosen=chosen) == [
        ("caseload_suggestion_changed", None)
    ]
    assert refused(team, caseload.accept_suggestions, chosen={}) == [("caseload_none_chosen", None)]
    stale = {people[0]: workers[0].account_id, uuid4(): workers[0].account_id}
    assert refused(team, caseload.accept_suggestions, chosen=stale) == [("enrolment_unknown", None)]


def test_one_suggestion_by_another_counsellor_than_shown_is_refused(team):
    (enrolment,) = admit_many(team, social=1)["social"]
    one, two = counsellors(team, 2)
    with acting(team.manager, START):
        suggested = workload(team.manager).unassigned[0].worker
    other = two if suggested == one.account_id else one
    assert refused(team, caseload.accept_suggestions, chosen={enrolment: other.account_id}) == [
        ("caseload_suggestion_changed", None)
    ]


def test_a_form_is_carried_out_once(team):
    (enrolment,) = admit_many(team, social=1)["social"]
    (one,) = counsellors(team, 1)
    token = uuid4()
    given(team, enrolment, one, token=token)
    facts = {"enrolment_id": enrolment, "account_id": one.account_id, "on": START, "token": token}
    assert refused(team, caseload.assign, **facts) == [("already_sent", None)]


def test_a_whole_caseload_is_handed_over_evenly_and_taken_back_after_the_absence(team):
    people = admit_many(team, social=6)["social"]
    one, two, three = counsellors(team, 3)
    for enrolment in people:
        given(team, enrolment, one)
    leave = START + 10 * DAY
    with acting(team.manager, leave):
        absence = caseload.record_absence(
            account_id=one.account_id,
            from_on=leave,
            until_on=leave + 20 * DAY,
            reason="leave",
            by=team.manager,
        )
        moved = caseload.hand_over(
            account_id=one.account_id, because="Cuti dua puluh hari.", on=leave, by=team.manager
        )
        found = {row.id: row for row in workload(team.manager).rows}
    assert moved == 6
    assert (found[one.account_id].people, found[one.account_id].to_take_back) == (0, 6)
    assert {found[two.account_id].people, found[three.account_id].people} == {3}
    back = leave + 9 * DAY
    with acting(team.manager, back):
        assert caseload.come_back(absence_id=absence, returned_on=back, take_back=True, by=team.manager) == 6
        found = {row.id: row for row in workload(team.manager).rows}
        (kept,) = StaffAbsence.objects.filter(withdrawn_at=None)
    assert (kept.from_on, kept.until_on) == (leave, back - DAY)
    assert (found[one.account_id].people, found[one.account_id].to_take_back) == (6, 0)


def test_some_are_handed_over_to_a_named_counsellor(team):
    people = admit_many(team, social=4)["social"]
    one, two, three = counsellors(team, 3)
    for enrolment in people:
        given(team, enrolment, one)
    facts = {"account_id": one.account_id, "to": two.account_id, "on": START, "because": WHY}
    with acting(team.manager, START):
        assert caseload.hand_over(**facts, enrolments=people[:1], by=team.manager) == 1
    assert main_of(team, people[0]).account_id == two.account_id

    def codes(**changed):
        return refused(team, caseload.hand_over, **{**facts, **changed})

    assert codes(enrolments=people[:1]) == [("caseload_not_theirs", "enrolments")]
    assert codes(enrolments=[]) == [("caseload_none_chosen", "enrolments")]
    assert codes(because=" ") == [("caseload_why_missing", "because")]
    assert codes(to=one.account_id) == [("caseload_already", "account_id")]
    assert codes(to=team.nurse.account_id) == [("caseload_not_counsellor", "account_id")]
    assert codes(account_id=three.account_id) == [("caseload_none_chosen", "enrolments")]
    with acting(team.manager, START):
        for other in (two, three):
            caseload.record_absence(
                account_id=other.account_id, from_on=START, until_on=START, reason="ill", by=team.manager
            )
    assert codes(to=None) == [("caseload_nobody_takes", "to")]
    assert main_of(team, people[1]).account_id == one.account_id


def test_whoever_left_the_office_leaves_people_whom_the_balance_places_again(team):
    (enrolment,) = admit_many(team, social=1)["social"]
    one, two = counsellors(team, 2)
    given(team, enrolment, one)
    with acting(team.manager, START):
        Membership.objects.filter(account_id=one.account_id).update(valid_to=START - DAY)
        found = workload(team.manager)
        (advice,) = found.unassigned
        assert (advice.worker, advice.leaves) == (two.account_id, "Konselor Rekaan A")
        assert not next(row for row in found.rows if row.id == one.account_id).here
        caseload.accept_suggestions(chosen={enrolment: two.account_id}, by=team.manager)
        assert [row.id for row in workload(team.manager).rows] == [two.account_id]


def test_somebody_who_returns_for_another_programme_goes_to_whom_they_know(team):
    wave = waves.plan(team, social=5, medical=5)
    person = waves.resident(team)
    first = waves.admitted(team, wave.cycles["social"], person)
    _one, two, _three = counsellors(team, 3)
    given(team, first, two)
    second = waves.admitted(team, wave.cycles["medical"], person)
    with acting(team.manager, START):
        found = suggestion_for(snapshot(team.manager), second)
    assert found.worker == two.account_id
    assert [reason.code for reason in found.reasons] == ["suggest_returns"]


def test_an_absence_is_recorded_withdrawn_and_ended_early(team):
    (one,) = counsellors(team, 1)
    facts = {"account_id": one.account_id, "from_on": START, "until_on": START + 5 * DAY, "reason": "leave"}

    def codes(call=caseload.record_absence, by=None, **changed):
        return refused(team, call, by=by, **changed)

    with acting(one, START):
        own = caseload.record_absence(**facts, by=one)
    assert codes(**facts) == [("absence_overlaps", "from_on")]
    assert codes(**{**facts, "reason": "x"})[0] == ("absence_reason", "reason")
    assert codes(**{**facts, "until_on": START - DAY})[0] == ("absence_order", "until_on")
    assert codes(**{**facts, "account_id": uuid4()}) == [("caseload_not_staff", "account_id")]
    assert codes(by=team.nurse, **facts) == [("permission_missing", None)]
    assert codes(caseload.withdraw_absence, by=team.nurse, absence_id=own) == [("permission_missing", None)]
    assert codes(caseload.withdraw_absence, absence_id=uuid4()) == [("not_found", None)]
    late = {"absence_id": own, "returned_on": START + DAY}
    assert codes(caseload.come_back, **late) == [("return_in_future", "returned_on")]
    assert codes(caseload.come_back, by=one, **{**late, "returned_on": START, "take_back": True}) == [
        ("permission_missing", None)
    ]
    with acting(one, START):
        caseload.withdraw_absence(absence_id=own, by=one)
    assert codes(caseload.withdraw_absence, absence_id=own) == [("absence_withdrawn", None)]
    with acting(team.manager, START):
        again = caseload.record_absence(**facts, by=team.manager)
        assert caseload.come_back(absence_id=again, returned_on=START, by=team.manager) == 0
        assert not StaffAbsence.objects.filter(withdrawn_at=None).exists()


def test_another_offices_counsellors_and_absences_stay_theirs(team):
    other = waves.team(mark=".x")
    (mine,) = counsellors(team, 1)
    (theirs,) = counsellors(other, 1)
    (enrolment,) = admit_many(team, social=1)["social"]
    made = given(team, enrolment, mine)
    with acting(other.manager, START):
        absence = caseload.record_absence(
            account_id=theirs.account_id, from_on=START, until_on=START, reason="duty", by=other.manager
        )
    assert refused(team, caseload.withdraw_absence, absence_id=absence) == [("not_found", None)]
    facts = {"assignment_id": made, "on": START, "because": WHY}
    assert refused(other, caseload.end_assignment, **facts) == [("not_found", None)]
    with acting(other.manager, START):
        found = workload(other.manager)
    assert [row.id for row in found.rows] == [theirs.account_id]
    assert found.people == 0


@pytest.mark.commits
def test_each_change_is_one_event_about_one_person_with_workers_by_name(owner):
    team = waves.team()
    (enrolment,) = admit_many(team, social=1)["social"]
    one, two = counsellors(team, 2)
    given(team, enrolment, one)
    with acting(team.manager, START):
        caseload.hand_over(
            account_id=one.account_id, to=two.account_id, on=START, because=WHY, by=team.manager
        )
        caseload.record_absence(
            account_id=one.account_id, from_on=START, until_on=START, reason="ill", by=team.manager
        )
    (told,) = events(owner, "caseload.hand_over")
    assert told["changes"]["counsellor"] == ["Konselor Rekaan A", "Konselor Rekaan B"]
    assert (told["why"], told["person"] is not None) == (WHY, True)
    (away,) = events(owner, "caseload.record_absence")
    assert "ill" not in json.dumps(away)
