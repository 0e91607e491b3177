"""The library of instruments: every definition is sound, worded, has worked examples and, once published, fixed."""

import json
import string
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, astuple, fields, is_dataclass, replace
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from pulih.language.definitions import LANGUAGES, wording
from pulih.language.instruments import check_text, instrument, instruments, versions
from pulih.language.wording import reason_text, say
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import Instrument, ItemType, Words, score
from pulih.rules.instruments.soundness import check_succession

LIBRARY = files("pulih").joinpath("definitions", "instruments")
each_instrument = pytest.mark.parametrize("code", instruments())

# What scoring depends on, as published. A difference here means: write a new version beside the old one.
PUBLISHED = {
    ("asi-5", "1"): "b52b2bbe3f8ca26a",
    ("asi-5-composite", "1"): "b325bc0168c8e3ca",
    ("assist-3.1", "1"): "62d814e70dafc91d",
    ("audit", "1"): "7fd8a80283cf1f35",
    ("bam", "1"): "21a97889a44947c5",
    ("cows", "1"): "a4c9c657c5d814c5",
    ("csq-8", "1"): "31a376fcaf84bd76",
    ("dast-10", "1"): "78bff1537ea9b559",
    ("dudit", "1"): "6ff467bcf220f1d0",
    ("gad-7", "1"): "ba41c178c618afd2",
    ("k10", "1"): "c9b642911f53e3bf",
    ("observation-scale", "1"): "44d2d1f9e325dfc7",
    ("phq-9", "1"): "18e53b235a6e551a",
    ("sds", "1"): "643f28d1f3273426",
    ("skm", "1"): "53235ea0b04fd632",
    ("srq-20", "1"): "758620877262f8f7",
    ("structured-interview", "1"): "b1696be1e326bccd",
    ("urica-32", "1"): "a311d40426dfa76c",
    ("use-days-28", "1"): "d13c4f9188f6ee78",
    ("whoqol-bref", "1"): "1f28fd6543bb0a9d",
}


def fingerprint(one: Instrument) -> str:
    """Everything that answers mean and a score follows from; captions and parameters of change may be mended."""
    parts = (
        [
            (item.code, str(item.type), item.reverse, item.optional, item.least, item.most,
             item.answers and (item.answers.values, item.answers.points, item.answers.not_applicable),
             [(clause.items, sorted(clause.among), clause.at_least) for clause in item.shown_when])
            for item in one.items
        ],
        [(coding.code, sorted(coding.already_reversed)) for coding in one.codings],
        [
            (scale.code, str(scale.start), scale.figure, scale.items, scale.least_by_rule, scale.combines,
             scale.base, [astuple(term) for term in scale.terms])
            for scale in one.subscales
        ],
        [astuple(step) for step in one.transforms],
        [(band.code, band.of, str(band.method), band.steps, band.by, band.figure) for band in one.bands],
        [
            (alert.code, str(alert.role), alert.item, sorted(alert.at), alert.subscale, alert.at_least, alert.flag)
            for alert in one.alerts
        ],
        one.parts and (one.parts.by, [code for code, _ in one.parts.codes], one.parts.lists),
        (one.missing_rules, one.least_answered, one.value, one.circumstances, one.hidden_answers),
    )  # fmt: skip
    return sha256(repr(parts).encode()).hexdigest()[:16]


def every_version() -> list[tuple[str, str]]:
    return [(code, version) for code in instruments() for version in versions(code)]


@pytest.mark.parametrize(("code", "version"), every_version())
def test_a_published_version_scores_as_it_always_did(code: str, version: str) -> None:
    found = fingerprint(instrument(code, version))
    assert found == PUBLISHED.get((code, version)), f'publish it: ("{code}", "{version}"): "{found}",'


def test_nothing_published_ever_goes_away() -> None:
    assert set(PUBLISHED) <= set(every_version())


def test_captions_may_be_mended_and_whatever_scores_follow_from_may_not() -> None:
    phq = instrument("phq-9")
    mended = replace(phq.items[0], caption=Words("Lain", "Other"))
    assert fingerprint(replace(phq, items=(mended, *phq.items[1:]))) == fingerprint(phq)
    reversed_ = replace(phq.items[0], reverse=True)
    assert fingerprint(replace(phq, items=(reversed_, *phq.items[1:]))) != fingerprint(phq)
    lower = replace(phq.bands[0], steps=(("", (("minimal", "0"), ("severe", "19"))),))
    assert fingerprint(replace(phq, bands=(lower,))) != fingerprint(phq)
    assert fingerprint(replace(phq, alerts=phq.alerts[1:])) != fingerprint(phq)


@each_instrument
def test_items_keep_code_and_type_from_version_to_version(code: str) -> None:
    every = sorted(versions(code).values(), key=lambda one: int(one.version))
    for older, newer in pairwise(every):
        assert check_succession(older, newer) == ()


