"""The order of waiting: what it rewards, what it never does, what cannot be published."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.verdicts import ALLOWED, refused
from pulih.rules.waiting import (
    STANDARD,
    Factor,
    Need,
    Offer,
    Waiting,
    check_answer,
    check_objection,
    check_offer,
    check_order,
    check_place,
    check_rule,
    greatest_need,
    need_share,
    rank,
    time_share,
)

WHY = "Disepakati dalam sidang TPP, ditinjau setiap tahun."
SOMEBODY = Waiting("AAAA-AAAA", Need(0.5, "dast-10", "total"), 400, 200, 182, 30)

weights = st.fixed_dictionaries({factor.value: st.integers(0, 100) for factor in Factor}).filter(
    lambda found: any(found.values())
)
people = st.lists(
    st.builds(
        Waiting,
        reference=st.text("ABCDEFGH", min_size=4, max_size=4),
        need=st.none() | st.builds(Need, st.floats(0, 1), st.just("assist-3.1"), st.just("opioids")),
        days_left=st.none() | st.integers(-100, 4000),
        ends_in=st.integers(-30, 400),
        length=st.just(182),
        days_waited=st.integers(0, 900),
        able=st.sampled_from([ALLOWED, refused("offer_not_held_here")]),
    ),
    max_size=12,
    unique_by=lambda one: one.reference,
)


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def place(entries, reference: str, by) -> int:
    return next(at for at, one in enumerate(rank(entries, by)) if one.who.reference == reference)


@given(people, weights)
def test_everybody_is_in_the_list_once_and_ranks_run_without_gaps(entries, by):
    found = rank(entries, by)
    assert sorted(one.who.reference for one in found) == sorted(one.reference for one in entries)
    ranks = [one.rank for one in found if one.rank is not None]
    assert ranks == list(range(1, len(ranks) + 1))
    assert all((one.rank is None) == (not one.who.able) for one in found)
    assert all(0 <= one.points <= 100 and one.reasons for one in found)


@given(people, weights)
def test_the_order_is_the_same_whatever_the_order_of_asking(entries, by):
    assert rank(entries, by) == rank(list(reversed(entries)), by)


@given(people, weights, st.floats(0, 1))
def test_more_need_never_ranks_lower(entries, by, more):
    for one in entries:
        if one.need is None or one.need.share > more:
            continue
        raised = [replace(other, need=Need(more)) if other is one else other for other in entries]
        assert place(raised, one.reference, by) <= place(entries, one.reference, by)


@given(people, weights, st.integers(0, 400))
def test_waiting_longer_never_ranks_lower(entries, by, days):
    for one in entries:
        later = [
            replace(other, days_waited=other.days_waited + days) if other is one else other
            for other in entries
        ]
        assert place(later, one.reference, by) <= place(entries, one.reference, by)


@given(people, weights)
def test_a_factor_without_weight_says_nothing(entries, by):
    for one in rank(entries, {**by, "need": 0} if by["time"] or by["waited"] else by):
        if by["time"] or by["waited"]:
            assert not any(reason.code.startswith("rank_need") for reason in one.reasons)
            assert all(part.factor is not Factor.NEED for part in one.parts)


@pytest.mark.parametrize(
    ("left", "ends_in", "share"),
    [
        (None, 182, 0.5),  # remand
        (181, 182, 0.0),  # cannot finish
        (182, 182, 1.0),
        (364, 182, 1.0),  # leaves before another round would end
        (182 * 4, 182, 0.625),
        (182 * 40, 182, 0.25),
        (-5, 182, 0.0),
    ],
)
def test_time_left_against_the_length_of_the_programme(left, ends_in, share):
    assert time_share(left, ends_in, 182) == pytest.approx(share)


def test_equal_points_are_settled_by_the_days_waited_then_by_reference():
    long = replace(SOMEBODY, reference="ZZZZ-ZZZZ", days_waited=900)
    longer = replace(SOMEBODY, reference="YYYY-YYYY", days_waited=901)
    twin = replace(SOMEBODY, reference="BBBB-BBBB")
    found = [one.who.reference for one in rank([twin, long, SOMEBODY, longer], STANDARD)]
    assert found == ["YYYY-YYYY", "ZZZZ-ZZZZ", "AAAA-AAAA", "BBBB-BBBB"]


def test_somebody_who_cannot_be_offered_a_place_keeps_it_in_view_without_a_rank():
    gone = replace(SOMEBODY, reference="GGGG-GGGG", days_waited=500, able=refused("offer_not_held_here"))
    first, second = rank([SOMEBODY, gone], STANDARD)
    assert (first.who, first.rank, [one.code for one in first.reasons]) == (
        gone,
        None,
        ["offer_not_held_here"],
    )
    assert second.rank == 1


@pytest.mark.parametrize(
    ("given_weights", "why", "found"),
    [
        (dict(STANDARD), WHY, []),
        ({"need": 0, "time": 0, "waited": 0}, WHY, ["ranking_ranks_nobody"]),
        ({}, WHY, ["ranking_ranks_nobody"]),
        ({"need": 101}, WHY, ["ranking_weight_range"]),
        ({"need": -1}, WHY, ["ranking_weight_range"]),
        ({"need": True}, WHY, ["ranking_weight_range"]),
        ({"need": 1.5}, WHY, ["ranking_weight_range"]),
        ({"religion": 10}, WHY, ["ranking_factor_unknown"]),
        ({"need": 10}, "  singkat ", ["ranking_why_short"]),
    ],
)
def test_what_can_be_published(given_weights, why, found):
    assert codes(check_rule(given_weights, why)) == found


@pytest.mark.parametrize(
    ("instrument", "scale", "bands", "value", "share"),
    [
        ("assist-3.1", "opioids", ["high"], 33, 1.0),
        ("assist-3.1", "opioids", ["low"], 2, 0.0),
        ("assist-3.1", "tobacco", ["high"], 30, None),
        ("dast-10", "total", ["substantial"], 7, 0.75),
        ("asi-5-composite", "drug", [], 0.31, 0.31),
        ("asi-5-composite", "legal", [], 0.9, None),
        ("asi-5-composite", "drug", [], None, None),
        ("whoqol-bref", "physical", ["high"], 50, None),
    ],
)
def test_what_a_score_says_about_need(instrument, scale, bands, value, share):
    assert need_share(instrument, scale, bands, value) == share


def test_the_greatest_need_counts():
    assert greatest_need([Need(0.5, "b"), Need(1.0, "c"), Need(1.0, "a")]) == Need(1.0, "a")
    assert greatest_need([]) is None


def test_what_stands_in_the_way_of_an_offer():
    free = Offer(True, ALLOWED, expires_before_end=False, closed=False)
    assert check_offer(free)
    assert codes(check_offer(replace(free, held_here=False, closed=True))) == ["offer_not_held_here"]
    assert codes(
        check_offer(
            replace(free, willing=refused("willingness_missing"), closed=True, expires_before_end=True)
        )
    ) == ["willingness_missing", "wave_closed", "offer_time_short"]
    assert check_place(1)
    assert codes(check_place(0)) == ["offer_no_place"]


def test_before_others_only_with_a_reason():
    assert check_order(1, "")
    assert codes(check_order(3, "  ya ")) == ["offer_before_others"]
    assert check_order(3, "Atas anjuran dokter, bebas bulan depan")


def test_an_objection_and_its_answer():
    assert check_objection("Saya menunggu lebih lama", waiting=False)
    assert codes(check_objection("apa", waiting=False)) == ["objection_short"]
    assert codes(check_objection("Saya menunggu lebih lama", waiting=True)) == ["objection_open_already"]
    assert check_answer("Urutan dihitung dari kebutuhan.", 1, 2, answered=False)
    assert codes(check_answer("Urutan dihitung.", 1, 1, answered=False)) == ["objection_own"]
    assert codes(check_answer("Urutan dihitung.", 1, 2, answered=True)) == ["objection_answered"]
    assert codes(check_answer("ya", 1, 2, answered=False)) == ["objection_answer_short"]
