"""Figures as a page writes them: as many decimals as the way they were reckoned carries."""

from pulih.rules.instruments import Instrument, Start, Subscale

DECIMALS = {Start.SUM: 0, Start.MEAN: 2, Start.FORMULA: 3, Start.COMBINED: 2}


def decimal(value: float, language: str, *, signed: bool = False, places: int = 1) -> str:
    """A figure as the language writes it: 53,6."""
    text = f"{value:+.{places}f}" if signed else f"{value:.{places}f}"
    text = text.replace("-", "−")
    return text.replace(".", ",") if language == "id" else text


def places_of(definition: Instrument, subscale: Subscale) -> int:
    """How many decimals its score has: a sum is whole, what was transformed has one."""
    return 1 if definition.value else DECIMALS[subscale.start]


def figure(
    definition: Instrument, subscale: Subscale, value: float, language: str, *, signed: bool = False
) -> str:
    """A subscale's score, or a difference of two of them."""
    places = places_of(definition, subscale)
    return decimal(value, language, signed=signed, places=places)
