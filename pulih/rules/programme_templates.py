"""Programmes as plain data: what a version keeps, what a file says, and every part of it that cannot be read."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from pulih.rules.curricula import Curriculum, Module, Phase, Template
from pulih.rules.programmes import Point, SuccessRule
from pulih.rules.verdicts import ALLOWED, Reason, Verdict, refused

LONGEST_TEXT = 500


def to_plain(curriculum: Curriculum) -> dict[str, Any]:
    """A curriculum as a version of a programme keeps it."""
    return {**asdict(curriculum), "ratios": dict(curriculum.ratios)}


def from_plain(kept: Mapping[str, Any]) -> Curriculum | None:
    """A curriculum as a version keeps it; None for a version from before there were any."""
    if not kept:
        return None
    found, reasons = _curriculum(kept)
    return None if reasons else found


def template_to_plain(template: Template) -> dict[str, Any]:
    """A template as it is written to a file."""
    return {
        "code": template.code,
        "months": template.months,
        **to_plain(template.curriculum),
        "plan": [asdict(point) for point in template.plan],
        "success_rule": asdict(template.rule),
    }


def template_from_plain(given: Any) -> tuple[Template | None, Verdict]:
    """A template as a file says it, with what cannot be read: keys missing or unknown, values of the wrong type."""
    if not isinstance(given, Mapping):
        return None, refused("template_unreadable", None, where="-")
    own = {"code", "months", "plan", "success_rule"}
    curriculum, reasons = _curriculum({key: one for key, one in given.items() if key not in own})
    plan, wrong = _rows(Point, given.get("plan"), "plan")
    rule, bad = _rule(given.get("success_rule"))
    reasons += [*wrong, *bad]
    code, months = given.get("code"), given.get("months")
    if not isinstance(code, str) or not code.strip():
        reasons.append(_unreadable("code"))
    if not _is(months, int):
        reasons.append(_unreadable("months"))
    if reasons or curriculum is None or rule is None:
        return None, Verdict(False, tuple(reasons))
    return Template(str(code), int(months or 0), curriculum, tuple(plan), rule), ALLOWED


def _curriculum(given: Mapping[str, Any]) -> tuple[Curriculum | None, list[Reason]]:
    modules, reasons = _rows(Module, given.get("modules", []), "modules")
    phases, more = _rows(Phase, given.get("phases", []), "phases")
    ratios = given.get("ratios", {})
    if not isinstance(ratios, Mapping) or not all(_is(one, int) for one in ratios.values()):
        more.append(_unreadable("ratios"))
    rest = {key: one for key, one in given.items() if key not in ("modules", "phases", "ratios")}
    made, wrong = _row(Curriculum, {**rest, "modules": (), "phases": ()}, "")
    if made is None or reasons or more or wrong:
        return None, [*reasons, *more, *wrong]
    values = {one.name: getattr(made, one.name) for one in fields(made)}
    values |= {"modules": tuple(modules), "phases": tuple(phases)}
    return Curriculum(**{**values, "ratios": tuple(sorted(ratios.items()))}), []


def _rule(given: Any) -> tuple[SuccessRule | None, list[Reason]]:
    made, reasons = _row(SuccessRule, given, "success_rule")
    return made, reasons


def _rows(shape: type[Any], given: Any, about: str) -> tuple[list[Any], list[Reason]]:
    if not isinstance(given, list | tuple):
        return [], [_unreadable(about)]
    found, reasons = [], []
    for place, one in enumerate(given):
        made, wrong = _row(shape, one, f"{about}.{place + 1}")
        reasons += wrong
        if made is not None:
            found.append(made)
    return found, reasons


_TYPES: Mapping[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float)}


def _row(shape: type[Any], given: Any, about: str) -> tuple[Any, list[Reason]]:
    """One row of a file as a dataclass; tuples hold texts."""
    if not isinstance(given, Mapping):
        return None, [_unreadable(about)]
    known = {one.name: one for one in fields(shape)}
    before = about + "." if about else ""
    reasons = [Reason("template_key_unknown", {"where": f"{before}{key}"}, about)
               for key in given if key not in known]  # fmt: skip
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            continue
        kind = str(getattr(known[name].type, "__name__", known[name].type))
        if _fits(kind, value):
            values[name] = tuple(value) if kind.startswith("tuple") else value
        else:
            reasons.append(_unreadable(before + name))
    if reasons:
        return None, reasons
    try:
        return shape(**values), []
    except TypeError:
        return None, [Reason("template_key_missing", {"where": about or "-"}, about or None)]


def _fits(kind: str, value: Any) -> bool:
    """Whether a value has the type its field names; texts are short and hold what a database takes."""
    if kind.startswith("tuple"):
        return isinstance(value, list | tuple) and all(_fits("str", one) for one in value)
    if kind == "str" and isinstance(value, str):
        return len(value) <= LONGEST_TEXT and "\0" not in value
    return kind in _TYPES and _is(value, *_TYPES[kind])


def _is(value: Any, *kinds: type) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool)


def _unreadable(where: str) -> Reason:
    return Reason("template_unreadable", {"where": where or "-"}, where or None)
