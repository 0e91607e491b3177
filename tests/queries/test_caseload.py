"""The caseload read: the figures of one hundred and thirty people, own people, and a fixed number of statements."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import caseload
from pulih.queries.caseload import absences, assignments_of, my_people, own_enrolments, team, workload
from pulih.queries.today import today_for
from pulih.rules.caseload import Load
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.caseloads import admit_many, counsellors, given
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


@pytest.fixture
def office():
    return waves.team()


def deal(office, enrolments, workers) -> None:
    """Rows by turn, as if each had been assigned: for tests that count, not for those that judge."""
    from pulih.records import scope
    from pulih.records.models import Assignment, Enrolment

    with acting(office.manager, START):
        people = dict(Enrolment.objects.filter(pk__in=enrolments).values_list("pk", "person_id"))
        Assignment.objects.bulk_create(
            Assignment(
                organisation_id=office.office, person_id=people[one], enrolment_id=one,
                account_id=workers[turn % len(workers)].account_id, from_on=START, assigned_at=scope.now(),
            )
            for turn, one in enumerate(enrolments)
        )  # fmt: skip


def test_the_figures_of_one_hundred_and_thirty_people_with_six_counsellors(office):
    """C4: 110 in the social programme with five counsellors, 20 in the medical one with one."""
    made = admit_many(office, social=110, medical=20)
    workers = counsellors(office, 6)
    deal(office, made["social"], workers[:5])
    deal(office, made["medical"], workers[5:])
    with acting(office.head, START), CaptureQueriesContext(connection) as asked:
        found = workload(office.head)
    assert len(asked) <= 5
    assert (found.people, found.counsellors, found.ratio) == (130, 6, Decimal("21.7"))
    ratios = {one.programme: one for one in found.programmes}
    assert (ratios["social"].people, ratios["social"].counsellors, ratios["social"].ratio) == (110, 5, 22)
    assert (ratios["medical"].people, ratios["medical"].counsellors, ratios["medical"].ratio) == (20, 1, 20)
    assert (ratios["social"].above, ratios["medical"].above) == (True, False)
    assert [one.name for one in found.over] == [f"Konselor Rekaan {letter}" for letter in "ABCDE"]
    assert {one.people for one in found.rows} == {22, 20}
    assert found.moves == ()  # nobody has room: a seventh counsellor has
    (seventh,) = counsellors(office, 1)
    with acting(office.manager, START):
        found = workload(office.manager)
        assert len(found.moves) == 10
        chosen = {one.person.enrolment: one.worker for one in found.moves}
        assert set(chosen.values()) == {seventh.account_id}
        assert caseload.accept_suggestions(chosen=chosen, by=office.manager) == 10
        found = workload(office.manager)
    assert (found.over, found.moves) == ((), ())


def test_statements_are_as_many_for_many_people_as_for_few(office):
    workers = counsellors(office, 3)
    counts = []
    for number in (2, 9):
        wave_people = admit_many_more(office, number)
        deal(office, wave_people[1:], workers)
        with acting(office.manager, START), CaptureQueriesContext(connection) as asked:
            found = workload(office.manager)
        with acting(workers[0], START), CaptureQueriesContext(connection) as mine:
            my_people(workers[0])
        counts.append((len(asked), len(mine)))
        assert found.unassigned
    assert counts[0] == counts[1]


def admit_many_more(office, number):
    """People of a further wave."""
    from pulih.records.models import Wave

    with acting(office.manager, START):
        name = f"Tahap {Wave.objects.count() + 1}"
    wave = waves.plan(office, name, social=number)
    return [waves.admitted(office, wave.cycles["social"]) for _ in range(number)]


def test_a_curriculum_may_want_fewer_people_to_one_counsellor(office):
    from pulih.records.models import Cycle, ProgrammeVersion

    people = admit_many(office, social=3)["social"]
    deal(office, people, counsellors(office, 1))
    with acting(office.manager, START):
        cycle = Cycle.objects.get(enrolments__id=people[0])
        assert workload(office.manager).programmes[0].limit == 20
    version = ProgrammeVersion.objects.create(
        programme_id="social", version=9, months=6, plan=cycle.plan, success_rule=cycle.success_rule,
        published_on=START, curriculum={"ratios": {"addiction_counsellor": 2, "nurse": 40}},
    )  # fmt: skip
    with acting(office.manager, START):
        Cycle.objects.filter(pk=cycle.pk).update(version=version)
        (found,) = workload(office.manager).programmes
    assert (found.limit, found.above) == (2, True)


def test_somebody_in_two_programmes_is_one_person_to_look_after(office):
    wave = waves.plan(office, social=5, medical=5)
    person = waves.resident(office)
    both = [waves.admitted(office, wave.cycles[one], person) for one in ("social", "medical")]
    (one,) = counsellors(office, 1)
    deal(office, both, [one])
    with acting(office.manager, START):
        found = workload(office.manager)
    assert (found.people, found.rows[0].people) == (1, 1)
    assert found.rows[0].programmes == (("medical", 1), ("social", 1))


def test_who_is_away_stands_there_with_the_day_of_return_and_gets_nobody(office):
    (enrolment,) = admit_many(office, social=1)["social"]
    one, two = counsellors(office, 2)
    with acting(office.manager, START):
        caseload.record_absence(
            account_id=one.account_id, from_on=START, until_on=START + 4 * DAY, reason="training",
            by=office.manager,
        )  # fmt: skip
        caseload.record_absence(
            account_id=two.account_id, from_on=START + 9 * DAY, until_on=START + 9 * DAY, reason="leave",
            by=office.manager,
        )  # fmt: skip
        found = workload(office.manager)
        listed = absences(office.manager)
    first, second = found.rows
    assert (first.load, first.away.days.until_on) == (Load.AWAY, START + 4 * DAY)
    assert (second.away, second.coming.days.from_on) == (None, START + 9 * DAY)
    assert [one.worker for one in found.unassigned] == [two.account_id]
    assert [one.name for one in listed] == ["Konselor Rekaan A", "Konselor Rekaan B"]
    with acting(office.manager, START + 30 * DAY):
        assert absences(office.manager) == ()
    assert found.unassigned[0].person.enrolment == enrolment


def test_who_is_handed_over_twice_on_one_day_is_still_to_be_taken_back(office):
    people = admit_many(office, social=2)["social"]
    one, two = counsellors(office, 2)
    for enrolment in people:
        given(office, enrolment, one)
    with acting(office.manager, START):
        absence = caseload.record_absence(
            account_id=one.account_id, from_on=START, until_on=START + DAY, reason="ill", by=office.manager
        )
        for _ in range(2):
            caseload.hand_over(account_id=one.account_id, because="Sakit.", on=START, by=office.manager)
            assert {row.id: row.to_take_back for row in workload(office.manager).rows}[one.account_id] == 2
            caseload.come_back(absence_id=absence, returned_on=START, take_back=True, by=office.manager)
            absence = caseload.record_absence(
                account_id=one.account_id, from_on=START, until_on=START + DAY, reason="ill",
                by=office.manager,
            )  # fmt: skip
        assert {row.id: row.people for row in workload(office.manager).rows}[one.account_id] == 2


def test_a_counsellor_sees_the_own_people_with_what_comes_next_first(office):
    people = admit_many(office, social=3)["social"]
    one, two = counsellors(office, 2)
    for enrolment in people[:2]:
        given(office, enrolment, one)
    given(office, people[2], two)
    given(office, people[2], one, main=False)
    with acting(one, START):
        found = my_people(one)
        assert own_enrolments(one) == frozenset(people)
    assert [row.main for row in found] == [True, True, False]
    assert {row.enrolment for row in found if row.main} == set(people[:2])
    assert found[0].next.point.kind in ("whoqol-bref", "urine")
    assert found[0].ends_on is not None
    with acting(two, START):
        assert [row.enrolment for row in my_people(two)] == [people[2]]
    with acting(office.manager, START):
        assert my_people(office.manager) == ()
        assert len(team(office.manager)) == 5
        assert len(assignments_of(office.manager, people[2])) == 2


def test_a_registrar_sees_no_caseload(office):
    with acting(office.registrar, START):
        for ask in (workload, my_people, team, absences):
            with pytest.raises(RuleBroken):
                ask(office.registrar)
        assert own_enrolments(office.registrar) == frozenset()


def test_the_day_of_a_counsellor_begins_with_the_own_people(office):
    people = admit_many(office, social=9)["social"]
    (one,) = counsellors(office, 1)
    given(office, people[8], one)
    with acting(one, START + 3 * DAY):
        works = [work for work in today_for(one).works if work.code in ("measure", "more")]
    assert works[0].mine
    assert works[0].args[0] == str(people[8])
    assert not any(work.mine for work in works[1:])
    assert works[-1].code == "more"


def test_the_day_of_the_manager_names_who_lacks_a_counsellor_who_has_too_many_and_who_is_away(office):
    people = admit_many(office, social=24)["social"]
    one, two = counsellors(office, 2)
    deal(office, people[:21], [one])
    deal(office, people[21:22], [two])
    with acting(office.manager, START):
        caseload.record_absence(
            account_id=two.account_id, from_on=START, until_on=START, reason="ill", by=office.manager
        )
        found = {todo.code: todo for todo in today_for(office.manager).todos}
    assert (found["unassigned"].count, found["unassigned"].urgency) == (2, "late")
    assert (found["caseload_over"].count, found["caseload_over"].names) == (1, ("Konselor Rekaan A",))
    assert (found["caseload_away"].count, found["caseload_away"].names) == (1, ("Konselor Rekaan B",))
    assert found["unassigned"].route == "caseload:workload"
    with acting(one, START):
        assert "unassigned" not in {todo.code for todo in today_for(one).todos}


def test_whoever_left_counts_as_nobody(office):
    from pulih.records.models import Membership

    (enrolment,) = admit_many(office, social=1)["social"]
    (one,) = counsellors(office, 1)
    given(office, enrolment, one)
    with acting(office.manager, START + DAY):
        Membership.objects.filter(account_id=one.account_id).update(valid_to=START)
        found = {todo.code: todo.count for todo in today_for(office.manager).todos}
    assert found["unassigned"] == 1


def test_another_office_sees_nothing_of_it(office):
    people = admit_many(office, social=2)["social"]
    (one,) = counsellors(office, 1)
    given(office, people[0], one)
    elsewhere = factories.worker(Role.PROGRAMME_MANAGER, factories.organisation())
    with acting(elsewhere, START):
        found = workload(elsewhere)
        assert (found.people, found.rows, found.unassigned) == (0, (), ())
        assert assignments_of(elsewhere, people[0]) == ()
