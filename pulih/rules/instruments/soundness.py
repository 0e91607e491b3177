"""Whether a definition holds together: every name it uses is known, and nothing in it can contradict itself."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pulih.rules.instruments.definition import Instrument
from pulih.rules.instruments.items import Clause, Item, ItemType
from pulih.rules.instruments.scales import Band, Start, Subscale

ALERT_KINDS = (
    "suicide_thought", "severe_withdrawal", "recent_injecting", "severe_distress", "whoqol_despair",
    "whoqol_no_meaning", "worrying_answer",
)  # fmt: skip
"""Tasks that an answer can make; each has its words."""


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong with a definition, where, and what would be right."""

    code: str
    at: tuple[str, str]
    """The list it stands in (`items`, `subscales`) and the code of the entry there."""
    facts: dict[str, Any] = field(default_factory=dict, hash=False)


def check_soundness(instrument: Instrument, competencies: Collection[str] = ()) -> tuple[Flaw, ...]:
    """Everything that is wrong with a definition; empty when it may be published."""
    return (
        *_twice(instrument),
        *(flaw for item in instrument.items for flaw in _check_item(instrument, item)),
        *_sections(instrument),
        *_codings(instrument),
        *(flaw for one in instrument.subscales for flaw in _check_subscale(instrument, one)),
        *_transforms(instrument),
        *(flaw for band in instrument.bands for flaw in _check_band(instrument, band)),
        *_alerts(instrument),
        *_whole(instrument, competencies),
    )


def check_succession(older: Instrument, newer: Instrument) -> tuple[Flaw, ...]:
    """An item keeps its code and type from version to version, so that answers stay comparable."""
    return tuple(
        Flaw("flaw_item_type_changed", ("items", item.code), {"item": item.code, "was": item.type.value})
        for item in older.items
        for now in [newer.item(item.code)]
        if now is not None and now.type is not item.type
    )


def _twice(instrument: Instrument) -> Iterator[Flaw]:
    lists: tuple[tuple[str, Iterable[str]], ...] = (
        ("items", (one.code for one in instrument.items)),
        ("subscales", (one.code for one in instrument.subscales)),
        ("transforms", (one.code for one in instrument.transforms)),
    )
    for where, codes in lists:
        for code, times in Counter(codes).items():
            if times > 1:
                yield Flaw("flaw_code_twice", (where, code), {"name": code})


def _check_item(instrument: Instrument, item: Item) -> Iterator[Flaw]:
    at = ("items", item.code)
    if item.type is ItemType.CHOICE and item.answers:
        values = item.answers.values
        if len(set(values)) < len(values) or not values:
            yield Flaw("flaw_answers_twice", at, {"name": item.answers.code})
        for named, texts in (("points", item.answers.points), ("words", item.answers.words)):
            if texts and len(texts) != len(values):
                yield Flaw(
                    f"flaw_{named}_count", at, {"name": item.answers.code, "wanted": len(values)}
                )  # fmt: skip
    elif item.least > item.most:
        yield Flaw("flaw_range_empty", at, {"item": item.code, "least": item.least, "most": item.most})
    if item.reverse:
        yield from _mirrors(item)
    yield from _check_conditions(instrument, item)


def _mirrors(item: Item) -> Iterator[Flaw]:
    """A reversed answer must again be an answer."""
    if item.type is not ItemType.CHOICE:
        yield Flaw("flaw_reverse_no_choice", ("items", item.code), {"item": item.code})
        return
    outside = [value for value in item.values if item.mirrored(value) not in item.values]
    if outside:
        facts = {"item": item.code, "answer": outside[0], "mirrored": item.mirrored(outside[0])}
        yield Flaw("flaw_reverse_outside", ("items", item.code), {**facts, "values": list(item.values)})


def _check_conditions(instrument: Instrument, item: Item) -> Iterator[Flaw]:
    at = ("items", item.code)
    order = {one.code: place for place, one in enumerate(instrument.items)}
    for clause in item.shown_when:
        for code in clause.items:
            if code not in order:
                yield Flaw("flaw_condition_item", at, {"item": item.code, "name": code})
                continue
            if code == item.code or item.code in _waits_for(instrument, code):
                yield Flaw("flaw_condition_cycle", at, {"item": item.code, "name": code})
            elif order[code] > order[item.code]:
                yield Flaw("flaw_condition_later", at, {"item": item.code, "name": code})
            if not _can_fit(instrument.by_code[code], clause):
                yield Flaw("flaw_condition_never", at, {"item": item.code, "name": code})
    if _contradict(instrument, item.shown_when):
        yield Flaw("flaw_condition_contradicts", at, {"item": item.code})


def _waits_for(instrument: Instrument, code: str) -> set[str]:
    """Every item whose answer decides whether this one is asked, however far back."""
    found: set[str] = set()
    open_ = [code]
    while open_:
        item = instrument.item(open_.pop())
        for named in {name for clause in item.shown_when for name in clause.items} if item else ():
            if named not in found:
                found.add(named)
                open_.append(named)
    return found


def _can_fit(item: Item, clause: Clause) -> bool:
    if item.type is ItemType.NOTE:
        return False
    if item.type is ItemType.CHOICE:
        return any(clause.fits(value) for value in item.values) and clause.among <= set(item.values)
    if clause.at_least is not None:
        return clause.at_least <= item.most
    return all(item.least <= value <= item.most for value in clause.among)


