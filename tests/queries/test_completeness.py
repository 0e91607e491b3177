"""What an office owes, against plain Python that counts days one by one from the rows themselves."""

from collections import Counter
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions.programmes import resume, suspend
from pulih.queries import completeness
from pulih.queries.completeness import Chosen
from pulih.rules.completeness import Kind, State
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from pulih.rules.programmes import add_months
from tests import factories, sessions_rows, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)
TODAY = START + DAY * 60


@pytest.fixture
def team():
    return waves.team()


def office(team):
    from pulih.records.models import Organisation

    return Organisation.objects.get(pk=team.office)


@pytest.fixture
def wave(team):
    """Somebody whole, somebody measured late, somebody who left, two candidates; ten suspended days."""
    from pulih.records.models import PlannedSession

    made = waves.plan(team)
    cycle = made.cycles["social"]
    whole, behind, gone = (waves.admitted(team, cycle) for _ in range(3))
    waves.candidate(team, cycle, waves.resident(team, expires_on=None))
    waves.recommended(team, cycle, waves.resident(team))
    waves.sampled(team, whole, "start", START + DAY)
    waves.measured(team, whole, "baseline", START + DAY, waves.answers())
    waves.left(team, gone, "exited", START + DAY * 20, "released_early")
    group = sessions_rows.group(team, made, [whole, behind])
    held = [sessions_rows.session(team, made, group, START + DAY * day) for day in (1, 2, 3, 32, 40)]
    sessions_rows.session(team, made, group, START + DAY * 90)
    lost = sessions_rows.session(team, made, group, START + DAY * 50)
    with acting(team.head, START + DAY * 30):
        PlannedSession.objects.filter(pk__in=held[:2]).update(state="held", marked_at="2024-02-08T10:00Z")
        PlannedSession.objects.filter(pk=lost).update(state="cancelled", cancelled_side="facility")
        still = suspend(wave_id=made.id, from_on=START + DAY * 30, reason="staff", note="Cuti bersama",
                        by=team.head)  # fmt: skip
    with acting(team.head, START + DAY * 40):
        resume(suspension_id=still, until_on=START + DAY * 40, by=team.head)
    return made


def counted(since: date, days: int) -> date:
    """The day on which so many days have passed, skipping the ten that were suspended, one by one."""
    on = since
    while days:
        on += DAY
        days -= not START + DAY * 30 < on <= START + DAY * 40
    return on


def oracle(team, wave):
    """Done and owed by kind, from the rows."""
    from pulih.records import models as m

    found: dict[str, list[bool]] = {}
    with acting(team.manager, TODAY):
        for one in m.Enrolment.objects.filter(cycle__wave=wave.id).exclude(status="removed"):
            begun, ended = one.admitted_on, one.ended_on
            if begun:
                found.setdefault("decision", []).append(True)
                for point in one.cycle.plan:
                    aim = (add_months(begun, point["month"]) - begun).days
                    last = counted(begun, aim + point["after"])
                    if last >= TODAY or (ended and ended < last):
                        continue
                    urine = point["kind"] == "urine"
                    rows = (m.UrineTest if urine else m.Response).objects.filter(enrolment=one)
                    kind = "urine" if urine else "measurement"
                    found.setdefault(kind, []).append(rows.filter(point=point["code"]).exists())
                if counted(begun, 14) < TODAY and not (ended and ended < counted(begun, 14)):
                    found.setdefault("plan", []).append(False)
            elif one.since + DAY * 30 < TODAY:
                found.setdefault("decision", []).append(False)
            if ended is None:
                person = one.person_id
                papers = {
                    "willingness": m.Consent.objects.filter(person_id=person, withdrawn_on=None),
                    "sentence": m.Sentence.objects.filter(person_id=person, expires_on__isnull=False),
                    "category": m.ParticipantCategory.objects.filter(person_id=person),
                }
                for kind, rows in papers.items():
                    found.setdefault(kind, []).append(rows.exists())
        for one in m.PlannedSession.objects.filter(wave=wave.id):
            if one.state == "cancelled":
                made = m.PlannedSession.objects.filter(catches_up=one).exclude(state="cancelled").exists()
                found.setdefault("catch_up", []).append(made)
            elif one.on < TODAY:
                found.setdefault("session", []).append(one.state == "held")
    return {kind: (sum(done), len(done)) for kind, done in found.items()}


