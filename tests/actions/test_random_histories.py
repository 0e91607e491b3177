"""Whatever happens to people in whatever order: nobody is twice, nobody is lost, nobody is seen without reason.

`PULIH_HISTORIES` asks for more histories than the suite runs; a failing one is told by its seed and its story.
"""

import copy
import os
from collections import Counter

import pytest

from pulih.actions.enrolments.pathway import rebuild_head
from pulih.indicators.wave import columns_of_wave
from pulih.records.models import (
    Cycle,
    Enrolment,
    Person,
    PersonAccess,
    PersonSearch,
    StatusChange,
    Stay,
    TimeAway,
    Wave,
)
from pulih.rules import lifecycles
from pulih.rules.actors import system_actor
from pulih.rules.lifecycles import Change, Status
from tests import factories, waves
from tests.histories import STEPS, History
from tests.waves import acting

HISTORIES = int(os.environ.get("PULIH_HISTORIES", "20"))
LENGTH = 30
TOGETHER = 20
"""Histories of one transaction: the locks of its savepoints are many, and their table is finite."""
HEAD = ("status", "since", "held_from", "in_place", "admitted_on", "ended_on", "exit_reason")


@pytest.fixture
def teams(db):
    region = factories.region()
    return tuple(waves.team(factories.organisation(parent=region), mark) for mark in (".satu", ".dua"))


@pytest.mark.parametrize("first", range(0, HISTORIES, TOGETHER))
def test_no_order_of_events_breaks_what_must_always_hold(teams, first):
    done: Counter[str] = Counter()
    for seed in range(first, first + TOGETHER):
        history = History(seed, teams)
        for number in range(LENGTH):
            history.step()
            trouble = troubles(history, sheets=number % 5 == 4)
            assert not trouble, "\n".join([f"seed {seed}", *history.story, *trouble])
        done += history.done
    assert set(STEPS) <= set(done), f"never happened: {set(STEPS) - set(done)}"


def troubles(history: History, *, sheets: bool) -> list[str]:
    """What no longer holds, in words. Both offices together see everything there is."""
    found: list[str] = []
    open_once: Counter[tuple[object, str]] = Counter()
    for team in history.teams:
        office = team.office
        with acting(system_actor(office), history.day):
            rows = list(Enrolment.objects.filter(organisation_id=office, cycle_id__in=history.cycles[office]))
            open_once.update(
                (row.person_id, row.programme_id) for row in rows if row.status in lifecycles.OPEN
            )
            found += _places(history.cycles[office], rows)
            found += _histories(rows, history)
            found += _walls(office)
            if sheets:
                found += _sheet(history.waves[office], rows)
            found += _all_here(rows)
    found += [f"{key} has {n} open enrolments" for key, n in open_once.items() if n > 1]
    return found


def _places(cycles, rows) -> list[str]:
    found = []
    for cycle in Cycle.objects.filter(pk__in=cycles):
        inside = sum(row.in_place for row in rows if row.cycle_id == cycle.pk)
        if cycle.taken != inside or inside > cycle.capacity:
            found.append(
                f"{cycle.programme_id}: {cycle.taken} taken, {inside} inside, {cycle.capacity} places"
            )
    return found


def _histories(rows, history) -> list[str]:
    """The head says what the history says, and the history is a legal pathway."""
    changes: dict[object, list[Change]] = {row.pk: [] for row in rows}
    for one in StatusChange.objects.filter(enrolment__in=rows).order_by("id"):
        changes[one.enrolment_id].append(
            Change(one.pk, Status(one.to_status), one.effective_on, one.reason, one.corrects_id, one.annuls)
        )
    found = []
    for row in rows:
        standing = lifecycles.standing(changes[row.pk])
        again = copy.copy(row)
        rebuild_head(again, standing)
        if not lifecycles.check_correction(standing, history.day):
            found.append(f"{row.pk}: not a pathway: {[one.target.value for one in standing]}")
        found += [
            f"{row.pk}.{name}: {getattr(row, name)!r}, by its history {getattr(again, name)!r}"
            for name in HEAD
            if getattr(row, name) != getattr(again, name)
        ]
    return found


def _walls(office) -> list[str]:
    """Custody is open exactly while a stay is; whom the office works with, it finds by name, and nobody else."""
    live = PersonAccess.objects.filter(organisation_id=office, account_id=None, valid_to=None)
    custody = Counter(live.filter(basis="custody").values_list("person_id", flat=True))
    works = set(live.exclude(basis="episode").values_list("person_id", flat=True))
    here = set(Stay.objects.filter(organisation_id=office, ended_on=None).values_list("person_id", flat=True))
    named = set(PersonSearch.objects.filter(organisation_id=office).values_list("person_id", flat=True))
    found = [f"access to {one} is open {n} times" for one, n in custody.items() if n > 1]
    if set(custody) != here:
        found.append(
            f"office {office}: open access {set(custody) - here}, stay without {here - set(custody)}"
        )
    if works != named:
        found.append(f"office {office}: found by name {named - works}, not found {works - named}")
    return found


def _all_here(rows) -> list[str]:
    """Nobody runs without being held, and no row points at a record that went into another."""
    held = set(Stay.objects.filter(ended_on=None).values_list("person_id", "organisation_id"))
    seen = set(Person.objects.filter(pk__in=[row.person_id for row in rows]).values_list("pk", flat=True))
    away = set(TimeAway.objects.filter(back_on=None).values_list("person_id", "organisation_id"))
    return (
        [f"{one} is away and not here" for one in away - held]
        + [
            f"{row.pk} is {row.status} without a stay"
            for row in rows
            if row.status in lifecycles.OPEN and (row.person_id, row.organisation_id) not in held
        ]
        + [f"{row.pk} belongs to nobody" for row in rows if row.person_id not in seen]
    )


def _sheet(wave, rows) -> list[str]:
    """Everybody ever admitted stands on the wave's sheet, in one place."""
    admitted = Counter(row.cycle.programme_id for row in rows if row.admitted_on)
    wrong = []
    for column in columns_of_wave(Wave.objects.get(pk=wave)):
        if column.code != "people" and (column.ever_admitted != admitted[column.code] or not column.adds_up):
            wrong.append(f"{column.code}: {column.ever_admitted} of {admitted[column.code]} on the sheet")
        if column.started + column.removed != column.ever_admitted:
            wrong.append(f"{column.code}: {column.started} started")
    return wrong
