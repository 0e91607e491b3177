"""What a score is called, and whose cut-offs say so."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pulih.rules.instruments import Band, Instrument, Label


@dataclass(frozen=True)
class BandRow:
    """A score's name under one scheme."""

    title: str
    words: str
    scheme: str


def bands_of(
    definition: Instrument, subscale: str, found: Mapping[str, Label | None], language: str
) -> tuple[BandRow, ...]:
    """Every scheme that names this score, in the order of the definition; none without a score."""
    return tuple(
        BandRow(band.title.say(language), band_label(band, label, language), band.scheme.say(language))
        for band in definition.bands_of(subscale)
        if (label := found.get(band.code)) is not None
    )


def band_words(
    definition: Instrument, subscale: str, found: Mapping[str, Label | None], language: str
) -> tuple[str, ...]:
    """The same in one line each: level of risk: moderate."""
    return tuple(f"{one.title}: {one.words}" for one in bands_of(definition, subscale, found, language))


def band_label(band: Band, label: Label, language: str) -> str:
    """The words of a label; a cut-off without words is answered yes or no."""
    if isinstance(label, bool) and label not in dict(band.words):
        return _("ya") if label else _("tidak")
    return band.say(label, language)
