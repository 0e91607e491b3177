"""What a trend shows, from scores alone: the geometry of its chart, and which scales are drawn."""

import re
from datetime import date, timedelta
from uuid import UUID

from pulih.language.instruments import instrument
from pulih.queries.assessments import Trend, TrendForm, TrendScore
from pulih.rules.instruments.comparing import Measured
from pulih.web.assessments.trend import trend_page
from pulih.web.assessments.trend_chart import Spot, trend_chart

DAY = date(2026, 1, 5)


def spot(days: int, value: float | None, *, like: bool = True) -> Spot:
    return Spot(DAY + timedelta(days=days), value, like, str(value))


def chart(*spots: Spot, span=(0.0, 100.0), band=15.0, threshold=22.0):
    return trend_chart("Fisik", spots, span, band, threshold, "id")


def form(place: int, **values: float | None) -> TrendForm:
    scores = {
        scale: TrendScore(
            Measured(scale=scale, value=value, version="1", coding="raw", rule="complete", engine="1")
        )
        for scale, value in values.items()
    }
    on = DAY + timedelta(days=30 * place)
    return TrendForm(UUID(int=place), "extra", "", on, "1", "interview", "", scores)


# The chart


def test_days_are_as_far_apart_as_they_were():
    first, second, third = (float(mark.x) for mark in chart(spot(0, 10), spot(10, 20), spot(100, 30)).marks)
    assert abs((second - first) * 9 - (third - second)) < 1


def test_a_single_day_stands_in_the_middle_and_so_do_two_forms_of_one_day():
    (alone,) = chart(spot(0, 10)).marks
    assert {mark.x for mark in chart(spot(0, 10), spot(0, 90)).marks} == {alone.x}


def test_a_higher_score_stands_higher_and_never_leaves_the_scale():
    ends = chart(spot(0, 0), spot(10, 100), spot(20, 150))
    low, high, beyond = (float(mark.y) for mark in ends.marks)
    assert high < low
    assert beyond == high


def test_the_line_breaks_at_what_cannot_be_compared_and_at_what_has_no_score():
    whole = chart(spot(0, 10), spot(10, 20), spot(20, 30))
    assert re.sub(r"[\d. ]", "", whole.lines) == "MLL"
    hollow = chart(spot(0, 10), spot(10, 20, like=False), spot(20, 30), spot(30, 40))
    assert re.sub(r"[\d. ]", "", hollow.lines) == "MML"
    assert [mark.hollow for mark in hollow.marks] == [False, True, False, False]
    void = chart(spot(0, 10), spot(10, None, like=False), spot(20, 30))
    assert re.sub(r"[\d. ]", "", void.lines) == "MM"
    assert void.marks[1].none
    assert not void.marks[1].bar


def test_without_a_known_error_there_is_neither_bar_nor_band():
    plain = chart(spot(0, 10), spot(10, 20), band=None, threshold=None)
    assert plain.noise is None
    assert not any(mark.bar for mark in plain.marks)


def test_levels_are_round_numbers_of_the_whole_scale():
    def levels(low: float, high: float) -> list[str]:
        return [one.words for one in chart(spot(0, low), span=(low, high)).levels]

    assert levels(0, 100) == ["0", "25", "50", "75", "100"]
    assert levels(0, 39) == ["0", "10", "20", "30"]
    assert levels(0, 10) == ["0", "5", "10"]
    assert levels(1, 5) == ["1", "2", "3", "4", "5"]
    assert levels(0, 1) == ["0", "0,5", "1"]
    assert levels(-2, 14) == ["0", "5", "10"]


def test_dates_are_left_out_rather_than_written_over_each_other():
    many = chart(*(spot(10 * place, 50) for place in range(12)))
    assert len(many.marks) == 12
    places = [float(one.x) for one in many.dates]
    assert len(places) <= 5
    assert many.dates[0].words == "5 Jan 2026"


def test_it_says_everything_to_those_who_do_not_see_it():
    said = chart(spot(0, 10), spot(31, 20, like=False), spot(62, None, like=False)).alt
    assert said == (
        "5 Januari 2026: 10. 5 Februari 2026: 20, tidak sebanding dengan yang pertama. 8 Maret 2026: tanpa skor."
    )


# The page


def test_substances_without_a_single_point_are_named_and_not_drawn():
    forms = (
        form(1, alcohol=12.0, tobacco=0.0, opioids=None),
        form(2, alcohol=8.0, tobacco=0.0, opioids=None),
    )
    page = trend_page(Trend("assist-3.1", forms), instrument("assist-3.1"), "id")
    assert [one.title for one in page.scales] == ["Alkohol"]
    assert page.at_lowest == ("Tembakau",)
    assert "Opioid" in page.never
    (alcohol,) = page.scales
    assert [one.value for one in alcohol.rows] == ["12", "8"]
    assert [(one.change, one.went) for one in alcohol.rows] == [("", ""), ("−4", "unknown")]


def test_an_instrument_that_shows_stages_draws_points_and_compares_none():
    urica = instrument("urica-32")
    values = {one.code: 3.0 for one in urica.subscales}
    page = trend_page(Trend("urica-32", (form(1, **values), form(2, **values))), urica, "id")
    assert not page.for_progress
    for scale in page.scales:
        assert scale.chart.lines == ""
        assert all(one.change == "" and not one.reasons for one in scale.rows)


def test_forms_that_never_had_a_score_are_told_as_such():
    page = trend_page(Trend("dast-10", (form(1, total=None),)), instrument("dast-10"), "id")
    assert page.scales == ()
    assert page.never == ("Jumlah",)


def test_a_first_form_without_a_score_leaves_the_beginning_to_the_next():
    page = trend_page(
        Trend("dast-10", (form(1, total=None), form(2, total=4.0), form(3, total=5.0))),
        instrument("dast-10"),
        "en",
    )
    first, second, third = page.scales[0].rows
    assert (first.value, first.reasons) == ("", ())
    assert second.first
    assert third.change == "+1"
