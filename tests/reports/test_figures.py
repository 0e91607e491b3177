"""The forest chart: points, lines and marks stand where their numbers say."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from pulih.reports.figures import LEFT, RIGHT, forests
from pulih.rules.outcomes import ResultSheet
from tests.reports import sheets

SVG = "{http://www.w3.org/2000/svg}"


def at(percent: float) -> float:
    return LEFT + (RIGHT - LEFT) * percent / 100


def test_points_and_lines_stand_where_the_numbers_say():
    drawing = ET.fromstring(forests(sheets.one_cycle(), "id")[0].svg)
    points = [float(one.get("cx", "0")) for one in drawing.iter(f"{SVG}circle")][1:]
    share = sheets.social().domains[0].of_started(120)
    assert points[0] == pytest.approx(at(share.percent or 0), abs=0.1)
    lines = [one for one in drawing.iter(f"{SVG}line") if one.get("class") == "c1s"][1:]
    assert float(lines[0].get("x1", "0")) == pytest.approx(at(share.low or 0), abs=0.1)
    assert float(lines[0].get("x2", "0")) == pytest.approx(at(share.high or 0), abs=0.1)


def test_the_mark_of_rises_by_chance_stands_at_its_own_place_in_each_domain():
    drawing = ET.fromstring(forests(sheets.one_cycle(), "id")[0].svg)
    marks = [float(one.get("x1", "0")) for one in drawing.iter(f"{SVG}line") if one.get("class") == "axis"]
    assert marks == pytest.approx([at(44)] * 3 + [at(36)], abs=0.1)


def test_every_number_beside_a_line_lies_within_the_picture():
    drawing = ET.fromstring(forests(sheets.crowded(), "id")[0].svg)
    width = float(drawing.get("viewBox", "").split()[2])
    longest = max(len("".join(one.itertext())) for one in drawing.iter(f"{SVG}text") if one.get("x") == "715")
    assert 715 + 7 * longest <= width


def test_people_are_drawn_apart_only_where_they_differ():
    assert len(forests(sheets.one_cycle(), "id")) == 1
    assert [one.name for one in forests(sheets.two_cycles(), "id")] == [
        "Rehabilitasi Sosial",
        "Rehabilitasi Medis",
        "Orang",
    ]


def test_a_wave_nobody_started_has_words_instead_of_points():
    drawing = ET.fromstring(forests(sheets.nobody(), "en")[0].svg)
    assert "no population" in "".join(drawing.itertext())
    assert len(list(drawing.iter(f"{SVG}circle"))) == 1  # of the key


def test_a_sheet_without_domains_has_no_chart():
    bare = replace(sheets.social(), domains=())
    assert forests(ResultSheet(sheets.head(), sheets.rule(), (bare, sheets.people(bare))), "id") == ()


def test_a_picture_carries_no_style_of_its_own_and_no_markup_from_titles():
    titled = replace(sheets.two_cycles(), columns=(
        replace(sheets.social(), title="<script>&"), *sheets.two_cycles().columns[1:]))  # fmt: skip
    svg = forests(titled, "id")[0].svg
    ET.fromstring(svg)
    assert "style=" not in svg
    assert "<script" not in svg
