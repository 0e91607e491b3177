"""The checker of definitions: every mistake has its code, the line it stands in, and what to write instead."""

import re
from pathlib import Path

import pytest

from pulih.language.instruments import DefinitionFlawed, check_text, read_text
from pulih.language.wording import say
from tests.language.definitions import BRIEF, changed

SOUNDNESS = Path(__file__).parents[2] / "pulih/rules/instruments/soundness.py"


def test_a_sound_definition_has_no_flaws_and_becomes_an_instrument() -> None:
    assert check_text(BRIEF) == ()
    made = read_text(BRIEF)
    assert (made.code, made.version) == ("brief-mood", "1")
    assert [item.code for item in made.items] == ["1", "2", "3", "days", "remark"]


# What is written, what is written instead, and how the line with the mistake begins.
MISTAKES = [
    ("answers: four, caption: {id: \"Lesu\"", "answers: five, caption: {id: \"Lesu\"", "flaw_answer_set"),
    ("values: [0, 1, 2, 3]", "values: [0, 1, 1, 3]", "flaw_answers_twice"),
    ("points: [0, 1, 2, 4]", "points: [0, 1, 2]", "flaw_points_count"),
    ('      - {id: "Sering", en: "Often"}\n', "", "flaw_words_count"),
    ("{code: 2,", "{code: 1,", "flaw_code_twice"),
    ("least: 0", "least: 29", "flaw_range_empty"),
    ("type: count", "type: count\n    reverse: true", "flaw_reverse_no_choice"),
    ("even: [0, 1, 2, 3]", "even: [0, 1, 3]", "flaw_reverse_outside"),
    ("{item: 1, at_least: 1}", "{item: 9, at_least: 1}", "flaw_condition_item"),
    ("answers: four, caption: {id: \"Murung\"",
     "answers: four, shown_when: [{item: days, at_least: 1}], caption: {id: \"Murung\"", "flaw_condition_cycle"),
    ("answers: four, caption: {id: \"Lesu\"",
     "answers: four, shown_when: [{item: 3, at_least: 1}], caption: {id: \"Lesu\"", "flaw_condition_later"),
    ("{item: 1, at_least: 1}", "{item: 1, at_least: 7}", "flaw_condition_never"),
    ("{item: 1, at_least: 1}", "{item: 1, at_least: 2}, {item: 1, among: [0, 1]}", "flaw_condition_contradicts"),
    ("items: [1, 2, 3]\n    low", "items: [1, 2, 3, 4]\n    low", "flaw_section_item"),
    ("items: [days, remark]", "items: [days, remark, 3]", "flaw_section_twice"),
    ("items: [days, remark]", "items: [remark]", "flaw_section_none"),
    ("already_reversed: [3]", "already_reversed: [8]", "flaw_coding_item"),
    ("items: [1, 2, 3]\n    least_answered", "items: [1, 2, 7]\n    least_answered", "flaw_subscale_item"),
    ("items: [1, 2, 3]\n    least_answered", "items: [1, 2, remark]\n    least_answered", "flaw_subscale_note"),
    ("items: [1, 2, 3]\n    least_answered", "items: [1, 2, 2]\n    least_answered", "flaw_subscale_twice"),
    ("least_answered: {two: 2}", "least_answered: {three: 2}", "flaw_rule_unknown"),
    ("least_answered: {two: 2}", "least_answered: {two: 4}", "flaw_least_outside"),
    ("over: 28", "over: 0", "flaw_term_zero"),
    ("combines: {total: 1, share: 2}", "combines: {total: 1, shares: 2}", "flaw_combines_unknown"),
    ("value: doubled", "value: halved", "flaw_figure_unknown"),
    ("of: [total]", "of: [totals]", "flaw_band_subscale"),
    ("by: sex", "by: age", "flaw_band_by"),
    ("{low: 0, high: 6}", "{low: 6, high: 0}", "flaw_band_order"),
    ("code: worrying_answer", "code: some_answer", "flaw_alert_kind"),
    ("item: 1, at: [3]", "item: 6, at: [3]", "flaw_alert_item"),
    ("item: 1, at: [3]", "item: 1, at: [4]", "flaw_alert_answer"),
    ("competency: mental_health_screening", "competency: mental_health", "flaw_competency"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "code"), MISTAKES, ids=[one[2] for one in MISTAKES])
def test_each_mistake_is_found_by_its_code_where_it_stands(was: str, becomes: str, code: str) -> None:
    text, line = changed(was, becomes)
    flaws = {(one.code, one.line) for one in check_text(text)}
    assert code in {found for found, _ in flaws}
    at = {found_at for found, found_at in flaws if found == code}
    if code in ELSEWHERE:
        line = ELSEWHERE[code]
    assert line in at, f"{code} is shown in {at}, but stands in line {line}"


def _line_of(beginning: str) -> int:
    found = [at for at, line in enumerate(BRIEF.splitlines(), 1) if line.strip().startswith(beginning)]
    assert len(found) == 1, beginning
    return found[0]


