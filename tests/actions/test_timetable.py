"""A timetable is previewed, kept as it was shown, filled up later; a programme is adopted from a file."""

from datetime import date, time, timedelta

import pytest

from pulih.actions import sessions as actions
from pulih.actions.programmes import adopt_template, suspend
from pulih.language.curricula import template
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from pulih.rules.programme_templates import template_to_plain
from pulih.rules.timetable import Band
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
PLAIN = "social-non-tc"


@pytest.fixture
def team():
    return waves.team()


def office(team):
    from pulih.records.models import Organisation

    return Organisation.objects.get(pk=team.office)


@pytest.fixture
def counsellor(team):
    return factories.worker(Role.COUNSELLOR, office(team), profession="social_worker")


@pytest.fixture
def wave(team, counsellor):
    """Two groups of two, two rooms, a counsellor, a holiday."""
    made = waves.plan(team)
    cycle = made.cycles["social"]
    for name in ("Kelompok A", "Kelompok B"):
        members = [waves.admitted(team, cycle) for _ in range(2)]
        with acting(team.manager, START):
            actions.make_group(cycle_id=cycle, name=name, members=members, from_on=START, by=team.manager)
    with acting(team.manager, START):
        actions.add_room(name="Aula", seats=40, by=team.manager)
        actions.add_room(name="Ruang kelompok", seats=12, by=team.manager)
        actions.add_closure(on=START + timedelta(days=2), name="Hari libur", by=team.manager)
    return made


def preview(team, wave, day=START, **more):
    facts = {"cycle_id": wave.cycles["social"], "from_on": day, "curriculum": PLAIN, "by": team.manager}
    with acting(team.manager, day):
        return actions.preview_timetable(**{**facts, **more})


def keep(team, wave, mark, day=START, **more):
    facts = {"cycle_id": wave.cycles["social"], "from_on": day, "curriculum": PLAIN, "by": team.manager}
    with acting(team.manager, day):
        return actions.generate_timetable(mark=mark, **{**facts, **more})


def rows(team, **which):
    from pulih.records.models import PlannedSession

    with acting(team.manager, START):
        return list(PlannedSession.objects.filter(organisation_id=team.office, **which).order_by("on"))


def refused(code):
    return pytest.raises(RuleBroken, match=code)


def test_what_was_shown_is_kept_and_nothing_stands_on_the_holiday(team, wave, counsellor):
    shown = preview(team, wave)
    assert not rows(team)
    assert not shown.timetable.unplaced
    assert keep(team, wave, shown.mark) == len(shown.timetable.placed)
    kept = rows(team)
    assert len(kept) == len(shown.timetable.placed) > 200
    assert START + timedelta(days=2) not in {one.on for one in kept}
    alone = [one for one in kept if one.module == "individual_counselling"]
    assert {one.leader_id for one in alone} == {counsellor.account_id}
    assert all(one.enrolment_id and not one.group_id for one in alone)


def test_generating_again_fills_up_and_afresh_leaves_what_was_touched(team, wave):
    keep(team, wave, preview(team, wave).mark)
    again = preview(team, wave)
    assert (again.timetable.placed, again.replaced) == ((), 0)
    with refused("timetable_empty"):
        keep(team, wave, again.mark)
    first = rows(team)[0]
    with acting(team.manager, START):
        actions.cancel_session(session_id=first.pk, side="facility", because="Ruang banjir", by=team.manager)
    whole = len(rows(team))
    later = START + timedelta(days=60)
    anew = preview(team, wave, later, afresh=True)
    assert anew.replaced == len(anew.timetable.placed)
    keep(team, wave, anew.mark, later, afresh=True)
    assert len(rows(team)) == whole
    assert [one.pk for one in rows(team, state="cancelled")] == [first.pk]


def test_what_changed_since_it_was_shown_is_shown_again(team, wave):
    shown = preview(team, wave)
    with acting(team.manager, START):
        actions.add_closure(on=START + timedelta(days=3), name="Hari libur lain", by=team.manager)
    with refused("timetable_changed"):
        keep(team, wave, shown.mark)
    assert not rows(team)


def test_suspended_days_hold_nothing(team, wave):
    with acting(team.manager, START):
        suspend(wave_id=wave.id, from_on=START, reason="outbreak", note="Karantina blok", by=team.manager)
    shown = preview(team, wave)
    assert not shown.timetable.placed
    assert len(shown.timetable.closed_weeks) > 20


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("curriculum_missing", {"curriculum": ""}),
        ("curriculum_of_another", {"curriculum": "medical"}),
        ("template_unknown", {"curriculum": "dance"}),
        ("timetable_in_past", {"from_on": START - timedelta(days=1)}),
        ("session_outside_wave", {"from_on": date(2025, 1, 1)}),
        ("timetable_hours", {"bands": (Band(time(9), time(8)),)}),
        ("timetable_hours", {"bands": ()}),
    ],
)
def test_what_cannot_be_worked_out_is_refused(team, wave, code, more):
    with refused(code):
        preview(team, wave, **more)


def test_another_offices_cycle_is_not_found(team, wave):
    other = waves.team(mark=".lain")
    with acting(other.manager, START), refused("cycle_unknown"):
        actions.preview_timetable(
            cycle_id=wave.cycles["social"], from_on=START, curriculum=PLAIN, by=other.manager
        )


def administrator(team):
    return factories.worker(Role.ADMINISTRATOR, office(team))


def adopt(by, given):
    with acting(by, START):
        return adopt_template(given=given, by=by)


def test_an_adopted_programme_is_a_further_version_and_new_waves_use_it(team, wave):
    from pulih.records.models import Cycle, ProgrammeVersion

    by = administrator(team)
    made = adopt(by, template_to_plain(template("social-tc")))
    assert (made.programme, made.version, made.fresh) == ("social", 2, True)
    assert not adopt(by, template_to_plain(template("social-tc"))).fresh
    later = waves.plan(team, "Tahap 2")
    with acting(team.manager, START):
        assert Cycle.objects.get(pk=later.cycles["social"]).version.version == 2
        assert Cycle.objects.get(pk=wave.cycles["social"]).version.version == 1
        assert ProgrammeVersion.objects.get(programme_id="social", version=1).curriculum == {}
    member = waves.admitted(team, later.cycles["social"])
    with acting(team.manager, START):
        actions.make_group(
            cycle_id=later.cycles["social"],
            name="Kelompok A",
            members=[member],
            from_on=START,
            by=team.manager,
        )
    shown = preview(team, later, curriculum="")
    assert {one.module.code for one in shown.timetable.placed} >= {"morning_meeting", "encounter"}


def test_a_template_with_an_unknown_instrument_is_refused_and_nothing_is_adopted(team):
    from pulih.records.models import ProgrammeVersion

    by = administrator(team)
    given = template_to_plain(template("medical"))
    given["plan"][0]["kind"] = "mood-ring"
    with pytest.raises(RuleBroken) as broken:
        adopt(by, given)
    assert "plan_instrument_unknown" in {one.code for one in broken.value.reasons}
    with acting(by, START):
        assert ProgrammeVersion.objects.filter(programme_id="medical").count() == 1


def test_a_manager_adopts_nothing(team):
    with acting(team.manager, START), refused("permission_missing"):
        adopt_template(given=template_to_plain(template("medical")), by=team.manager)
