"""Scores from answers: a pure function with a version, that says "not scorable" rather than a wrong number."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor, log

from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments.answers import Answer, Answers, check_answers, not_asked
from pulih.rules.instruments.definition import Instrument
from pulih.rules.instruments.items import ItemType
from pulih.rules.instruments.scales import AlertRule, Start, Subscale, Term, Transform
from pulih.rules.instruments.scored import Alert, Scored, SubscaleScore
from pulih.rules.verdicts import Reason

ENGINE_VERSION = "1"
"""Stored with every score; raised when the same answers would give other figures."""

Raw = dict[str, Answer]
Points = dict[str, int | Fraction | None]
"""What each answered item counts; None where the question does not fit."""
_Made = tuple[SubscaleScore, Fraction | None]
"""A subscale's score and its value as the exact fraction, from which combined subscales are made."""


def score(
    instrument: Instrument,
    answers: Answers,
    *,
    coding: str,
    rule: str | None = None,
    circumstances: Mapping[str, str] | None = None,
    only: Sequence[str] = (),
) -> Scored:
    """Score one form by its coding and a missing rule (the instrument's first unless named).

    `circumstances` are what cut-offs depend on beside the answers (sex); `only` names single subscales of
    an instrument with parts, the others are then left alone. Malformed answers are refused by the codes of
    `check_answers`, `missing_rule_unknown`, `circumstance_unknown` and `subscale_unknown`; a form with too
    few answers is an answer too, with the reason `form_too_few_answered`, `subscale_too_few_answered` or
    `subscale_needs_others`.
    """
    rule = _rule(instrument, rule)
    given = _circumstances(instrument, circumstances or {})
    wanted = _wanted(instrument, only)
    read = _read(instrument, answers, coding)
    if read is None:
        require(check_answers(instrument, answers, coding))
        raise AssertionError("answers that do not fit are refused by check_answers")
    raw, points = read
    left_out = not_asked(instrument, raw) if instrument.conditional else frozenset()
    for code in left_out:
        points.setdefault(code, 0)
    void = _void(instrument, len(raw)) if not only else None
    found: dict[str, _Made] = {}
    for one in wanted:
        found[one.code] = _score_subscale(instrument, one, points, rule, void, given, found)
    subscales = tuple(one[0] for one in found.values())
    scorable = any(one.scorable for one in subscales)
    raised = [one for one in instrument.alerts if _is_raised(one, raw, found)]
    return Scored(
        instrument=instrument.code,
        version=instrument.version,
        coding=coding,
        rule=rule,
        engine=ENGINE_VERSION,
        answered=len(raw),
        scorable=scorable,
        reason=None if scorable or not subscales else subscales[0].reason,
        subscales=subscales,
        alerts=tuple(Alert(one.item, one.role, one.code, one.subscale) for one in raised),
        flags=tuple((one.flag, one in raised) for one in instrument.alerts if one.flag),
    )


def _rule(instrument: Instrument, rule: str | None) -> str:
    if rule is None:
        return instrument.default_rule
    if rule not in instrument.missing_rules:
        raise RuleBroken("missing_rule_unknown", "rule", rule=rule, known=list(instrument.missing_rules))
    return rule


def _circumstances(instrument: Instrument, given: Mapping[str, str]) -> Mapping[str, str]:
    known = dict(instrument.circumstances)
    for name, value in given.items():
        if name not in known or value not in known[name]:
            raise RuleBroken("circumstance_unknown", name, name=name, known=list(known.get(name, ())))
    return given


def _wanted(instrument: Instrument, only: Sequence[str]) -> Sequence[Subscale]:
    if not only:
        return instrument.subscales
    found = [one for one in instrument.subscales if one.code in only]
    if len(found) < len(only):
        unknown = next(code for code in only if instrument.subscale(code) is None)
        known = [one.code for one in instrument.subscales]
        raise RuleBroken("subscale_unknown", "items", name=unknown, known=known)
    return found


def _read(instrument: Instrument, answers: Answers, coding: str) -> tuple[Raw, Points] | None:
    """Answers as a raw sheet carries them, and what they count; None when any of them does not fit.

    Choices are looked up in tables made once an instrument; the reasons of a refusal are `check_answers`'.
    """
    choices = instrument.points.get(coding)
    if choices is None:
        return None
    raw: Raw = {}
    points: Points = {}
    odd = False
    for code, answer in answers.items():
        if answer is None:
            continue
        table = choices.get(code)
        if table is None:
            odd = True
        elif type(answer) is not int or answer not in table:
            return None
        else:
            raw[code], points[code] = table[answer]
    if odd or instrument.conditional:
        if not check_answers(instrument, answers, coding):
            return None
        _read_others(instrument, answers, raw, points)
    return raw, points


def _read_others(instrument: Instrument, answers: Answers, raw: Raw, points: Points) -> None:
    """Counts and amounts count as they stand; notes are kept and count nothing."""
    for code, answer in answers.items():
        item = instrument.item(code)
        if item is None or item.type is ItemType.CHOICE or answer is None or answer == "":
            continue
        raw[code] = answer
        if item.type is not ItemType.NOTE:
            points[code] = Fraction(str(answer))


