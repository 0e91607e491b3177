"""What holds of every instrument and every form, whatever the definition says."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulih.language.instruments import instrument, instruments
from pulih.rules.instruments import Instrument, Item, ItemType, Method, Start, check_answers, score
from tests.rules.instruments.drawing import Form, without_hidden
from tests.rules.instruments.ranges import ranges

LIBRARY = instruments()
CODES = tuple(LIBRARY)
FLOAT = 1e-9
"""How far a float may lie beyond an exact bound."""

every_instrument = pytest.mark.parametrize("code", CODES)
few = settings(max_examples=30, deadline=None)


def answer_to(item: Item) -> st.SearchStrategy[Any]:
    """Any answer an item takes."""
    if item.type is ItemType.CHOICE:
        return st.sampled_from(item.values)
    if item.type is ItemType.NOTE:
        return st.just("Catatan rekaan.")
    whole = st.integers(item.least, item.most)
    if item.type is ItemType.COUNT:
        return whole
    return whole | whole.map(lambda hundredths: Decimal(hundredths) / 100).filter(
        lambda one: one >= item.least
    )


@st.composite
def forms(draw: st.DrawFn, of: Instrument, coding: str = "raw") -> Form:
    """A form that fits, complete or with gaps."""
    codes = [item.code for item in of.items]
    answers: Form = draw(st.fixed_dictionaries({item.code: answer_to(item) for item in of.items}))
    missing = draw(st.sets(st.sampled_from(codes), max_size=draw(st.sampled_from((0, 1, 2, len(codes))))))
    kept = {code: answer for code, answer in answers.items() if code not in missing}
    return without_hidden(of, kept, coding)


def circumstances_of(of: Instrument) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional={name: st.sampled_from(one) for name, one in of.circumstances})


# The range of scores


PUBLISHED: Mapping[tuple[str, str], tuple[int, int]] = {
    ("assist-3.1", "tobacco"): (0, 31),
    ("assist-3.1", "alcohol"): (0, 39),
    ("audit", "total"): (0, 40),
    ("audit", "consumption"): (0, 12),
    ("asi-5", "medical"): (0, 9),
    ("bam", "use"): (0, 12),
    ("bam", "risk"): (0, 24),
    ("bam", "protective"): (0, 24),
    ("cows", "total"): (0, 48),
    ("csq-8", "total"): (8, 32),
    ("dast-10", "total"): (0, 10),
    ("dudit", "total"): (0, 44),
    ("gad-7", "total"): (0, 21),
    ("k10", "total"): (10, 50),
    ("phq-9", "total"): (0, 27),
    ("sds", "total"): (0, 15),
    ("srq-20", "total"): (0, 20),
    ("urica-32", "precontemplation"): (1, 5),
    ("urica-32", "readiness"): (-2, 14),
    ("whoqol-bref", "environment"): (0, 100),
}


@pytest.mark.parametrize(("code", "subscale"), list(PUBLISHED))
def test_a_definition_allows_the_range_its_makers_published(code: str, subscale: str) -> None:
    of = instrument(code)
    one = of.subscale(subscale)
    assert one
    assert ranges(of, one)[of.value_figure(one)] == PUBLISHED[code, subscale]


@every_instrument
def test_scores_stay_in_the_range_the_definition_allows(code: str) -> None:
    of = instrument(code)
    within = {one.code: ranges(of, one) for one in of.subscales}

    @few
    @given(forms(of), st.sampled_from(of.missing_rules))
    def check(answers: Form, rule: str) -> None:
        for one in score(of, answers, coding="raw", rule=rule).subscales:
            for figure, value in one.figures:
                low, high = within[one.code][figure]
                assert value is None or low - FLOAT <= value <= high + FLOAT, (one.code, figure)

    check()


@every_instrument
def test_every_value_in_range_has_a_band_and_bands_rise_with_the_value(code: str) -> None:
    of = instrument(code)
    for subscale in of.subscales:
        for band in of.bands_of(subscale.code):
            low, high = ranges(of, subscale)[band.figure or of.value_figure(subscale)]
            for by, steps in band.steps:
                labels = [label for label, _threshold in steps]
                lowest, highest = band.label(low, by), band.label(high, by)
                assert (lowest, highest) == (labels[0], labels[-1]), (subscale.code, band.code, by)
                if band.method is Method.FROM and labels[0] is not False:
                    assert Fraction(steps[0][1]) <= low, "a value below the first step would fall out of it"


# The order of items, and both ways to code a sheet


@every_instrument
def test_the_order_of_items_does_not_matter(code: str) -> None:
    of = instrument(code)

    @few
    @given(forms(of), circumstances_of(of), st.integers(0, 2**32))
    def check(answers: Form, circumstances: dict[str, str], seed: int) -> None:
        listed = list(answers.items())
        Random(seed).shuffle(listed)
        one = score(of, answers, coding="raw", circumstances=circumstances)
        assert score(of, dict(listed), coding="raw", circumstances=circumstances) == one

    check()


@every_instrument
def test_reversing_twice_changes_nothing(code: str) -> None:
    of = instrument(code)
    turned = {item.code for item in of.items if item.reverse} | {
        item for coding in of.codings for item in coding.already_reversed
    }
    for item in of.items:
        for value in item.values if item.code in turned else ():
            assert item.mirrored(value) in item.values
            assert item.mirrored(item.mirrored(value)) == value


@pytest.mark.parametrize("code", [code for code in CODES if len(LIBRARY[code].codings) > 1])
def test_a_sheet_scores_the_same_however_it_was_coded(code: str) -> None:
    of = instrument(code)

    @few
    @given(forms(of), st.sampled_from(of.missing_rules))
    def check(raw: Form, rule: str) -> None:
        on_raw = score(of, raw, coding="raw", rule=rule)
        for coding in of.codings:
            keyed = {
                item: of.by_code[item].mirrored(answer)  # type: ignore[arg-type]
                if item in coding.already_reversed and answer is not None
                else answer
                for item, answer in raw.items()
            }
            found = score(of, keyed, coding=coding.code, rule=rule)
            assert (found.subscales, found.alerts) == (on_raw.subscales, on_raw.alerts)

    check()


# Missing answers


@every_instrument
def test_more_missing_never_makes_a_score_possible(code: str) -> None:
    """Also where answers decide what else is asked: taking one away may open questions, never close them."""
    of = instrument(code)
    codes = [item.code for item in of.items]

    @few
    @given(
        forms(of), st.sampled_from(of.missing_rules), st.sets(st.sampled_from(codes), min_size=1, max_size=4)
    )
    def check(answers: Form, rule: str, taken: set[str]) -> None:
        fewer = {item: answer for item, answer in answers.items() if item not in taken}
        if not check_answers(of, fewer, "raw"):
            return
        before, after = score(of, answers, coding="raw", rule=rule), score(of, fewer, coding="raw", rule=rule)
        assert after.scorable <= before.scorable
        for more, less in zip(before.subscales, after.subscales, strict=True):
            assert less.scorable <= more.scorable, less.code
            assert less.items_used <= more.items_used, less.code
            assert less.items_missing >= more.items_missing, less.code

    check()


@every_instrument
def test_what_has_no_score_has_no_figure_and_no_band(code: str) -> None:
    of = instrument(code)

    @few
    @given(forms(of), st.sampled_from(of.missing_rules), circumstances_of(of))
    def check(answers: Form, rule: str, circumstances: dict[str, str]) -> None:
        scored = score(of, answers, coding="raw", rule=rule, circumstances=circumstances)
        assert scored.scorable == any(one.scorable for one in scored.subscales)
        assert scored.scorable == (scored.reason is None)
        for one in scored.subscales:
            assert one.scorable == (one.reason is None) == (one.value is not None)
            assert one.items_used + one.items_missing == len(counted_items(of, one.code))
            if not one.scorable:
                assert {figure for _, figure in one.figures} == {None}
                assert {label for _, label in one.bands} <= {None}
                continue
            assert None not in dict(one.figures).values()
            for band in of.bands_of(one.code):
                known = not band.by or band.by in circumstances
                assert (one.band(band.code) is not None) == known

    check()


def counted_items(of: Instrument, code: str) -> tuple[str, ...]:
    """The items a subscale rests on, those of the subscales it combines among them."""
    subscale = of.subscale(code)
    assert subscale
    if subscale.start is Start.COMBINED:
        return tuple(item for other, _factor in subscale.combines for item in counted_items(of, other))
    return subscale.items


@every_instrument
def test_an_empty_form_has_no_score(code: str) -> None:
    of = instrument(code)
    scored = score(of, {}, coding="raw")
    assert (scored.scorable, scored.answered, scored.alerts) == (False, 0, ())
    assert scored == score(of, {item.code: None for item in of.items}, coding="raw")
