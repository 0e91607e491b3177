"""Curricula: what ships can be run, what is written badly is refused with every mistake, nothing is lost on the way."""

from dataclasses import replace

import pytest
import yaml

from pulih.language.curricula import read_template, template, template_text, templates
from pulih.rules.curricula import Module, check_template
from pulih.rules.errors import RuleBroken
from pulih.rules.programme_templates import from_plain, template_from_plain, template_to_plain, to_plain
from pulih.rules.programmes import Point

DOMAINS = ("physical", "psychological", "social", "environment")
SHIPPED = ("medical", "social-non-tc", "social-tc")


def codes(made) -> set[str]:
    return {one.code for one in check_template(made, {"whoqol-bref"}, DOMAINS).reasons}


def with_module(**change):
    made = template("social-non-tc")
    first = replace(made.curriculum.modules[0], **change)
    return replace(made, curriculum=replace(made.curriculum, modules=(first, *made.curriculum.modules[1:])))


def test_three_programmes_of_six_months_ship_and_can_be_run():
    assert tuple(templates()) == SHIPPED
    for made in templates().values():
        assert made.months == 6
        assert codes(made) == set()


@pytest.mark.parametrize("code", SHIPPED)
def test_nothing_is_lost_between_template_version_and_file(code):
    made = template(code)
    assert read_template(yaml.safe_load(template_text(made))) == made
    assert from_plain(to_plain(made.curriculum)) == made.curriculum
    assert from_plain({}) is None


def test_the_community_has_phases_that_fill_the_programme():
    community = template("social-tc").curriculum
    assert [one.code for one in community.phases] == ["entry", "primary", "re_entry"]
    assert (community.phase_in(0), community.phase_in(4), community.phase_in(40)) == (
        "entry", "primary", "re_entry",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("module_minutes", {"minutes": 5}),
        ("module_minutes", {"minutes": 600}),
        ("module_times", {"times": 0}),
        ("module_size", {"size": 100}),
        ("module_kind", {"kind": "choir"}),
        ("module_untitled", {"title_en": " "}),
        ("module_phase_unknown", {"phases": ("entry",)}),
        ("profession_unknown", {"leader": "wizard"}),
        ("curriculum_code_twice", {"code": "group"}),
    ],
)
def test_a_module_that_cannot_be_held_is_refused(code, change):
    assert code in codes(with_module(**change))


def test_a_leader_is_a_profession_or_a_competency():
    assert codes(with_module(leader="motivation")) == set()


def test_a_programme_without_modules_or_with_an_unknown_instrument_is_refused():
    made = template("medical")
    empty = replace(made, curriculum=replace(made.curriculum, modules=()))
    assert codes(empty) == {"curriculum_no_module"}
    strange = replace(made, plan=(*made.plan, Point("mood-ring", "start", 0, 0, 7)))
    assert codes(strange) == {"plan_instrument_unknown"}
    late = replace(made, plan=(*made.plan, Point("urine", "month_9", 9, 0, 7)))
    assert codes(late) == {"plan_point_outside"}


def test_what_is_wrong_is_said_all_at_once():
    made = with_module(minutes=1)
    made = replace(
        made,
        months=0,
        curriculum=replace(
            made.curriculum, type="dance", modality="tc", professions=("wizard",), ratios=(("nurse", 0),)
        ),
    )
    assert codes(made) >= {
        "module_minutes", "cycle_months", "curriculum_type", "curriculum_phases", "profession_unknown",
        "ratio_out_of_range",
    }  # fmt: skip


def test_a_community_without_criteria_lets_nobody_move_on():
    made = template("social-tc")
    bare = replace(made.curriculum.phases[0], criteria_id=(), criteria_en=())
    curriculum = replace(made.curriculum, phases=(bare, *made.curriculum.phases[1:]))
    assert codes(replace(made, curriculum=curriculum)) == {"curriculum_criteria"}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("template_key_unknown", {"colour": "blue"}),
        ("template_unreadable", {"months": "six"}),
        ("template_unreadable", {"months": True}),
        ("template_unreadable", {"modules": "many"}),
        ("template_unreadable", {"modules": [7]}),
        ("template_unreadable", {"ratios": ["nurse"]}),
        ("template_unreadable", {"title_id": "x" * 600}),
        ("template_unreadable", {"professions": [{"nurse": 1}]}),
        ("template_unreadable", {"plan": None}),
        ("template_key_missing", {"modules": [{"code": "group"}]}),
        ("template_key_missing", {"plan": [{"kind": "urine"}]}),
    ],
)
def test_a_file_that_cannot_be_read_says_where(code, change):
    made, verdict = template_from_plain({**template_to_plain(template("medical")), **change})
    assert made is None
    assert code in {one.code for one in verdict.reasons}


@pytest.mark.parametrize("given", [None, [], "text", 3, {}])
def test_what_is_no_template_at_all_is_refused(given):
    with pytest.raises(RuleBroken):
        read_template(given)


def test_a_module_every_other_week_or_of_one_phase_is_held_only_then():
    module = Module("family", "Keluarga", "Family", "group", 1, 60, phases=("primary",), every=2)
    assert [module.held_in(week, "primary") for week in range(4)] == [True, False, True, False]
    assert not module.held_in(0, "entry")
