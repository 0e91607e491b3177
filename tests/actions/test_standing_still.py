"""Standing still takes sessions out of the timetable; going on plans them anew, and nobody is owed less."""

from collections import Counter
from datetime import date, timedelta

import pytest

from pulih.actions import programmes, sessions
from pulih.actions.programmes import resume, suspend
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
FIRST = START + timedelta(days=8)
UNTIL = FIRST + timedelta(days=14)
HOLIDAY = START + timedelta(days=24)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    """Two groups, two rooms, a counsellor, a holiday, and the timetable of it all."""
    from pulih.records.models import Organisation

    factories.worker(Role.COUNSELLOR, Organisation.objects.get(pk=team.office), profession="social_worker")
    made = waves.plan(team)
    cycle = made.cycles["social"]
    for name in ("Kelompok A", "Kelompok B"):
        members = [waves.admitted(team, cycle)]
        with acting(team.manager, START):
            sessions.make_group(cycle_id=cycle, name=name, members=members, from_on=START, by=team.manager)
    with acting(team.manager, START):
        sessions.add_room(name="Aula", seats=40, by=team.manager)
        sessions.add_room(name="Ruang kelompok", seats=12, by=team.manager)
        sessions.add_closure(on=HOLIDAY, name="Hari libur", by=team.manager)
        facts = {"cycle_id": cycle, "from_on": START, "curriculum": "social-non-tc", "by": team.manager}
        shown = sessions.preview_timetable(**facts)
        sessions.generate_timetable(mark=shown.mark, **facts)
    return made


def rows(team, **which):
    from pulih.records.models import PlannedSession

    with acting(team.manager, START):
        found = PlannedSession.objects.filter(organisation_id=team.office, **which)
        return list(found.order_by("on", "starts_at", "pk"))


def owed(team) -> Counter:
    """Sessions held or to come, and those that fell out and were not made good, by module and for whom."""
    everything = rows(team)
    good = {one.catches_up_id for one in everything if one.state != "cancelled"}
    return Counter((one.module, one.group_id or one.enrolment_id) for one in everything if one.pk not in good)


def still(team, wave, first: date = FIRST, by=None, note="Karantina blok"):
    by = by or team.head
    with acting(by, first):
        return suspend(wave_id=wave.id if wave else None, from_on=first, reason="outbreak", note=note, by=by)


def go_on(team, held, until: date = UNTIL, on: date | None = None):
    with acting(team.head, on or until):
        return resume(suspension_id=held, until_on=until, by=team.head)


def clashes(team) -> int:
    with acting(team.manager, START):
        from pulih.actions.sessions.facts import meetings
        from pulih.rules.sessions import check_clashes

        found = meetings(team.manager, START, START + timedelta(days=400))
        by_day: dict[date, list] = {}
        for one in found:
            by_day.setdefault(one.on, []).append(one)
        return sum(
            len(check_clashes(one, day[place + 1 :]).reasons)
            for day in by_day.values()
            for place, one in enumerate(day)
        )


def test_what_stood_on_those_days_is_made_good_and_nobody_is_owed_less(team, wave):
    before = owed(team)
    planned = {one.pk: one for one in rows(team)}
    with acting(team.head, FIRST):
        shown = programmes.preview_suspension(wave_id=wave.id, from_on=FIRST, by=team.head)
    held = still(team, wave)
    out = rows(team, state="cancelled")
    assert shown.sessions == len(out) == sum(one.on == FIRST for one in planned.values()) > 0
    assert shown.a_week >= len(planned) // 27
    assert {(one.cancelled_side, one.cancelled_because) for one in out} == {("external", "Karantina blok")}

    with acting(team.head, UNTIL):
        said = programmes.preview_resumption(suspension_id=held, until_on=UNTIL, by=team.head)
    assert [one.state for one in rows(team)].count("cancelled") == len(out), "a preview writes nothing"
    (effect,) = go_on(team, held)
    assert said == (effect,)
    assert effect.stuck == ()
    assert (effect.ends_after - effect.ends_before).days == 14

    assert owed(team) == before
    standing = rows(team, state="planned")
    assert not [one for one in standing if FIRST <= one.on < UNTIL or one.on == HOLIDAY]
    assert clashes(team) == 0
    moved = [one for one in standing if one.moved_from]
    assert all(planned[one.pk].on == one.moved_from < one.on for one in moved)
    assert all(one.on.weekday() == one.moved_from.weekday() for one in moved if not near(one.on))
    good = {one.catches_up_id for one in standing if one.catches_up_id}
    assert good == {one.pk for one in rows(team, state="cancelled")}
    assert effect.moves == len(moved) + len(good)
    assert max(one.on for one in standing) > max(one.on for one in planned.values())


