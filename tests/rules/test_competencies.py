"""Competencies: on paper, for a time, withdrawn with a reason, and never one's own to give."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.language.definitions import LANGUAGES, wording
from pulih.language.wording import reason_text
from pulih.rules.competencies import (
    COMPETENCIES,
    Held,
    Standing,
    check_granting,
    check_held,
    check_not_twice,
    check_of_another,
    check_withdrawing,
    ended,
    ends_soon,
    standing,
)
from tests.rules.refusing import codes

GRANTED = date(2025, 2, 1)
LAST = date(2026, 1, 31)
TODAY = date(2025, 12, 20)
DAY = timedelta(days=1)
ONE = Held("motivation", GRANTED, LAST)


def test_it_counts_from_its_first_day_to_its_last():
    assert check_held("motivation", [ONE], GRANTED)
    assert check_held("motivation", [ONE], LAST)
    assert codes(check_held("motivation", [ONE], GRANTED - DAY)) == ["competency_not_yet"]
    assert codes(check_held("motivation", [ONE], LAST + DAY)) == ["competency_expired"]
    assert codes(check_held("observation", [ONE], TODAY)) == ["competency_missing"]
    assert codes(check_held("motivation", [], TODAY)) == ["competency_missing"]


def test_what_was_withdrawn_counts_until_the_day_before_and_is_missing_after():
    gone = replace(ONE, withdrawn_on=TODAY)
    assert check_held("motivation", [gone], TODAY - DAY)
    assert codes(check_held("motivation", [gone], TODAY)) == ["competency_missing"]
    assert codes(check_held("motivation", [gone], LAST + DAY)) == ["competency_missing"]


def test_a_renewal_goes_on_and_a_gap_between_two_is_told_by_the_end_of_the_first():
    renewed = Held("motivation", LAST + 10 * DAY)
    assert check_held("motivation", [ONE, renewed], LAST + 10 * DAY)
    gap = check_held("motivation", [renewed, ONE], LAST + DAY)
    assert codes(gap) == ["competency_expired"]
    assert gap.reasons[0].facts["expires_on"] == LAST


def test_the_refusal_words_the_competency_and_says_whom_to_ask():
    (missing,) = check_held("withdrawal_assessment", [], TODAY).reasons
    assert "Penilaian gejala putus zat" in reason_text(missing, "id")
    (over,) = check_held("motivation", [ONE], LAST + DAY).reasons
    assert "Assessment of motivation ended on 31 January 2026" in reason_text(over, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_competency_and_every_standing_has_words(language):
    for code in (*COMPETENCIES, ""):
        assert not code or f"competency.{code}" in wording(language)
    for one in Standing:
        assert f"competency_standing.{one.value}" in wording(language)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (Held("motivation", GRANTED), "valid"),
        (Held("motivation", GRANTED, TODAY + 61 * DAY), "valid"),
        (Held("motivation", GRANTED, TODAY + 60 * DAY), "ends_soon"),
        (Held("motivation", GRANTED, TODAY), "ends_soon"),
        (Held("motivation", GRANTED, TODAY - DAY), "expired"),
        (Held("motivation", GRANTED, TODAY - DAY, TODAY), "withdrawn"),
    ],
)
def test_how_one_stands(one, expected):
    assert standing(one, TODAY) == expected


def test_sixty_days_before_its_end_it_is_called_to_mind_unless_it_goes_on():
    assert ends_soon([ONE], TODAY) == (ONE,)
    assert ends_soon([ONE], LAST - 61 * DAY) == ()
    assert ends_soon([ONE, Held("motivation", TODAY)], TODAY) == ()
    assert ends_soon([ONE, Held("motivation", TODAY, LAST)], TODAY) != ()
    assert ends_soon([replace(ONE, withdrawn_on=TODAY)], TODAY) == ()


def test_one_that_ended_is_named_once_until_another_covers_today():
    earlier = Held("motivation", GRANTED - 400 * DAY, GRANTED - DAY)
    after = LAST + 100 * DAY
    assert ended([ONE, earlier], after) == (ONE,)
    assert ended([ONE, earlier, Held("motivation", after)], after) == ()
    assert ended([replace(ONE, withdrawn_on=after)], after) == ()
    assert ended([ONE], LAST) == ()


def granting(code="motivation", certificate="BNN 12/2025", granted_on=GRANTED, expires_on=LAST):
    verdict = check_granting(code, certificate, granted_on, expires_on, TODAY)
    return [(reason.code, reason.about) for reason in verdict.reasons]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"expires_on": None}, []),
        ({"granted_on": TODAY, "expires_on": TODAY}, []),
        ({"code": "cooking"}, [("competency_unknown", "code")]),
        ({"certificate": "  x "}, [("competency_certificate_missing", "certificate")]),
        ({"certificate": "x" * 201}, [("competency_certificate_long", "certificate")]),
        ({"granted_on": TODAY + DAY}, [("competency_in_future", "granted_on")]),
        ({"granted_on": date(1905, 2, 1)}, [("competency_far", "granted_on")]),
        ({"expires_on": date(2206, 1, 31)}, [("competency_far", "expires_on")]),
        ({"expires_on": GRANTED - DAY}, [("competency_end_before", "expires_on")]),
        ({"expires_on": TODAY - DAY}, [("competency_ended_already", "expires_on")]),
    ],
)
def test_what_may_be_entered(changed, expected):
    assert granting(**changed) == expected


def test_everything_wrong_is_said_at_once():
    assert len(granting("cooking", "", TODAY + DAY, TODAY)) == 4


def test_the_same_certificate_twice_is_noticed_unless_the_first_was_withdrawn():
    assert codes(check_not_twice("motivation", GRANTED, [ONE])) == ["competency_twice"]
    assert check_not_twice("motivation", GRANTED + DAY, [ONE])
    assert check_not_twice("observation", GRANTED, [ONE])
    assert check_not_twice("motivation", GRANTED, [replace(ONE, withdrawn_on=GRANTED)])


def test_nobody_gives_themself_a_competency():
    me = uuid4()
    assert codes(check_of_another(me, me)) == ["competency_own"]
    assert check_of_another(uuid4(), me)
    assert check_of_another(None, me)


def test_withdrawing_is_not_before_its_first_day_not_tomorrow_once_and_with_a_reason():
    def withdrawing(on, because="Sertifikat palsu", already=None):
        return codes(check_withdrawing(on, because, GRANTED, TODAY, already))

    assert withdrawing(GRANTED) == withdrawing(TODAY) == []
    assert withdrawing(GRANTED - DAY) == ["competency_withdrawn_before"]
    assert withdrawing(TODAY + DAY) == ["competency_withdrawn_in_future"]
    assert withdrawing(TODAY, " - ") == ["competency_because_missing"]
    assert withdrawing(TODAY, "x" * 501) == ["competency_because_long"]
    assert withdrawing(TODAY, already=GRANTED) == ["competency_withdrawn_already"]


_days = st.integers(0, 60)


@given(st.lists(st.tuples(_days, st.none() | _days, st.none() | _days), max_size=4), _days)
def test_allowed_is_whoever_has_one_that_covers_the_day(papers, after):
    held = [
        Held(
            "motivation",
            GRANTED + first * DAY,
            None if lasts is None else GRANTED + (first + lasts) * DAY,
            None if gone is None else GRANTED + (first + gone) * DAY,
        )
        for first, lasts, gone in papers
    ]
    covered = any(
        first <= after
        and (lasts is None or after <= first + lasts)
        and (gone is None or after < first + gone)
        for first, lasts, gone in papers
    )
    day = GRANTED + after * DAY
    assert bool(check_held("motivation", held, day)) == covered
    assert all(one.covers(day) for one in ends_soon(held, day))
    assert not (covered and ended(held, day))