def _contradict(instrument: Instrument, clauses: tuple[Clause, ...]) -> bool:
    """Whether two clauses about one and the same item can never hold together."""
    for place, clause in enumerate(clauses):
        for other in clauses[place + 1 :]:
            if len(clause.items) == 1 and clause.items == other.items:
                item = instrument.item(clause.items[0])
                if item and item.values:
                    if not any(clause.fits(value) and other.fits(value) for value in item.values):
                        return True
                elif clause.among and other.among and not clause.among & other.among:
                    return True
    return False


def _sections(instrument: Instrument) -> Iterator[Flaw]:
    placed: Counter[str] = Counter()
    for section in instrument.sections:
        for code in section.items:
            placed[code] += 1
            if instrument.item(code) is None:
                yield Flaw("flaw_section_item", ("sections", section.heading.id), {"name": code})
    for code, times in placed.items():
        if times > 1:
            yield Flaw("flaw_section_twice", ("items", code), {"item": code})
    for item in instrument.items:
        if not placed[item.code] and not item.optional:
            yield Flaw("flaw_section_none", ("items", item.code), {"item": item.code})


def _codings(instrument: Instrument) -> Iterator[Flaw]:
    for coding in instrument.codings:
        for code in sorted(coding.already_reversed):
            item = instrument.item(code)
            if item is None:
                yield Flaw("flaw_coding_item", ("codings", coding.code), {"name": code})
            elif not item.reverse:
                yield from _mirrors(item)


def _check_subscale(instrument: Instrument, subscale: Subscale) -> Iterator[Flaw]:
    at = ("subscales", subscale.code)
    for code in subscale.items:
        item = instrument.item(code)
        if item is None:
            known = [one.code for one in instrument.items]
            yield Flaw("flaw_subscale_item", at, {"name": code, "known": known[:40]})
        elif item.type is ItemType.NOTE:
            yield Flaw("flaw_subscale_note", at, {"name": code})
    if len(set(subscale.items)) < len(subscale.items):
        yield Flaw("flaw_subscale_twice", at, {"name": subscale.code})
    for rule, least in subscale.least_by_rule:
        if rule not in instrument.missing_rules:
            yield Flaw("flaw_rule_unknown", at, {"name": rule, "known": list(instrument.missing_rules)})
        if not 0 < least <= len(subscale.items):
            yield Flaw("flaw_least_outside", at, {"name": subscale.code, "most": len(subscale.items)})
    if subscale.start is Start.FORMULA and any(Fraction(one.over) == 0 for one in subscale.terms):
        yield Flaw("flaw_term_zero", at, {"name": subscale.code})
    if subscale.start is not Start.COMBINED and not subscale.items:
        yield Flaw("flaw_subscale_empty", at, {"name": subscale.code})
    earlier = [one.code for one in instrument.subscales[: instrument.subscales.index(subscale)]]
    for code, _factor in subscale.combines:
        if code not in earlier:
            yield Flaw("flaw_combines_unknown", at, {"name": code, "known": earlier})


def _transforms(instrument: Instrument) -> Iterator[Flaw]:
    known = {subscale.figure for subscale in instrument.subscales}
    for one in instrument.transforms:
        if one.of not in known:
            yield Flaw(
                "flaw_figure_unknown", ("transforms", one.code), {"name": one.of, "known": sorted(known)}
            )
        known.add(one.code)
    if instrument.value and instrument.value not in known:
        yield Flaw("flaw_figure_unknown", ("value", ""), {"name": instrument.value, "known": sorted(known)})


def _check_band(instrument: Instrument, band: Band) -> Iterator[Flaw]:
    at = ("bands", band.code)
    for code in band.of:
        if instrument.subscale(code) is None:
            known = [one.code for one in instrument.subscales]
            yield Flaw("flaw_band_subscale", at, {"name": code, "known": known})
    values = dict(instrument.circumstances).get(band.by)
    if band.by and values is None:
        yield Flaw(
            "flaw_band_by", at, {"name": band.by, "known": [one for one, _ in instrument.circumstances]}
        )
    elif values is not None and {one for one, _ in band.steps} != set(values):
        yield Flaw("flaw_band_by", at, {"name": band.by, "known": list(values)})
    for _value, steps in band.steps:
        thresholds = [Fraction(threshold) for _label, threshold in steps]
        if thresholds != sorted(set(thresholds)):
            yield Flaw("flaw_band_order", at, {"name": band.code})


def _alerts(instrument: Instrument) -> Iterator[Flaw]:
    for one in instrument.alerts:
        at = ("alerts", one.code)
        if one.code not in ALERT_KINDS:
            yield Flaw("flaw_alert_kind", at, {"name": one.code, "known": list(ALERT_KINDS)})
        if one.item:
            item = instrument.item(one.item)
            if item is None:
                yield Flaw("flaw_alert_item", at, {"name": one.item})
            elif item.values and not one.at <= set(item.values):
                yield Flaw("flaw_alert_answer", at, {"name": one.item, "values": list(item.values)})
        elif instrument.subscale(one.subscale) is None:
            yield Flaw("flaw_alert_item", at, {"name": one.subscale or "–"})


def _whole(instrument: Instrument, competencies: Collection[str]) -> Iterator[Flaw]:
    if instrument.least_answered > len(instrument.listed):
        yield Flaw("flaw_least_outside", ("least_answered", ""), {"name": "", "most": len(instrument.listed)})
    if competencies and instrument.competency and instrument.competency not in competencies:
        yield Flaw(
            "flaw_competency",
            ("competency", ""),
            {"name": instrument.competency, "known": list(competencies)},
        )
