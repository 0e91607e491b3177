"""Sessions as read: a week with what clashes, a worker's day, groups, with a fixed number of statements."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import sessions as actions
from pulih.queries import programmes
from pulih.queries import sessions as queries
from pulih.rules.errors import RuleBroken
from tests import waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = START + timedelta(days=1)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    return waves.plan(team)


def group(team, cycle, name="Kelompok A", people=2):
    members = [waves.admitted(team, cycle) for _ in range(people)]
    with acting(team.manager, START):
        return actions.make_group(cycle_id=cycle, name=name, members=members, from_on=START, by=team.manager)


def planned(team, wave, group_id, hour=8, **more):
    with acting(team.manager, START):
        return actions.plan_session(
            wave_id=wave.id, cycle_id=wave.cycles["social"], group_id=group_id, enrolment_id=None,
            module="group", title="Konseling kelompok", on=DAY, starts_at=time(hour), ends_at=time(hour + 1),
            **more, by=team.manager,
        )  # fmt: skip


def week(team, wave, day=START):
    with acting(team.manager, day):
        facts = programmes.wave_of(team.manager, wave.reference)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            found = queries.week_of(team.manager, facts, day)
        assert len(seen) == 2
        return found


def test_a_week_shows_each_day_with_its_sessions(team, wave):
    made = group(team, wave.cycles["social"], people=3)
    planned(team, wave, made, leader_id=team.manager.account_id)
    found = week(team, wave)
    assert [len(rows) for _, rows in found.days] == [0, 1, 0, 0, 0]
    (row,) = found.rows
    assert (row.group, row.leader, len(row.people)) == ("Kelompok A", team.manager.name, 3)
    assert not found.clashes
    assert not week(team, wave, START + timedelta(days=7)).rows


def test_what_came_to_clash_later_is_named(team, wave):
    from pulih.actions.programmes import suspend
    from pulih.records import scope
    from pulih.records.models import StaffAbsence

    made = group(team, wave.cycles["social"])
    planned(team, wave, made, leader_id=team.manager.account_id)
    with acting(team.manager, START):
        StaffAbsence.objects.create(
            organisation_id=team.office, account_id=team.manager.account_id, from_on=DAY, until_on=DAY,
            reason="leave", recorded_at=scope.now(),
        )  # fmt: skip
        suspend(wave_id=wave.id, from_on=START, reason="outbreak", note="Karantina", by=team.manager)
    (clash,) = week(team, wave).clashes
    assert {one.code for one in clash.reasons} == {"session_leader_away", "session_while_suspended"}


def test_a_workers_day_holds_only_what_they_lead(team, wave):
    made = group(team, wave.cycles["social"])
    planned(team, wave, made, leader_id=team.manager.account_id)
    planned(team, wave, made, 10, leader_id=team.nurse.account_id)
    with acting(team.manager, DAY):
        assert [one.starts_at.hour for one in queries.day_of(team.manager, DAY)] == [8]
    with acting(team.nurse, DAY):
        assert [one.starts_at.hour for one in queries.day_of(team.nurse, DAY)] == [10]


def test_groups_know_their_people_and_who_is_in_none(team, wave):
    cycle = wave.cycles["social"]
    group(team, cycle)
    waves.admitted(team, cycle)
    with acting(team.manager, START):
        with CaptureQueriesContext(connection) as seen:
            (found,) = queries.groups_of(team.manager, wave.id, ((cycle, "social"),))
        assert len(seen) == 2
    assert [len(one.members) for one in found.groups] == [2]
    assert len(found.without) == 1


def test_somebody_who_left_counts_no_more(team, wave):
    cycle = wave.cycles["social"]
    member = waves.admitted(team, cycle)
    with acting(team.manager, START):
        made = actions.make_group(
            cycle_id=cycle, name="Kelompok A", members=[member], from_on=START, by=team.manager
        )
    planned(team, wave, made)
    waves.left(team, member, "exited", START, "withdrew")
    assert not week(team, wave).rows[0].people


def test_rooms_closures_and_leaders_are_of_the_office(team, wave):
    other = waves.team(mark=".lain")
    with acting(team.manager, START):
        actions.add_room(name="Aula", seats=30, by=team.manager)
        actions.add_closure(on=DAY, name="Hari libur", by=team.manager)
        assert [one.name for one in queries.rooms_of(team.manager)] == ["Aula"]
        assert [one.name for one in queries.closures_of(team.manager)] == ["Hari libur"]
        leaders = {id for id, _ in queries.leaders_of(team.manager)}
        assert leaders == {one.account_id for one in (team.assessor, team.nurse, team.manager)}
        assert not queries.own_curriculum(team.manager, wave.cycles["social"])
    with acting(other.manager, START):
        assert not queries.rooms_of(other.manager)
        assert not queries.closures_of(other.manager)


def test_another_offices_session_and_group_are_not_found(team, wave):
    made = group(team, wave.cycles["social"])
    session = planned(team, wave, made)
    other = waves.team(mark=".lain")
    with acting(team.manager, START):
        assert queries.session_of(team.manager, session).id == session
        assert queries.wave_of_group(team.manager, made) == wave.reference
    with acting(other.manager, START):
        with pytest.raises(RuleBroken, match="session_unknown"):
            queries.session_of(other.manager, session)
        with pytest.raises(RuleBroken, match="group_unknown"):
            queries.wave_of_group(other.manager, made)
        with pytest.raises(RuleBroken, match="session_unknown"):
            queries.session_of(other.manager, uuid4())
    with acting(team.registrar, START), pytest.raises(RuleBroken, match="permission_missing"):
        queries.rooms_of(team.registrar)
