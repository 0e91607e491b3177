"""Caseload: a fair balance with reasons, whom somebody knows first, and nobody by the alphabet."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.caseload import (
    WARN_ABOVE,
    Load,
    Looked,
    Waiting,
    Worker,
    above,
    limit_of,
    loads,
    ratio,
    relieve,
    suggest,
)

TODAY = date(2024, 5, 2)
BOTH = frozenset({"social", "medical"})


def id_(number: int) -> UUID:
    return UUID(int=number)


def worker(number: int, people: int = 0, **more) -> Worker:
    return Worker(id_(number), people, **{"may_take": BOTH, **more})


def waiting(number: int, since: date = TODAY, programme: str = "social", **more) -> Waiting:
    return Waiting(id_(1000 + number), programme, since, **more)


def reasons(one) -> list[str]:
    return [reason.code for reason in one.reasons]


def test_the_figures_of_a_facility_with_one_hundred_and_thirty_people():
    """The article's own: 110 with five counsellors, 20 with one."""
    assert (ratio(110, 5), ratio(20, 1)) == (22, 20)
    assert (above(110, 5), above(20, 1)) == (True, False)
    assert ratio(130, 6) == Decimal("21.7")
    assert ratio(5, 0) is None
    assert above(1, 0)
    assert not above(0, 0)


def test_each_counsellor_stands_beside_the_others():
    found = loads([worker(1, 21), worker(2, 18), worker(3, 13), worker(4, 3), worker(5, 9, away=True)])
    assert [found[id_(number)] for number in range(1, 6)] == [
        Load.OVER, Load.MORE, Load.EVEN, Load.UNDER, Load.AWAY,
    ]  # fmt: skip
    assert loads([worker(1, 21)], limit=25) == {id_(1): Load.EVEN}
    assert loads([worker(1, 21, away=True)]) == {id_(1): Load.OVER}
    assert loads([]) == {}


def test_the_one_with_the_fewest_people_gets_the_next():
    (found,) = suggest([worker(1, 5), worker(2, 4)], [waiting(1)], TODAY)
    assert (found.worker, reasons(found)) == (id_(2), ["suggest_fewest"])
    assert found.reasons[0].facts == {"count": 4}


def test_among_equals_it_is_who_was_given_nobody_for_longest():
    long_ago = worker(1, 4, last_on=TODAY - timedelta(days=90))
    lately = worker(2, 4, last_on=TODAY - timedelta(days=3))
    (found,) = suggest([lately, long_ago], [waiting(1)], TODAY)
    assert (found.worker, reasons(found)) == (id_(1), ["suggest_fewest", "suggest_longest_since"])
    never = worker(3, 4)
    assert suggest([long_ago, never], [waiting(1)], TODAY)[0].worker == id_(3)


def test_somebody_who_comes_back_goes_to_whom_they_know_if_there_is_room():
    known, fresh = worker(1, WARN_ABOVE - 1), worker(2, 0)
    (found,) = suggest([known, fresh], [waiting(1, before=(id_(9), id_(1)))], TODAY)
    assert (found.worker, reasons(found)) == (id_(1), ["suggest_returns"])
    full = replace(known, people=WARN_ABOVE)
    assert suggest([full, fresh], [waiting(1, before=(id_(1),))], TODAY)[0].worker == id_(2)
    away = replace(known, away=True)
    assert suggest([away, fresh], [waiting(1, before=(id_(1),))], TODAY)[0].worker == id_(2)


def test_nobody_goes_to_who_is_away_not_qualified_or_the_one_they_leave():
    only = [worker(1, away=True), worker(2, may_take=frozenset({"medical"})), worker(3)]
    (found,) = suggest(only, [waiting(1, now=id_(3))], TODAY)
    assert (found.worker, reasons(found)) == (None, ["suggest_nobody"])
    assert suggest(only, [waiting(1, programme="medical", now=id_(3))], TODAY)[0].worker == id_(2)


def test_when_all_are_full_it_is_said_that_the_limit_is_passed():
    (found,) = suggest([worker(1, 20), worker(2, 23)], [waiting(1)], TODAY)
    assert (found.worker, reasons(found)) == (id_(1), ["suggest_fewest", "suggest_above"])
    assert found.reasons[1].facts == {"limit": 20, "count": 21}