def test_an_item_that_changes_its_type_is_another_item() -> None:
    phq = instrument("phq-9")
    changed = replace(phq.items[0], type=ItemType.COUNT, answers=None, most=3)
    flaws = check_succession(phq, replace(phq, version="2", items=(changed, *phq.items[1:])))
    assert [(one.code, one.facts) for one in flaws] == [
        ("flaw_item_type_changed", {"item": "1", "was": "choice"})
    ]


@pytest.mark.parametrize(("code", "version"), every_version())
def test_every_definition_passes_the_checker(code: str, version: str) -> None:
    assert check_text(LIBRARY.joinpath(f"{code}.{version}.yaml").read_text(encoding="utf-8")) == ()


@each_instrument
def test_every_instrument_has_worked_examples(code: str) -> None:
    """What they must come to is checked by `pulih instruments check`; here, that there are enough of them."""
    vectors = json.loads(LIBRARY.joinpath("cases", f"{code}.json").read_text(encoding="utf-8"))["vectors"]
    assert {one["instrument"] for one in vectors} == {code}
    assert len({one["id"] for one in vectors}) == len(vectors)
    assert any(None in _leaves(one["expect"]) for one in vectors), "write one with a missing answer"
    shown = [leaf for one in vectors for leaf in _leaves(one["expect"])]
    missing = [
        (band.code, label)
        for band in instrument(code).bands
        for _, steps in band.steps
        for label, _ in steps
        if label not in shown
    ]
    assert missing == [], "write an example for each of these bands"


def _leaves(expected: Any) -> list[Any]:
    """Every figure of an expectation, whether nested by subscale or not."""
    if not isinstance(expected, dict):
        return [expected]
    return [leaf for one in expected.values() for leaf in _leaves(one)]


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
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_an_instrument_has_words(code: str, language: str) -> None:
    one, words = instrument(code), wording(language)
    owed = [f"coding.{coding.code}" for coding in one.codings]
    owed += [f"missing_rule.{rule}" for rule in one.missing_rules]
    owed += [f"competency.{one.competency}"] * bool(one.competency)
    owed += [alert.code for alert in one.alerts]
    assert [key for key in owed if key not in words] == []
    for alert in one.alerts:
        needed = {name for _, name, _, _ in string.Formatter().parse(words[alert.code]) if name}
        assert needed <= ({"item"} if alert.item else set())


@each_instrument
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_an_instrument_is_there_in_both_languages(code: str, language: str) -> None:
    texts = list(_texts(instrument(code)))
    assert len(texts) > len(instrument(code).items)
    assert all(text.say(language).strip() for text in texts)
    assert not any("pecandu" in text.id.lower() for text in texts)


def _texts(part: Any) -> Iterator[Words]:
    """Every text of a definition, however deep it stands."""
    if isinstance(part, Words):
        yield part
    elif is_dataclass(part):
        for field in fields(part):
            yield from _texts(getattr(part, field.name))
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts(one)


@each_instrument
def test_every_band_is_called_something(code: str) -> None:
    for band in instrument(code).bands:
        assert {label for _, steps in band.steps for label, _ in steps} <= set(dict(band.words))


FREE = ("asi-5", "asi-5-composite", "bam", "gad-7", "k10", "phq-9")


@pytest.mark.parametrize("code", [code for code in instruments() if code not in FREE])
def test_captions_are_our_own_and_short(code: str) -> None:
    """Where the wording belongs to somebody, a few words cannot be a question of theirs."""
    for item in instrument(code).items:
        assert max(len(item.caption.id.split()), len(item.caption.en.split())) <= 8, item.code
        assert "?" not in item.caption.id + item.caption.en


def test_nothing_of_the_csq_is_shown() -> None:
    csq = instrument("csq-8")
    assert csq.needs_wording
    assert [item.caption.en for item in csq.items] == [f"Item {number}" for number in range(1, 9)]
    assert all(not item.answers.words for item in csq.items if item.answers)


def test_only_what_was_made_for_it_may_be_filled_by_the_person() -> None:
    alone = {code for code, one in instruments().items() if "self" in one.modes}
    assert {"k10", "phq-9", "gad-7", "srq-20", "skm", "csq-8", "whoqol-bref"} <= alone
    never = {"assist-3.1", "asi-5", "asi-5-composite", "bam", "cows", "use-days-28"}
    assert not alone & (never | {"structured-interview", "observation-scale"})


@pytest.mark.parametrize(("code", "item"), [("srq-20", "17"), ("phq-9", "9")])
def test_a_thought_of_suicide_is_heard_whatever_the_rest_of_the_form_says(code: str, item: str) -> None:
    scored = score(instrument(code), {item: 1}, coding="raw")
    assert not scored.scorable
    assert [(alert.code, alert.role.value) for alert in scored.alerts] == [("suicide_thought", "counsellor")]


def test_the_ends_of_a_scale_follow_the_sheet_in_hand() -> None:
    whoqol = instrument("whoqol-bref")
    raw, printed = whoqol.ends("26", "raw"), whoqol.ends("26", "pre_reversed")
    assert raw
    assert printed
    assert [end.id for end in raw] == ["tidak pernah", "selalu"]
    assert [end.id for end in printed] == ["selalu", "tidak pernah"]
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