def near(on: date) -> bool:
    """Whether what stood there had to make room for the holiday."""
    return abs((on - HOLIDAY).days) <= 7


def test_held_sessions_and_those_cancelled_by_hand_stay_as_they_are(team, wave):
    from pulih.records.models import PlannedSession

    first, second = rows(team, on=FIRST)[:2]
    with acting(team.manager, FIRST):
        sessions.cancel_session(
            session_id=second.pk, side="facility", because="Ruang banjir", by=team.manager
        )
        PlannedSession.objects.filter(pk=first.pk).update(state="held", marked_at="2024-02-13T10:00Z")
    before = owed(team)
    held = still(team, wave)
    go_on(team, held)
    kept = {one.pk: one for one in rows(team)}
    assert (kept[first.pk].state, kept[first.pk].on) == ("held", FIRST)
    assert kept[second.pk].cancelled_because == "Ruang banjir"
    assert second.pk not in {one.catches_up_id for one in kept.values()}
    assert owed(team) == before


def test_a_wave_goes_on_only_when_its_facility_does_too(team, wave):
    before, planned = owed(team), {one.pk: one.on for one in rows(team)}
    own = still(team, wave)
    whole = still(team, None, FIRST + timedelta(days=3), note="Blok dikunci")
    (stands,) = go_on(team, own)
    assert (stands.goes_on, stands.moves) == (False, 0)
    late = UNTIL + timedelta(days=7)
    (effect,) = go_on(team, whole, late)
    assert effect.goes_on
    assert (effect.ends_after - effect.ends_before).days == 21
    assert owed(team) == before
    assert not [one for one in rows(team, state="planned") if FIRST <= one.on < late]
    assert {one.on - planned[one.pk] for one in rows(team, state="planned") if one.pk in planned
            and one.on > HOLIDAY + timedelta(days=30)} == {timedelta(days=21)}  # fmt: skip


def test_a_resumption_written_down_late_leaves_days_that_have_passed(team, wave):
    before = owed(team)
    held = still(team, wave)
    today = UNTIL + timedelta(days=3)
    between = [one.pk for one in rows(team) if UNTIL <= one.on < today]
    go_on(team, held, UNTIL, on=today)
    kept = {one.pk: one for one in rows(team)}
    assert between
    assert all(kept[one].state == "planned" and kept[one].moved_from is None for one in between)
    new = [one for one in kept.values() if one.catches_up_id]
    assert new
    assert min(one.on for one in new) >= today
    assert owed(team) == before


def test_what_has_gone_on_is_not_suspended_again_behind_its_back(team, wave):
    held = still(team, wave)
    go_on(team, held)
    for which in (wave, None):
        with pytest.raises(RuleBroken, match="suspension_overlaps"), acting(team.head, UNTIL):
            suspend(
                wave_id=which.id if which else None, from_on=UNTIL - timedelta(days=1),
                reason="outbreak", note="Sekali lagi", by=team.head,
            )  # fmt: skip


def test_whoever_was_admitted_late_has_sessions_after_the_others(team, wave):
    from pulih.records.models import Cycle

    cycle = wave.cycles["social"]
    late = START + timedelta(days=21)
    person = waves.resident(team)
    member = waves.recommended(team, cycle, person)
    with acting(team.manager, late):
        from pulih.actions.enrolments import admit
        from pulih.actions.sessions.facts import last_day_of, suspensions_of

        end = last_day_of(Cycle.objects.get(pk=cycle), [], team.manager)
        admit(enrolment_id=member, on=late, by=team.manager)
        row = Cycle.objects.get(pk=cycle)
        longer = last_day_of(row, suspensions_of(row.wave), team.manager)
        assert (longer - end).days >= 20
        facts = {"cycle_id": cycle, "from_on": late, "curriculum": "social-non-tc", "by": team.manager}
        shown = sessions.preview_timetable(**facts)
    after = [one for one in shown.timetable.placed if one.meeting.on > end]
    assert {one.unit.id for one in after} == {member}