def _void(instrument: Instrument, answered: int) -> Reason | None:
    """Why the whole form cannot be scored; None when it can."""
    if answered >= instrument.least_answered:
        return None
    facts = {"answered": answered, "items": len(instrument.listed), "least": instrument.least_answered}
    return Reason("form_too_few_answered", facts)


def _score_subscale(
    instrument: Instrument,
    subscale: Subscale,
    points: Points,
    rule: str,
    void: Reason | None,
    given: Mapping[str, str],
    found: Mapping[str, _Made],
) -> _Made:
    if subscale.start is Start.COMBINED:
        return _combined(instrument, subscale, void, given, found)
    answered = [points[code] for code in subscale.items if code in points]
    used = len(answered)
    reason = void
    if reason is None and used < subscale.least_answered(rule):
        reason = _too_few(subscale, points, used, rule)
    unanswered = len(subscale.items) - used
    if reason is not None:
        return _made(instrument, subscale, None, used, unanswered, reason, given)
    if subscale.start is Start.FORMULA:
        start = Fraction(subscale.base) + sum(_term(one, points) for one in subscale.terms)
        return _made(instrument, subscale, start, used, unanswered, None, given)
    counted = [fit for fit in answered if fit is not None]
    total = sum(counted)
    key = (subscale.code, total, len(counted), used, *given.items())
    known = instrument.remembered.get(key)
    if known is None:
        mean = subscale.start is Start.MEAN and counted
        start = Fraction(total, len(counted)) if mean else Fraction(total)
        known = _made(instrument, subscale, start, used, unanswered, None, given)
        if type(total) is int:
            instrument.remembered[key] = known
    return known  # type: ignore[return-value]


def _too_few(subscale: Subscale, points: Points, used: int, rule: str) -> Reason:
    facts = {
        "subscale": subscale.code,
        "scale": subscale.title,
        "answered": used,
        "least": subscale.least_answered(rule),
        "missing": [code for code in subscale.items if code not in points],
    }
    return Reason("subscale_too_few_answered", facts)


def _combined(
    instrument: Instrument,
    subscale: Subscale,
    void: Reason | None,
    given: Mapping[str, str],
    found: Mapping[str, _Made],
) -> _Made:
    parts = [found[code] for code, _ in subscale.combines]
    used, missing = sum(one.items_used for one, _ in parts), sum(one.items_missing for one, _ in parts)
    lacking = [one.code for one, _ in parts if not one.scorable]
    reason = void
    if reason is None and lacking:
        titles = [each.title for each in instrument.subscales if each.code in lacking]
        facts = {"subscale": subscale.code, "scale": subscale.title, "others": titles}
        reason = Reason("subscale_needs_others", facts)
    start = None
    if reason is None:
        start = sum(
            (factor * (found[code][1] or Fraction(0)) for code, factor in subscale.combines), Fraction(0)
        )
    return _made(instrument, subscale, start, used, missing, reason, given)


def _term(term: Term, points: Points) -> Fraction:
    counted = [Fraction(fit) for code in term.items if (fit := points.get(code)) is not None]
    total = sum(counted, Fraction(0))
    if term.how == "mean":
        total = total / len(counted) if counted else Fraction(0)
    elif term.how == "ln":
        # Below one unit a logarithm is negative: spending little would count less than spending nothing.
        total = Fraction(log(total)) if total >= 1 else Fraction(0)
    found = total / Fraction(term.over)
    return -found if term.minus else found


def _made(
    instrument: Instrument,
    subscale: Subscale,
    start: Fraction | None,
    used: int,
    missing: int,
    reason: Reason | None,
    given: Mapping[str, str],
) -> _Made:
    exact = _figures(subscale, start, instrument.transforms)
    value = exact[instrument.value_figure(subscale)]
    bands = []
    for band in instrument.bands_of(subscale.code):
        judged = exact[band.figure] if band.figure else value
        bands.append((band.code, None if judged is None else band.label(judged, given.get(band.by, ""))))
    made = SubscaleScore(
        code=subscale.code,
        value=None if value is None else float(value),
        figures=tuple((code, None if one is None else float(one)) for code, one in exact.items()),
        bands=tuple(bands),
        items_used=used,
        items_missing=missing,
        scorable=reason is None,
        reason=reason,
    )
    return made, value


def _figures(
    subscale: Subscale, start: Fraction | None, transforms: tuple[Transform, ...]
) -> dict[str, Fraction | None]:
    """All figures of a subscale in exact fractions; a transform speaks of the figure it starts from."""
    exact: dict[str, Fraction | None] = {subscale.figure: start}
    for one in transforms:
        of = exact[one.of]
        if of is None:
            exact[one.code] = None
            continue
        figure = (of - Fraction(one.minus)) * Fraction(one.times)
        exact[one.code] = half_up(figure) if one.half_up else figure
    return exact


def half_up(figure: Fraction) -> Fraction:
    """The nearest whole number, a half going up as the manual does; `round()` would take the even one."""
    return Fraction(floor(figure + Fraction(1, 2)))


def _is_raised(rule: AlertRule, raw: Raw, found: Mapping[str, _Made]) -> bool:
    if rule.item:
        return raw.get(rule.item) in rule.at
    value = found[rule.subscale][1] if rule.subscale in found else None
    return value is not None and value >= Fraction(rule.at_least)
