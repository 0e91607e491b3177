"""Enrolments by month: counted from the heads, compared with the histories themselves counted in plain Python."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import enrolments as actions
from pulih.queries import enrolments
from pulih.queries.enrolments.months import KINDS, last_day, months
from pulih.records.models import StatusChange
from pulih.rules.errors import RuleBroken
from pulih.rules.lifecycles import Change, Status, exit_group, standing
from pulih.rules.permissions import Role
from tests import factories, histories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
LATER = date(2025, 3, 20)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def cycle(team):
    return waves.plan(team, social=20).cycles["social"]


def counted(by, year, day=LATER):
    """What happened by month: (year, month) with the counts that are not zero, and who was in at its end."""
    with acting(by, day):
        found = months(by, year)
    return {
        (one.first.year, one.first.month): (dict(one.happened), one.running)
        for whole in (found.before, found.year)
        for one in whole.months
    }


def test_months_count_admissions_ends_by_group_and_who_was_in(team, cycle):
    one, two, three = (waves.admitted(team, cycle) for _ in range(3))
    waves.left(team, one, "exited", date(2024, 4, 2), "withdrew")
    waves.left(team, two, "exited", date(2024, 4, 30), "released_early")
    waves.left(team, three, "completed", date(2024, 8, 4))
    found = counted(team.manager, 2024)
    assert found[2024, 2] == ({"admitted": 3}, 3)
    assert found[2024, 3] == ({}, 3)
    assert found[2024, 4] == ({"dropout": 1, "administrative": 1}, 1)
    assert found[2024, 8] == ({"completed": 1}, 0)
    assert counted(team.manager, 2025)[2024, 8] == ({"completed": 1}, 0)


def test_a_correction_moves_the_figure_and_a_mistaken_entry_takes_it_away(team, cycle):
    one, two = waves.admitted(team, cycle), waves.admitted(team, cycle)
    waves.left(team, one, "exited", date(2024, 5, 6), "withdrew")
    with acting(team.manager, date(2024, 5, 8)):
        wrong = StatusChange.objects.get(enrolment_id=one, to_status="exited")
        actions.correct_change(
            change_id=wrong.pk, effective_on=date(2024, 4, 29), reason="medical", why="Salah baca surat",
            by=team.manager,
        )  # fmt: skip
    waves.left(team, two, "removed", date(2024, 6, 3), "wrong_person")
    found = counted(team.manager, 2024)
    assert (found[2024, 2], found[2024, 4], found[2024, 5]) == (
        ({"admitted": 1}, 1),
        ({"medical": 1}, 0),
        ({}, 0),
    )


def test_whoever_moves_to_another_facility_is_counted_as_moved_and_stays_in_the_figures(team, cycle):
    person = waves.resident(team)
    waves.admitted(team, cycle, person)
    other = waves.team(mark=".b")
    with acting(team.registrar, START + timedelta(days=40)):
        actions.propose_transfer(
            person_id=person, receiver_id=other.office, reason="Mendekat ke keluarga", by=team.registrar
        )
    with acting(other.registrar, START + timedelta(days=41)):
        (offered,) = enrolments.transfers(other.registrar)
        actions.accept_transfer(
            transfer_id=offered.id, register_number="BI.77/2024", kind="sentenced", block="C1",
            moved_on=START + timedelta(days=41), by=other.registrar,
        )  # fmt: skip
    found = counted(team.manager, 2024)
    assert found[2024, 3] == ({"transferred": 1}, 0)
    assert counted(other.manager, 2024)[2024, 3] == ({}, 0)


def test_a_year_shows_the_months_that_have_begun_and_no_year_lies_ahead(team, cycle):
    waves.admitted(team, cycle)
    with acting(team.manager, START + timedelta(days=30)):
        found = months(team.manager, 2031)
    assert (found.year.year, len(found.year.months), len(found.before.months)) == (2024, 3, 12)
    assert (found.oldest, found.year.sum_of("admitted"), found.before.sum_of("admitted")) == (2024, 1, 0)
    assert last_day(date(2024, 2, 1)) == date(2024, 2, 29)


def test_only_the_office_itself_and_roles_that_read_waves_see_the_months(team, cycle):
    waves.admitted(team, cycle)
    stranger = waves.team(mark=".x")
    assert all(one == ({}, 0) for one in counted(stranger.manager, 2024).values())
    clerk = factories.worker(Role.ADMINISTRATOR, factories.organisation())
    with acting(clerk, START), pytest.raises(RuleBroken, match="permission_missing"):
        months(clerk)


def test_one_statement_whatever_the_office(team, cycle):
    waves.admitted(team, cycle)
    with acting(team.manager, LATER), CaptureQueriesContext(connection) as asked:
        months(team.manager, 2024)
    assert len(asked) == 1


def told(changes) -> tuple[date, date | None, str] | None:
    """An enrolment out of its standing history: admitted, ended, how; nothing where it does not count."""
    admitted = next((one.effective_on for one in changes if one.target is Status.ADMITTED), None)
    if admitted is None or changes[-1].target is Status.REMOVED:
        return None
    ends = [one for one in changes if one.target in (Status.COMPLETED, Status.EXITED)]
    if not ends:
        return admitted, None, ""
    reason = ends[-1].reason
    how = "transferred" if reason == "transferred" else exit_group(reason)
    return admitted, ends[-1].effective_on, "completed" if ends[-1].target is Status.COMPLETED else how


@pytest.mark.parametrize("seed", [11, 12, 13, 14])
def test_random_histories_count_the_same_told_change_by_change(seed):
    history = histories.History(seed, (waves.team(), waves.team(mark=".b")))
    for _ in range(90):
        history.step()
    for team in history.teams:
        with acting(team.manager, history.day):
            rows: dict[object, list[Change]] = {}
            for one in StatusChange.objects.filter(organisation_id=team.office).order_by("id"):
                rows.setdefault(one.enrolment_id, []).append(
                    Change(
                        one.pk,
                        Status(one.to_status),
                        one.effective_on,
                        one.reason,
                        one.corrects_id,
                        one.annuls,
                    )
                )
        known = [one for one in (told(standing(changes)) for changes in rows.values()) if one]
        for (year, month), (happened, running) in counted(
            team.manager, history.day.year, history.day
        ).items():
            first = date(year, month, 1)
            last = last_day(first)
            expected = Counter(how for _, ended, how in known if ended and first <= ended <= last)
            expected["admitted"] += sum(first <= on <= last for on, _, _ in known)
            assert happened == dict(+expected)
            assert set(happened) <= set(KINDS)
            assert running == sum(on <= last and (ended is None or ended > last) for on, ended, _ in known)
