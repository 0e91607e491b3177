"""Scores to R4 Observations: one a subscale, with everything that proves it again, or the reason for none."""

from collections.abc import Iterator
from uuid import UUID, uuid5

from pulih.exchange.fhir.filled import Filled, fits
from pulih.exchange.fhir.naming import (
    REASON,
    SCORE,
    SCORING,
    TERMINOLOGY,
    Json,
    bands_of,
    figures_of,
    subscales_of,
    tongue,
)
from pulih.exchange.fhir.questionnaire_response import person
from pulih.language.wording import reason_text
from pulih.rules.instruments import Instrument, Scored, Subscale, SubscaleScore

_NAMESPACE = UUID("6f0c7b52-6d9e-5b0e-9a35-3c0e6f7a1d44")
"""Ids of observations are made from what they are about: the same score has the same id every time."""


def observations(instrument: Instrument, filled: Filled, scored: Scored) -> list[Json]:
    """What a form came to. Several rules or engines give several observations of one form, never a mean."""
    fits(instrument, filled.version)
    fits(instrument, scored.version)
    found = []
    for one in scored.subscales:
        subscale = instrument.subscale(one.code)
        if subscale is None:
            raise ValueError(f"{instrument.code} has no subscale {one.code}")
        found.append(_observation(instrument, filled, scored, subscale, one))
    return found


def _observation(
    instrument: Instrument, filled: Filled, scored: Scored, subscale: Subscale, one: SubscaleScore
) -> Json:
    language = tongue(filled.language)
    title = subscale.title.say(language)
    made: Json = {
        "resourceType": "Observation",
        "id": _id(filled, scored, one.code),
        "language": language,
        "identifier": [{"system": SCORE, "value": _key(filled, scored, one.code)}],
        "status": "final",
        "category": [{"coding": [{"system": TERMINOLOGY + "observation-category", "code": "survey"}]}],
        "code": {
            "coding": [
                {
                    "system": subscales_of(instrument),
                    "version": instrument.version,
                    "code": one.code,
                    "display": title,
                }
            ],
            "text": f"{instrument.title.say(language)}: {title}",
        },
        "subject": person(filled),
        "effectiveDateTime": filled.authored.isoformat(),
        "method": _method(scored),
        "derivedFrom": list(_sources(filled, scored, subscale)),
    }
    if one.value is None:
        return made | {"dataAbsentReason": _absent(one, language)}
    made["valueQuantity"] = _quantity(one.value, language)
    bands = list(_interpretations(instrument, one, language))
    components = list(_components(instrument, subscale, one, language))
    return (
        made
        | ({"interpretation": bands} if bands else {})
        | ({"component": components} if components else {})
    )


def _key(filled: Filled, scored: Scored, code: str) -> str:
    return f"{filled.id}/{code}/{scored.coding}/{scored.rule}/{scored.engine}"


def _id(filled: Filled, scored: Scored, code: str) -> str:
    return str(uuid5(_NAMESPACE, _key(filled, scored, code)))


def _quantity(value: float, language: str) -> Json:
    unit = "score" if language == "en" else "skor"
    number = int(value) if value.is_integer() else value
    return {"value": number, "unit": unit, "system": "http://unitsofmeasure.org", "code": "{score}"}


def _method(scored: Scored) -> Json:
    """One code for how this number came about; two numbers may be compared only where it is the same."""
    version = f"{scored.instrument}.{scored.version}"
    return {
        "coding": [
            {"system": SCORING, "code": f"{version}/{scored.coding}/{scored.rule}/engine-{scored.engine}"}
        ],
        "text": f"{version}, coding {scored.coding}, rule {scored.rule}, engine {scored.engine}",
    }


def _sources(filled: Filled, scored: Scored, subscale: Subscale) -> Iterator[Json]:
    """The form; and the other scores where this one is added up from them."""
    yield {"type": "QuestionnaireResponse", "reference": f"QuestionnaireResponse/{filled.id}"}
    for code, _factor in subscale.combines:
        if scored.subscale(code) is not None:
            yield {"type": "Observation", "reference": f"Observation/{_id(filled, scored, code)}"}


def _absent(one: SubscaleScore, language: str) -> Json:
    """R4 knows only that the value is unknown; the words say what is missing."""
    codings = [{"system": TERMINOLOGY + "data-absent-reason", "code": "unknown"}]
    if one.reason is None:
        return {"coding": codings}
    codings.append({"system": REASON, "code": one.reason.code})
    return {"coding": codings, "text": reason_text(one.reason, language)}


def _interpretations(instrument: Instrument, one: SubscaleScore, language: str) -> Iterator[Json]:
    """What each scheme calls the value; a scheme that lacks a circumstance (sex) calls it nothing."""
    for band in instrument.bands_of(one.code):
        label = one.band(band.code)
        if label is None:
            continue
        code = str(label).lower() if isinstance(label, bool) else label
        words = band.say(label, language) if label in dict(band.words) else code
        yield {
            "coding": [{"system": bands_of(instrument, band.code), "code": code, "display": words}],
            "text": f"{band.title.say(language)}: {words} ({band.scheme.say(language)})",
        }


def _components(
    instrument: Instrument, subscale: Subscale, one: SubscaleScore, language: str
) -> Iterator[Json]:
    """The further figures: the mean beside its transforms."""
    for code, figure in one.figures:
        if figure is not None and code != instrument.value_figure(subscale):
            yield {
                "code": {"coding": [{"system": figures_of(instrument), "code": code}]},
                "valueQuantity": _quantity(figure, language),
            }
