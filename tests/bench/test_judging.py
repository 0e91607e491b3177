"""What the bench makes of its figures: limits, the baseline, and what was acknowledged in the load test."""

import pytest

from bench.client import token_in
from bench.limits import judge
from bench.loaded import summed_up
from bench.small import compare
from bench.users import Click, Diary

QUICK = {"p95_ms": 4.0, "app_cpu_ms": 1.5, "database_cpu_ms": 0.5, "statements": 2.0, "ratio_p50": 3.0}


def size(**changes: float) -> dict[str, object]:
    """A measured size with one operation, the search."""
    return {"operations": {"search": {**QUICK, **changes}}}


def broken(*sizes: tuple[str, dict[str, object]]) -> set[str]:
    """The names of the limits that do not hold."""
    return {one.limit for one in judge(dict(sizes)) if not one.holds}


def test_what_is_quick_enough_breaks_nothing():
    assert broken(("50000", size()), ("1000000", size(p95_ms=5.9))) == set()


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"app_cpu_ms": 2.1}, "application CPU, ms"),
        ({"statements": 7.0}, "statements"),
        ({"ratio_p50": 8.1}, "p50, times the reference's"),
    ],
)
def test_each_limit_is_told_apart(changes: dict[str, float], limit: str):
    assert broken(("50000", size(**changes))) == {limit}


def test_what_slows_with_the_number_of_people_is_seen():
    assert broken(("50000", size()), ("1000000", size(p95_ms=6.1))) == {"p95, times that at 50,000"}


def test_a_further_statement_and_twice_the_cpu_are_worse_than_the_baseline():
    worse = list(compare({"search": {**QUICK, "statements": 3.0, "app_cpu_ms": 5.0}}, {"search": QUICK}))
    assert len(worse) == 2


def test_a_machine_that_is_slower_in_all_is_not_held_against_an_operation():
    twice = {"search": {**QUICK, "app_cpu_ms": 4.0, "database_cpu_ms": 1.0}}
    assert not list(compare(twice, {"search": QUICK}, slower=2.0))


def test_an_operation_that_could_not_be_measured_is_worse_than_the_baseline():
    assert list(compare({}, {"search": QUICK})) == ["search: could not be measured"]


def test_a_click_may_fail_while_the_database_comes_up_and_not_elsewhere():
    clicks = [Click(at, 10.0, "today", "status 500") for at in (50.0, 101.0, 200.0)]
    disturbed = {"database_restarted": 100.0, "database_back": 102.0}
    found = summed_up(Diary(clicks), [(1.0, 300.0)], [(1.0, 26.0)], disturbed, 300)
    assert found["failed_while_disturbed"] == {"today: status 500": 1}
    assert found["failed_elsewhere"] == {"today: status 500": 2}


def test_the_token_of_a_form_is_found():
    assert token_in('<input type="hidden" name="csrfmiddlewaretoken" value="abc">') == "abc"