def asked(actor, day: date = TODAY, **chosen: str):
    with acting(actor, day):
        return completeness.overview(actor, Chosen(**chosen))


def test_the_share_of_every_kind_is_what_counting_by_hand_gives(team, wave):
    found = asked(team.manager)
    expected = oracle(team, wave)
    assert {kind.value: (one.done, one.owed) for kind, one in found.kinds} == expected
    assert set(expected) == {kind.value for kind in Kind} - {"review"}
    assert (found.tally.done, found.tally.owed) == tuple(map(sum, zip(*expected.values(), strict=True)))
    assert [one.tally for one in found.waves] == [found.tally]
    with acting(team.head, TODAY):
        assert completeness.share(team.head) == found.tally


def test_each_line_says_whose_it_is_and_lists_narrow(team, wave):
    found = asked(team.manager)
    owing = Counter((one.line.kind.value, one.line.state.value) for one in found.lines)
    expected = oracle(team, wave)
    for kind, (done, owed) in expected.items():
        pressing = owing[kind, "overdue"] + owing[kind, "missing"]
        gone = 1 if kind in ("urine", "plan") else 0  # owed when they left: counted, asked of nobody
        assert pressing == owed - done - gone, kind
    assert owing["measurement", "due"] == 0
    roles = {one.line.kind.value: one.line.role for one in found.lines}
    assert (roles["urine"], roles["sentence"], roles["plan"]) == ("nurse", "registrar", "counsellor")
    assert {one.line.role for one in asked(team.nurse).mine} == {"nurse"}
    assert found.lines[0].line.state is State.OVERDUE
    only = asked(team.manager, kind="urine").lines
    assert only
    assert {one.line.kind for one in only} == {Kind.URINE}
    assert asked(team.manager, worker="nurse").lines == only
    assert asked(team.manager, wave="tidak-ada").lines == ()
    assert [one.key for one in found.workers if one.worker] == []
    with pytest.raises(RuleBroken, match="permission_missing"):
        asked(team.registrar)


def test_what_bears_a_name_is_that_workers_alone(team, wave):
    one, other = (factories.worker(Role.COUNSELLOR, office(team)) for _ in range(2))
    sessions_rows.session(
        team, wave, None, START + DAY * 5, leader_id=one.account_id, starts_at=time(13), ends_at=time(14)
    )
    mine = [line for line in asked(one).mine if line.line.kind is Kind.SESSION and line.line.worker_id]
    assert len(mine) == 1
    assert not [line for line in asked(other).mine if line.line.worker_id]
    assert str(one.account_id) in {row.key for row in asked(team.manager).workers}


def test_while_a_wave_stands_still_its_days_are_owed_by_nobody(team, wave):
    before = Counter(one.line.kind for one in asked(team.manager).lines)
    with acting(team.head, TODAY):
        suspend(wave_id=wave.id, from_on=TODAY, reason="disaster", note="Banjir", by=team.head)
    later = asked(team.manager, TODAY + DAY * 80)
    after = Counter(one.line.kind for one in later.lines)
    assert {kind: after[kind] for kind in (Kind.SESSION, Kind.MEASUREMENT, Kind.URINE, Kind.PLAN)} == {
        kind: before[kind] for kind in (Kind.SESSION, Kind.MEASUREMENT, Kind.URINE, Kind.PLAN)
    }


def test_statements_do_not_grow_with_the_people(team):
    wave = waves.plan(team, social=200)
    counts = []
    for more in (3, 20):
        group = sessions_rows.group(team, wave, sessions_rows.enrolled(team, wave, more), f"Kelompok {more}")
        for day in range(more):
            sessions_rows.session(team, wave, group, START + DAY * day)
        with acting(team.manager, TODAY), CaptureQueriesContext(connection) as statements:
            found = completeness.overview(team.manager)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 6
    assert len(found.lines) > 60
