"""The library of instruments: every definition is complete, consistent, worded and, once published, fixed."""

import string
from dataclasses import FrozenInstanceError
from hashlib import sha256

import pytest

from pulih.language.definitions import LANGUAGES, wording
from pulih.language.instruments import instrument, instruments
from pulih.language.wording import reason_text, say
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import Instrument, score

each_instrument = pytest.mark.parametrize("code", instruments())

# What scoring depends on, as published. A difference here means: write a new version beside the old one.
PUBLISHED = {("whoqol-bref", "1"): "e242d2adee4277e0"}


def fingerprint(one: Instrument) -> str:
    """Everything that a score follows from; captions and parameters of change may be mended."""
    parts = (
        [(item.code, str(item.type), item.values, item.reverse) for item in one.items],
        [(coding.code, sorted(coding.already_reversed)) for coding in one.codings],
        [(subscale.code, subscale.items, subscale.least_by_rule) for subscale in one.subscales],
        [(step.code, step.of, step.minus, step.times, step.half_up) for step in one.transforms],
        [(alert.code, alert.item, sorted(alert.at)) for alert in one.alerts],
        (one.missing_rules, one.least_answered, one.value),
    )
    return sha256(repr(parts).encode()).hexdigest()[:16]


@pytest.mark.parametrize(("code", "version"), PUBLISHED)
def test_a_published_version_scores_as_it_always_did(code: str, version: str) -> None:
    assert fingerprint(instrument(code, version)) == PUBLISHED[code, version]


def test_no_instrument_comes_without_its_fingerprint() -> None:
    assert {(code, one.version) for code, one in instruments().items()} <= set(PUBLISHED)


def test_the_newest_version_is_given_unless_another_is_named() -> None:
    newest = instrument("whoqol-bref")
    assert newest is instruments()["whoqol-bref"]
    assert newest is instrument("whoqol-bref", newest.version)


@pytest.mark.parametrize(
    ("code", "version", "refusal"),
    [
        ("whoqol-100", None, "instrument_unknown"),
        ("whoqol-100", "1", "instrument_unknown"),
        ("whoqol-bref", "99", "instrument_version_unknown"),
    ],
)
def test_what_there_is_not_is_refused(code: str, version: str | None, refusal: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        instrument(code, version)
    assert broken.value.code == refusal


def test_definitions_are_handed_out_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        instrument("whoqol-bref").version = "2"  # type: ignore[misc]


@each_instrument
def test_every_item_stands_once_and_in_one_section(code: str) -> None:
    one = instrument(code)
    codes = [item.code for item in one.items]
    assert len(set(codes)) == len(codes)
    assert [item for section in one.sections for item in section.items] == codes


@each_instrument
def test_nothing_names_an_item_or_a_figure_that_is_not_there(code: str) -> None:
    one = instrument(code)
    backwards = {item.code for item in one.items if item.reverse}
    for subscale in one.subscales:
        assert all(one.item(item) for item in subscale.items)
        assert len(set(subscale.items)) == len(subscale.items)
        assert {rule for rule, _ in subscale.least_by_rule} == set(one.missing_rules)
        assert all(1 <= least <= len(subscale.items) for _, least in subscale.least_by_rule)
    for coding in one.codings:
        assert coding.already_reversed <= backwards
    for alert in one.alerts:
        item = one.item(alert.item)
        assert item
        assert alert.at <= set(item.values)
    known = {"mean"}
    for step in one.transforms:
        assert step.of in known
        known.add(step.code)
    assert one.value in known
    assert 1 <= one.least_answered <= len(one.items)


@each_instrument
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_an_instrument_has_words(code: str, language: str) -> None:
    one, words = instrument(code), wording(language)
    owed = [f"subscale.{subscale.code}" for subscale in one.subscales]
    owed += [f"coding.{coding.code}" for coding in one.codings]
    owed += [f"missing_rule.{rule}" for rule in one.missing_rules]
    owed += [alert.code for alert in one.alerts]
    assert [key for key in owed if key not in words] == []
    for alert in one.alerts:
        assert {name for _, name, _, _ in string.Formatter().parse(words[alert.code]) if name} <= {"item"}


@each_instrument
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_an_instrument_is_there_in_both_languages(code: str, language: str) -> None:
    one = instrument(code)
    texts = [one.title, one.licence, one.source, *(item.caption for item in one.items)]
    texts += [words for section in one.sections for words in (section.heading, section.low, section.high)]
    assert all(text.say(language).strip() for text in texts)


def test_captions_are_our_own_and_short() -> None:
    """The wording of WHOQOL-BREF needs WHO's permission: two or three words cannot be a question of theirs."""
    for item in instrument("whoqol-bref").items:
        assert max(len(item.caption.id.split()), len(item.caption.en.split())) <= 4
        assert "?" not in item.caption.id + item.caption.en


def test_the_ends_of_a_scale_follow_the_sheet_in_hand() -> None:
    whoqol = instrument("whoqol-bref")
    assert [end.id for end in whoqol.ends("26", "raw")] == ["tidak pernah", "selalu"]
    assert [end.id for end in whoqol.ends("26", "pre_reversed")] == ["selalu", "tidak pernah"]
    assert whoqol.ends("5", "pre_reversed") == whoqol.ends("5", "raw")


def test_reasons_read_as_sentences() -> None:
    whoqol = instrument("whoqol-bref")
    answers = {item.code: None if item.code in ("10", "15") else 3 for item in whoqol.items}
    physical = score(whoqol, answers, coding="raw").subscale("physical")
    assert physical
    assert physical.reason
    assert reason_text(physical.reason, "id").startswith("Fisik: 5 dijawab, perlu paling sedikit 6.")
    assert reason_text(physical.reason, "en").endswith("Items left empty: 10, 15.")
    assert say("whoqol_despair", "id", item="26").startswith("Butir 26")
