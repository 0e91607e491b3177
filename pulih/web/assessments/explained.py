"""How an instrument is scored, in words: for the page that explains it to those who must trust it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pulih.language.wording import say
from pulih.rules.instruments import AlertRule, Band, Instrument, Method, Start, Subscale, Term
from pulih.web.assessments.answers import numbered
from pulih.web.assessments.bands import band_label


@dataclass(frozen=True)
class ScaleWords:
    """One subscale: how it is reckoned, and how many answers it needs."""

    title: str
    how: str
    least: str


@dataclass(frozen=True)
class BandWords:
    """One scheme: whose it is, and its steps."""

    title: str
    scheme: str
    of: str
    """The subscales it judges, where there are several."""
    steps: tuple[str, ...]


def scales(definition: Instrument, language: str) -> tuple[ScaleWords, ...]:
    """Every subscale."""
    return tuple(
        ScaleWords(
            one.title.say(language), _how(definition, one, language), _least(definition, one, language)
        )
        for one in definition.subscales
    )


def _how(definition: Instrument, one: Subscale, language: str) -> str:
    if one.start is Start.SUM:
        return _("Jumlah %(items)s.") % {"items": _items(definition, one.items)}
    if one.start is Start.MEAN:
        return _("Rata-rata %(items)s.") % {"items": _items(definition, one.items)}
    if one.start is Start.COMBINED:
        parts = [_share(definition, code, factor, language) for code, factor in one.combines]
        return _("%(terms)s.") % {"terms": " ".join(parts).removeprefix("+ ")}
    terms = [("− " if term.minus else "+ ") + _term(definition, term) for term in one.terms]
    base = [] if Fraction(one.base) == 0 else [one.base]
    return _("%(terms)s.") % {"terms": " ".join([*base, *terms]).removeprefix("+ ")}


def _share(definition: Instrument, code: str, factor: int, language: str) -> str:
    """One other subscale in a combination: + 2 × its title."""
    times = "" if abs(factor) == 1 else f"{abs(factor)} × "
    return f"{'−' if factor < 0 else '+'} {times}{_title(definition, code, language)}"


def _term(definition: Instrument, term: Term) -> str:
    said = {"items": _items(definition, term.items), "over": term.over}
    words = {
        "sum": _("jumlah %(items)s"),
        "mean": _("rata-rata %(items)s"),
        "ln": _("logaritma alami %(items)s"),
    }[term.how] % said
    return words if Fraction(term.over) == 1 else _("%(words)s dibagi %(over)s") % {"words": words, **said}


def _title(definition: Instrument, code: str, language: str) -> str:
    found = definition.subscale(code)
    return found.title.say(language) if found else code


def _items(definition: Instrument, codes: Sequence[str]) -> str:
    """Items by the numbers on the sheet, neighbours as a stretch; by how many there are where none is short."""
    if not all(numbered(code) for code in codes):
        return ngettext("%(n)s butir", "%(n)s butir", len(codes)) % {"n": len(codes)}
    order = {item.code: place for place, item in enumerate(definition.items)}
    stretches: list[list[str]] = []
    for code in codes:
        if stretches and order[code] == order[stretches[-1][-1]] + 1:
            stretches[-1].append(code)
        else:
            stretches.append([code])
    said = [one[0] if len(one) == 1 else f"{one[0]}–{one[-1]}" for one in stretches]
    return _("butir %(items)s") % {"items": ", ".join(said)}


def _least(definition: Instrument, one: Subscale, language: str) -> str:
    if not one.items:
        return ""
    if len(definition.missing_rules) == 1 or not one.least_by_rule:
        least = one.least_answered(definition.default_rule)
        if least == len(one.items):
            return _("Semua butirnya harus dijawab.")
        return _("Paling sedikit %(least)s dari %(all)s butir dijawab.") % {
            "least": least,
            "all": len(one.items),
        }
    return "; ".join(
        f"{say(f'missing_rule.{rule}', language)}: {one.least_answered(rule)}/{len(one.items)}"
        for rule in definition.missing_rules
    )


def bands(definition: Instrument, language: str) -> tuple[BandWords, ...]:
    """Every scheme with its steps."""
    found = []
    for band in definition.bands:
        of = [_title(definition, code, language) for code in band.of]
        steps = [
            _step(band, place, circumstance, language)
            for circumstance, listed in band.steps
            for place in range(len(listed))
        ]
        found.append(
            BandWords(
                band.title.say(language),
                band.scheme.say(language),
                ", ".join(of) if len(definition.subscales) > 1 else "",
                tuple(steps),
            )
        )
    return tuple(found)


def _step(band: Band, place: int, circumstance: str, language: str) -> str:
    listed = dict(band.steps)[circumstance]
    label, threshold = listed[place]
    below = label is False and place == 0 and len(listed) > 1
    if below:
        threshold = listed[1][1]
    said = {
        "label": band_label(band, label, language),
        "threshold": threshold.replace(".", ",") if language == "id" else threshold,
    }
    words = {
        Method.FROM: _("kurang dari %(threshold)s: %(label)s")
        if below
        else _("mulai %(threshold)s: %(label)s"),
        Method.UP_TO: _("sampai %(threshold)s: %(label)s"),
        Method.NEAREST: _("terdekat dengan %(threshold)s: %(label)s"),
    }[band.method] % said
    return f"{say(f'circumstance.{band.by}.{circumstance}', language)}, {words}" if circumstance else words


def alerts(definition: Instrument, language: str) -> tuple[str, ...]:
    """Which answers and values make a task, and for whom."""
    return tuple(_alert(definition, one, language) for one in definition.alerts)


def _alert(definition: Instrument, one: AlertRule, language: str) -> str:
    said = {"words": say(f"task.{one.code}", language), "role": say(f"role.{one.role.value}", language)}
    if one.subscale:
        said |= {"scale": _title(definition, one.subscale, language), "value": one.at_least}
        return _("%(words)s: %(scale)s mulai %(value)s menjadi tugas bagi %(role)s.") % said
    item = definition.item(one.item)
    said |= {"item": item.caption.say(language) if item else one.item,
             "values": ", ".join(str(value) for value in sorted(one.at))}  # fmt: skip
    return _("%(words)s: jawaban %(values)s pada “%(item)s” menjadi tugas bagi %(role)s.") % said
