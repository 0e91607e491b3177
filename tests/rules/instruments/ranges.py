"""The range of every figure an instrument can give, worked out from its definition and from no answers."""

from fractions import Fraction
from math import log

from pulih.rules.instruments import Instrument, Item, ItemType, Start, Subscale, Term, half_up

Range = tuple[Fraction, Fraction]


def counted(item: Item) -> list[int]:
    """Everything an item may count for."""
    if item.type is not ItemType.CHOICE:
        return [item.least, item.most]
    return [points for value in item.values if (points := item.points_of(value)) is not None]


def span(of: Instrument, codes: tuple[str, ...]) -> list[Range]:
    """The least and the most each item may count for; nothing when earlier answers leave it out."""
    found = []
    for code in codes:
        item = of.by_code[code]
        points = counted(item) + ([0] if item.shown_when else [])
        found.append((Fraction(min(points)), Fraction(max(points))))
    return found


def bounds(of: Instrument, codes: tuple[str, ...], how: str) -> Range:
    """The least and the most that items come to together."""
    spans = span(of, codes)
    low, high = [one for one, _ in spans], [one for _, one in spans]
    if how == "mean":
        return min(low), max(high)
    if how == "ln":
        return Fraction(0), Fraction(log(sum(high)))
    return sum(low, Fraction(0)), sum(high, Fraction(0))


def of_term(of: Instrument, term: Term) -> Range:
    low, high = (one / Fraction(term.over) for one in bounds(of, term.items, term.how))
    return (-high, -low) if term.minus else (low, high)


def allowed(of: Instrument, subscale: Subscale) -> Range:
    """The range of a subscale's starting figure, from the definition alone."""
    if subscale.start is Start.COMBINED:
        low = high = Fraction(0)
        for code, factor in subscale.combines:
            other = of.subscale(code)
            assert other
            ends = sorted(end * factor for end in allowed(of, other))
            low, high = low + ends[0], high + ends[1]
        return low, high
    if subscale.start is Start.FORMULA:
        terms = [of_term(of, one) for one in subscale.terms]
        base = Fraction(subscale.base)
        return base + sum(one for one, _ in terms), base + sum(one for _, one in terms)
    return bounds(of, subscale.items, subscale.start.value)


def ranges(of: Instrument, subscale: Subscale) -> dict[str, Range]:
    """The range of every figure of a subscale."""
    found = {subscale.figure: allowed(of, subscale)}
    for one in of.transforms:
        ends = [(end - Fraction(one.minus)) * Fraction(one.times) for end in found[one.of]]
        low, high = sorted(half_up(end) if one.half_up else end for end in ends)
        found[one.code] = low, high
    return found
