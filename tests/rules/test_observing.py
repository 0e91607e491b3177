"""Agreement between observers: against counting by hand, and against the matrix form of Cohen's formula."""

from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.agreeing_observers import (
    LEAST_PAIRS,
    WITHIN_DAYS,
    Agreement,
    Observation,
    agreement,
    answers,
    by_topic,
    least_agreed,
    paired,
)

DAY = date(2024, 5, 6)
ANSWERS = range(4)


def watched(person, observer, after=0, **seen):
    return Observation(UUID(int=person), UUID(int=observer), DAY + timedelta(days=after), seen)


def matrix_kappa(pairs) -> Fraction | None:
    """Cohen's weighted kappa (1968) as it is printed: 1 - sum(w * seen) / sum(w * expected), exact."""
    both_ways = [*pairs, *((other, one) for one, other in pairs)]
    total = Fraction(len(both_ways))
    seen = {(i, j): both_ways.count((i, j)) / total for i in ANSWERS for j in ANSWERS}
    rows = {i: sum(seen[i, j] for j in ANSWERS) for i in ANSWERS}
    columns = {j: sum(seen[i, j] for i in ANSWERS) for j in ANSWERS}
    weight = {(i, j): Fraction((i - j) ** 2, 9) for i in ANSWERS for j in ANSWERS}
    expected = sum(weight[cell] * rows[cell[0]] * columns[cell[1]] for cell in seen)
    if expected == 0:
        return None
    return 1 - sum(weight[cell] * seen[cell] for cell in seen) / expected


@given(st.lists(st.tuples(st.sampled_from(ANSWERS), st.sampled_from(ANSWERS)), min_size=LEAST_PAIRS))
def test_agreement_is_what_the_printed_formula_gives(pairs):
    found, known = agreement(pairs), matrix_kappa(pairs)
    assert found.exact == pytest.approx(sum(one == other for one, other in pairs) / len(pairs))
    assert (found.kappa is None) is (known is None)
    if known is not None:
        assert found.kappa == pytest.approx(float(known), abs=1e-12)
    assert found.kappa is None or -1 - 1e-12 <= found.kappa <= 1 + 1e-12
    turned = agreement([(other, one) for one, other in pairs])
    assert turned == found, "no figure hangs on who came first"


def test_by_hand_perfect_chance_opposite_and_one_step_off():
    perfect = agreement([(0, 0), (3, 3)] * 5)
    assert (perfect.exact, perfect.within_one, perfect.kappa) == (1, 1, 1)
    # Every answer meets every answer once: exactly what chance gives.
    chance = agreement([(one, other) for one in ANSWERS for other in ANSWERS])
    assert (chance.pairs, chance.exact, chance.within_one, chance.kappa) == (16, 0.25, 0.625, 0)
    opposite = agreement([(0, 3)] * 10)
    assert (opposite.exact, opposite.within_one, opposite.kappa) == (0, 0, -1)
    # Ten answers 0 and ten 1, two of ten pairs differ: mean square 0.2, variance 0.25, so 1 - 0.2 / 0.5.
    near = agreement([(0, 0)] * 4 + [(1, 1)] * 4 + [(0, 1)] * 2)
    assert (near.exact, near.within_one) == (0.8, 1)
    assert near.kappa == pytest.approx(0.6)


def test_where_everybody_answers_the_same_there_is_no_kappa_and_a_reason():
    same = agreement([(2, 2)] * 12)
    assert (same.exact, same.kappa, same.reason.code) == (1, None, "agreement_one_answer")


def test_below_ten_pairs_there_is_no_figure_and_a_reason():
    few = agreement([(1, 1)] * (LEAST_PAIRS - 1))
    assert (few.pairs, few.exact, few.within_one, few.kappa) == (9, None, None, None)
    assert (few.reason.code, few.reason.facts) == ("agreement_too_few", {"pairs": 9, "least": 10})
    assert agreement([(1, 1)] * LEAST_PAIRS).exact == 1


def test_a_pair_is_two_workers_one_person_and_a_few_days():
    same_day = [watched(1, 1, tasks=2), watched(1, 2, tasks=1)]
    assert len(paired(same_day)) == 1
    assert paired([watched(1, 1, tasks=2), watched(1, 1, 3, tasks=1)]) == (), "one worker twice"
    assert paired([watched(1, 1, tasks=2), watched(2, 2, tasks=1)]) == (), "two people"
    assert len(paired([watched(1, 1), watched(1, 2, WITHIN_DAYS)])) == 1
    assert paired([watched(1, 1), watched(1, 2, WITHIN_DAYS + 1)]) == ()
    assert len(paired([watched(1, one) for one in range(4)])) == 6, "each two of four workers"
    assert len(paired([watched(1, 1, 7), watched(1, 2, 0)])) == 1, "in whatever order they are given"


def test_only_what_both_saw_is_laid_side_by_side():
    pairs = paired([watched(1, 1, tasks=2, rules=3), watched(1, 2, tasks=1, helping=0)])
    assert answers(pairs, ["tasks", "rules", "helping"]) == ((2, 1),)


def test_the_team_talks_about_the_topics_on_which_it_agrees_least():
    pairs = [
        pair
        for person in range(10)
        for pair in paired(
            [
                watched(person, 1, tasks=person % 4, rules=0, helping=1, emotion=person % 2),
                watched(person, 2, tasks=person % 4, rules=3, helping=1, emotion=0),
            ]
        )
    ]
    found = by_topic(pairs, ["tasks", "rules", "helping", "emotion", "punctuality"])
    assert found["punctuality"].pairs == 0
    assert least_agreed(found) == ("rules", "emotion")
    assert least_agreed({"tasks": Agreement(3)}) == ()
