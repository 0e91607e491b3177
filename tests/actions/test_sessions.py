"""Groups, rooms, days without sessions, and single sessions: what is refused and what stays."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from pulih.actions import sessions as actions
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = START + timedelta(days=3)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    return waves.plan(team)


@pytest.fixture
def cycle(wave):
    return wave.cycles["social"]


def group(team, cycle, name="Kelompok A", people=2, from_on=START):
    members = [waves.admitted(team, cycle) for _ in range(people)]
    with acting(team.manager, START):
        made = actions.make_group(
            cycle_id=cycle, name=name, members=members, from_on=from_on, by=team.manager
        )
    return made, members


def session(team, wave, cycle, group_id=None, day=START, **more):
    facts = {
        "wave_id": wave.id, "cycle_id": cycle, "group_id": group_id, "enrolment_id": None,
        "module": "morning_meeting", "title": "Temu pagi", "on": DAY, "starts_at": time(8),
        "ends_at": time(9), "by": team.manager, **more,
    }  # fmt: skip
    with acting(team.manager, day):
        return actions.plan_session(**facts)


def refused(code):
    return pytest.raises(RuleBroken, match=code)


def test_a_group_meets_in_a_room_with_a_leader(team, wave, cycle):
    from pulih.records.models import PlannedSession

    made, _ = group(team, cycle)
    with acting(team.manager, START):
        room = actions.add_room(name="Aula", seats=30, by=team.manager)
    planned = session(team, wave, cycle, made, room_id=room, leader_id=team.manager.account_id)
    with acting(team.manager, START):
        row = PlannedSession.objects.get(pk=planned)
    assert (row.state, row.on, row.room_id) == ("planned", DAY, room)


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("session_outside_wave", {"on": START - timedelta(days=1)}),
        ("session_outside_wave", {"on": date(2024, 8, 5)}),
        ("session_times", {"ends_at": time(8)}),
        ("session_length", {"ends_at": time(8, 5)}),
        ("session_title_missing", {"title": "  "}),
        ("cycle_unknown", {"wave_id": uuid4()}),
        ("cycle_unknown", {"cycle_id": uuid4()}),
        ("group_unknown", {"group_id": uuid4()}),
        ("enrolment_unknown", {"group_id": None, "enrolment_id": uuid4()}),
        ("session_group_or_person", {"enrolment_id": uuid4()}),
        ("room_unknown", {"room_id": uuid4()}),
        ("session_leader_unknown", {"leader_id": uuid4()}),
    ],
)
def test_a_session_that_cannot_be_is_refused(team, wave, cycle, code, more):
    made, _ = group(team, cycle)
    with refused(code):
        session(team, wave, cycle, **{"group_id": made, **more})


def test_nobody_and_nothing_is_in_two_places_at_one_hour(team, wave, cycle):
    first, members = group(team, cycle)
    second, _ = group(team, cycle, "Kelompok B", people=1)
    with acting(team.manager, START):
        room = actions.add_room(name="Aula", seats=30, by=team.manager)
    session(team, wave, cycle, first, room_id=room, leader_id=team.manager.account_id)
    later = {"starts_at": time(8, 30), "ends_at": time(9, 30)}
    with refused("session_group_taken"):
        session(team, wave, cycle, first, **later)
    with refused("session_room_taken"):
        session(team, wave, cycle, second, room_id=room, **later)
    with refused("session_leader_taken"):
        session(team, wave, cycle, second, leader_id=team.manager.account_id, **later)
    with refused("session_people_taken"):
        session(team, wave, cycle, None, enrolment_id=members[0], **later)
    with refused("session_people_taken"):
        session(team, wave, cycle, None, **later)
    session(team, wave, cycle, second, room_id=room, starts_at=time(9), ends_at=time(10))


def test_a_session_of_everybody_takes_everybody(team, wave, cycle):
    made, _ = group(team, cycle)
    session(team, wave, cycle)
    with refused("session_people_taken"):
        session(team, wave, cycle, made)


def test_a_room_too_small_a_closed_day_and_a_suspended_one_are_refused(team, wave, cycle):
    from pulih.actions.programmes import suspend

    made, _ = group(team, cycle, people=3)
    with acting(team.manager, START):
        small = actions.add_room(name="Ruang konseling", seats=2, by=team.manager)
        actions.add_closure(on=DAY, name="Hari libur", by=team.manager)
        suspend(wave_id=wave.id, from_on=START, reason="outbreak", note="Karantina blok", by=team.manager)
    with pytest.raises(RuleBroken) as broken:
        session(team, wave, cycle, made, room_id=small)
    codes = {one.code for one in broken.value.reasons}
    assert codes == {"session_room_small", "session_on_closure", "session_while_suspended"}


def test_a_leader_who_is_away_leads_nothing(team, wave, cycle):
    from pulih.records import scope
    from pulih.records.models import StaffAbsence

    made, _ = group(team, cycle)
    with acting(team.manager, START):
        StaffAbsence.objects.create(
            organisation_id=team.office, account_id=team.nurse.account_id, from_on=DAY, until_on=DAY,
            reason="leave", recorded_at=scope.now(),
        )  # fmt: skip
    with refused("session_leader_away"):
        session(team, wave, cycle, made, leader_id=team.nurse.account_id)


def test_moved_and_cancelled_until_its_day_and_never_after(team, wave, cycle):
    from pulih.records.models import PlannedSession

    made, _ = group(team, cycle)
    planned = session(team, wave, cycle, made)
    hours = {"starts_at": time(10), "ends_at": time(11), "room_id": None, "leader_id": None}
    with acting(team.manager, START):
        actions.move_session(
            session_id=planned, on=DAY + timedelta(days=1), revision=1, by=team.manager, **hours
        )
        with refused("page_stale"):
            actions.move_session(session_id=planned, on=DAY, revision=1, by=team.manager, **hours)
        with refused("session_side_missing"):
            actions.cancel_session(session_id=planned, side="", because="Ruang banjir", by=team.manager)
        with refused("session_because_missing"):
            actions.cancel_session(session_id=planned, side="facility", because="", by=team.manager)
    with acting(team.manager, DAY + timedelta(days=2)):
        with refused("session_past"):
            actions.move_session(session_id=planned, on=DAY + timedelta(days=9), by=team.manager, **hours)
        with refused("session_past"):
            actions.cancel_session(
                session_id=planned, side="facility", because="Ruang banjir", by=team.manager
            )
    with acting(team.manager, START):
        row = PlannedSession.objects.get(pk=planned)
    assert (row.moved_from, row.on, row.state) == (DAY, DAY + timedelta(days=1), "planned")


def test_a_cancelled_session_is_made_good_once(team, wave, cycle):
    made, _ = group(team, cycle)
    planned = session(team, wave, cycle, made)
    hours = {"on": DAY + timedelta(days=1), "starts_at": time(8), "ends_at": time(9), "by": team.manager}
    with acting(team.manager, START):
        with refused("session_not_cancelled"):
            actions.catch_up(session_id=planned, **hours)
        actions.cancel_session(session_id=planned, side="external", because="Sidang massal", by=team.manager)
        with refused("session_cancelled"):
            actions.cancel_session(
                session_id=planned, side="external", because="Sidang massal", by=team.manager
            )
        with refused("session_catch_up_before"):
            actions.catch_up(session_id=planned, **{**hours, "on": DAY - timedelta(days=1)})
        actions.catch_up(session_id=planned, **hours)
        with refused("session_caught_up"):
            actions.catch_up(session_id=planned, **{**hours, "on": DAY + timedelta(days=4)})
    session(team, wave, cycle, made)


def test_nobody_is_in_two_groups_at_one_hour(team, wave, cycle):
    first, members = group(team, cycle)
    second, _ = group(team, cycle, "Kelompok B", people=1)
    session(team, wave, cycle, first)
    session(team, wave, cycle, second)
    with acting(team.manager, START):
        with refused("group_member_taken"):
            actions.add_member(group_id=second, enrolment_id=members[0], from_on=START, by=team.manager)
        actions.add_member(
            group_id=second, enrolment_id=members[0], from_on=DAY + timedelta(days=1), by=team.manager
        )
        with refused("group_member_twice"):
            actions.add_member(
                group_id=second, enrolment_id=members[0], from_on=DAY + timedelta(days=3), by=team.manager
            )


def test_somebody_changes_groups_on_a_day(team, wave, cycle):
    from pulih.records.models import GroupMember

    first, members = group(team, cycle)
    second, _ = group(team, cycle, "Kelompok B", people=1)
    session(team, wave, cycle, first)
    session(team, wave, cycle, second)
    with acting(team.manager, START):
        actions.move_member(
            enrolment_id=members[0], source_id=first, target_id=second, on=DAY, by=team.manager
        )
        with refused("group_member_unknown"):
            actions.remove_member(group_id=first, enrolment_id=members[0], until_on=DAY, by=team.manager)
        with refused("group_left_before"):
            actions.remove_member(
                group_id=first, enrolment_id=members[1], until_on=START - timedelta(days=1), by=team.manager
            )
        held = GroupMember.objects.filter(enrolment_id=members[0]).order_by("from_on")
        known = [(one.group_id, one.from_on, one.until_on) for one in held]
    assert known == [
        (first, START, DAY - timedelta(days=1)),
        (second, DAY, None),
    ]


def test_a_group_holds_only_those_who_were_admitted_to_its_cycle(team, wave, cycle):
    waiting = waves.candidate(team, cycle, waves.resident(team))
    stranger = waves.admitted(team, waves.plan(team, "Tahap 2").cycles["social"])
    with acting(team.manager, START):
        for code, member in (
            ("group_member_not_admitted", waiting),
            ("group_member_elsewhere", stranger),
            ("enrolment_unknown", uuid4()),
        ):
            with refused(code):
                actions.make_group(
                    cycle_id=cycle, name="Kelompok A", members=[member], from_on=START, by=team.manager
                )
        actions.make_group(cycle_id=cycle, name="Kelompok A", members=[], from_on=START, by=team.manager)
        with refused("group_name_taken"):
            actions.make_group(cycle_id=cycle, name="Kelompok A", members=[], from_on=START, by=team.manager)
        with refused("group_name_missing"):
            actions.make_group(cycle_id=cycle, name=" ", members=[], from_on=START, by=team.manager)


def test_a_group_and_a_room_with_sessions_to_come_stay_open(team, wave, cycle):
    made, _ = group(team, cycle)
    with acting(team.manager, START):
        room = actions.add_room(name="Aula", seats=30, by=team.manager)
    planned = session(team, wave, cycle, made, room_id=room)
    with acting(team.manager, START):
        with refused("group_has_sessions"):
            actions.close_group(group_id=made, by=team.manager)
        with refused("room_has_sessions"):
            actions.change_room(room_id=room, name="Aula", seats=30, closed=True, by=team.manager)
        with refused("closure_has_sessions"):
            actions.add_closure(on=DAY, name="Hari libur", by=team.manager)
        actions.cancel_session(session_id=planned, side="facility", because="Ruang banjir", by=team.manager)
        actions.close_group(group_id=made, by=team.manager)
        actions.change_room(room_id=room, name="Aula", seats=30, closed=True, by=team.manager)
    with refused("group_closed"):
        session(team, wave, cycle, made)
    with refused("room_closed"):
        session(team, wave, cycle, room_id=room)


def test_rooms_and_closures_are_named_once(team):
    with acting(team.manager, START):
        actions.add_room(name="Aula", seats=30, by=team.manager)
        with refused("room_name_taken"):
            actions.add_room(name="Aula", seats=10, by=team.manager)
        with refused("room_seats"):
            actions.add_room(name="Ruang lain", seats=0, by=team.manager)
        with refused("closure_past"):
            actions.add_closure(on=START - timedelta(days=1), name="Hari libur", by=team.manager)
        made = actions.add_closure(on=DAY, name="Hari libur", by=team.manager)
        with refused("closure_twice"):
            actions.add_closure(on=DAY, name="Hari libur", by=team.manager)
        actions.remove_closure(closure_id=made, by=team.manager)
        with refused("closure_unknown"):
            actions.remove_closure(closure_id=made, by=team.manager)


def test_another_offices_and_who_may_not_are_refused(team, wave, cycle):
    made, members = group(team, cycle)
    planned = session(team, wave, cycle, made)
    other = waves.team(mark=".lain")
    with acting(other.manager, START):
        with refused("group_unknown"):
            actions.remove_member(group_id=made, enrolment_id=members[0], until_on=DAY, by=other.manager)
        with refused("session_unknown"):
            actions.cancel_session(
                session_id=planned, side="facility", because="Bukan milik", by=other.manager
            )
    with acting(team.registrar, START), refused("permission_missing"):
        actions.add_room(name="Aula", seats=3, by=team.registrar)


def test_a_form_is_carried_out_once(team, wave, cycle):
    token = uuid4()
    session(team, wave, cycle, token=token)
    with refused("already_sent"):
        session(team, wave, cycle, token=token, on=DAY + timedelta(days=1))


def test_a_counsellor_plans_too(team, cycle):
    counsellor = factories.worker(Role.COUNSELLOR, waves_place(team))
    with acting(counsellor, START):
        assert actions.make_group(cycle_id=cycle, name="Kelompok C", members=[], from_on=START, by=counsellor)


def waves_place(team):
    from pulih.records.models import Organisation

    return Organisation.objects.get(pk=team.office)