# Mistakes shown at the entry that cannot be used because of them, not in the line that was changed.
ELSEWHERE = {
    "flaw_answers_twice": _line_of("- {code: 1,"),
    "flaw_points_count": _line_of("- {code: 1,"),
    "flaw_words_count": _line_of("- {code: 1,"),
    "flaw_reverse_outside": _line_of("- {code: 3,"),
    "flaw_section_twice": _line_of("- {code: 3,"),
    "flaw_section_none": _line_of("- code: days"),
    "flaw_range_empty": _line_of("- code: days"),
    "flaw_reverse_no_choice": _line_of("- code: days"),
    "flaw_condition_item": _line_of("- code: days"),
    "flaw_condition_never": _line_of("- code: days"),
    "flaw_condition_contradicts": _line_of("- code: days"),
    "flaw_section_item": _line_of('- heading: {id: "Suasana hati"'),
    "flaw_subscale_item": _line_of("- code: total"),
    "flaw_subscale_note": _line_of("- code: total"),
    "flaw_subscale_twice": _line_of("- code: total"),
    "flaw_rule_unknown": _line_of("- code: total"),
    "flaw_least_outside": _line_of("- code: total"),
    "flaw_term_zero": _line_of("- code: share"),
    "flaw_combines_unknown": _line_of("- code: both"),
    "flaw_band_subscale": _line_of("- code: level"),
    "flaw_band_by": _line_of("- code: cut_off"),
    "flaw_band_order": _line_of("- code: level"),
}


def test_every_flaw_there_is_has_its_mistake_here() -> None:
    named = set(re.findall(r'"(flaw_[a-z_]+)"', SOUNDNESS.read_text(encoding="utf-8")))
    # An empty subscale does not get past the schema; a changed type is shown between two versions.
    never_in_one_file = {"flaw_subscale_empty", "flaw_item_type_changed"}
    assert named - never_in_one_file <= {code for _, _, code in MISTAKES}


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_wrong_is_said_with_its_facts_and_ends_in_what_to_write(language: str) -> None:
    for was, becomes, code in MISTAKES:
        text, _ = changed(was, becomes)
        message = next(one.message for one in check_text(text) if one.code == code)
        assert "–" not in message, f"{code} lacks a fact: {message}"
        advice = say(code, language).rpartition(": ")[2] if code.endswith("kind") else say(code, language)
        assert re.search(ADVICE[language], advice), f"{code} says nothing to do: {advice}"


ADVICE = {
    "en": r"\b(Write|Remove|remove|Give|Leave|Put|write)\b",
    "id": r"\b(Tulis|Hapus|hapus|Beri|Biarkan|Letakkan|tulis)\b|tambahkan|bila tidak ada",
}


# What has the wrong shape is found before its sense is looked at.
@pytest.mark.parametrize(
    ("was", "becomes", "code", "says"),
    [
        ("figure: mean", "figure: average", "flaw_malformed", "Write one of: sum, mean, formula, combined."),
        ("reverse: true", "revers: true", "flaw_malformed", "revers. Write reverse."),
        ("most: 28", 'most: "none"', "flaw_malformed", "is not of type 'integer'"),
        ('source: {id: "Rekaan.", en: "Made up."}\n', "", "flaw_malformed", "'source' is a required property"),
        ('changed: {id: "Terbitan pertama.", en: "First publication."}', 'changed: {id: "Terbitan pertama."}',
         "flaw_malformed", "'en' is a required property"),
        ("over: 28", "over: 28, over: 30", "flaw_name_twice", "over stands twice in one entry. Keep one."),
        ("items: [days, remark]", "items: [days, remark", "flaw_not_yaml", "Not YAML"),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_named_with_what_fits(was: str, becomes: str, code: str, says: str) -> None:
    text, line = changed(was, becomes)
    (flaw,) = check_text(text)
    assert flaw.code == code
    assert says in flaw.message
    near = 1 if "required" in says and "source" in says else line
    assert abs(flaw.line - near) <= 1


def test_every_mistake_is_told_at_once_in_the_order_of_the_lines() -> None:
    text = BRIEF.replace("{low: 0, high: 6}", "{low: 6, high: 0}").replace("{code: 2,", "{code: 1,")
    flaws = check_text(text)
    assert {"flaw_band_order", "flaw_code_twice"} <= {one.code for one in flaws}
    assert [one.line for one in flaws] == sorted(one.line for one in flaws)


@pytest.mark.parametrize("text", ["", "- 1\n- 2\n", "just words", "\t"])
def test_what_is_no_definition_at_all_is_refused_too(text: str) -> None:
    assert check_text(text)


def test_a_flawed_definition_is_refused_whole() -> None:
    text, line = changed("{code: 2,", "{code: 1,")
    with pytest.raises(DefinitionFlawed) as refused:
        read_text(text)
    assert f"line {line}: The code 1 is used twice." in str(refused.value)