def test_who_waits_longest_is_placed_first_and_the_counts_move_on():
    earlier, later = waiting(2, TODAY - timedelta(days=9)), waiting(1)
    found = suggest([worker(1, 0), worker(2, 1)], [later, earlier], TODAY)
    assert [(one.enrolment, one.worker) for one in found] == [
        (earlier.enrolment, id_(1)), (later.enrolment, id_(2)),
    ]  # fmt: skip


def test_the_newest_are_moved_from_who_has_too_many_and_only_as_many_as_needed():
    running = [Looked(id_(1000 + n), id_(1), "social", TODAY - timedelta(days=n)) for n in range(23)]
    found = relieve([worker(1, 23), worker(2, 18), worker(3, 20)], running, TODAY)
    assert [one.enrolment for one in found] == [id_(1000), id_(1001)]
    assert {one.worker for one in found} == {id_(2)}
    assert {one.leaves for one in found} == {id_(1)}
    assert reasons(found[0]) == ["suggest_relieves", "suggest_fewest"]
    assert relieve([worker(1, 23), worker(2, 20)], running, TODAY) == ()
    assert relieve([worker(1, 20), worker(2, 0)], running[:20], TODAY) == ()


WORKERS = st.lists(
    st.tuples(st.integers(0, 30), st.booleans(), st.sampled_from([BOTH, frozenset({"social"}), frozenset()])),
    max_size=6,
)
PEOPLE = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["social", "medical"]), st.lists(st.integers(0, 6), max_size=2)),
    max_size=40,
)  # fmt: skip


@given(WORKERS, PEOPLE, st.randoms(use_true_random=False))
def test_a_suggestion_never_depends_on_the_order_and_never_breaks_a_bound(made, people, shuffle):
    workers = [worker(n, count, away=away, may_take=takes) for n, (count, away, takes) in enumerate(made)]
    asked = [
        waiting(n, TODAY - timedelta(days=days), programme, before=tuple(id_(one) for one in before))
        for n, (days, programme, before) in enumerate(people)
    ]
    found = suggest(workers, asked, TODAY)
    mixed_workers, mixed = list(workers), list(asked)
    shuffle.shuffle(mixed_workers)
    shuffle.shuffle(mixed)
    assert suggest(mixed_workers, mixed, TODAY) == found
    assert {one.enrolment for one in found} == {one.enrolment for one in asked}
    known = {one.id: one for one in workers}
    programmes = {one.enrolment: one.programme for one in asked}
    for one in found:
        fitting = [w for w in workers if not w.away and programmes[one.enrolment] in w.may_take]
        assert (one.worker is None) == (not fitting)
        assert one.reasons
        if one.worker:
            assert known[one.worker] in fitting


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.integers(0, 60))
def test_without_earlier_counsellors_the_balance_is_that_of_pouring_water(counts, more):
    """The oracle: each of `more` people is poured into the lowest vessel."""
    found = suggest(
        [worker(n, count) for n, count in enumerate(counts)], [waiting(n) for n in range(more)], TODAY
    )
    after = list(counts)
    for one in found:
        after[one.worker.int] += 1
    expected = list(counts)
    for _ in range(more):
        expected[expected.index(min(expected))] += 1
    assert sorted(after) == sorted(expected)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_relieving_brings_everybody_within_the_limit_as_far_as_there_is_room(counts):
    running = [
        Looked(UUID(int=1000 + 100 * n + k), id_(n), "social", TODAY - timedelta(days=k))
        for n, count in enumerate(counts)
        for k in range(count)
    ]
    found = relieve([worker(n, count) for n, count in enumerate(counts)], running, TODAY)
    after = list(counts)
    for one in found:
        after[one.leaves.int] -= 1
        after[one.worker.int] += 1
    too_many = sum(max(0, count - WARN_ABOVE) for count in counts)
    room = sum(max(0, WARN_ABOVE - count) for count in counts)
    assert len(found) == min(too_many, room)
    assert sum(max(0, count - WARN_ABOVE) for count in after) == max(0, too_many - room)
    assert len({one.enrolment for one in found}) == len(found)


@pytest.mark.parametrize("limit", [1, 15, 40])
def test_another_limit_may_be_asked_for(limit):
    (found,) = suggest([worker(1, limit)], [waiting(1)], TODAY, limit)
    assert "suggest_above" in reasons(found)


def test_the_limit_is_the_strictest_that_a_running_curriculum_names_else_the_general_one():
    assert limit_of({"social": 22, "medical": 15, "other": None}) == (15, "medical")
    assert limit_of({"social": None}) == limit_of({}) == (WARN_ABOVE, "")
