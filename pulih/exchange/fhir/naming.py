"""Names that FHIR wants for what is ours: urns, because nothing here lives at an address on the network."""

from typing import Any

from pulih.rules.instruments import AnswerSet, Instrument

Json = dict[str, Any]

PERSON = "urn:pulih:person"
RESPONSE = "urn:pulih:response"
SCORE = "urn:pulih:score"
SCORING = "urn:pulih:scoring"
REASON = "urn:pulih:reason"
MODE = "urn:pulih:mode"

# Extensions of our own. What R4 has an extension for carries that one instead.
CODING_EXTENSION = "urn:pulih:extension:sheet-coding"
WINDOW_EXTENSION = "urn:pulih:extension:time-window"
NOT_ASKED_EXTENSION = "urn:pulih:extension:answer-not-asked"

R4 = "http://hl7.org/fhir/StructureDefinition/"
ORDINAL = R4 + "ordinalValue"
LEAST = R4 + "minValue"
MOST = R4 + "maxValue"
UNIT = R4 + "questionnaire-unit"
COMPLETION_MODE = R4 + "questionnaireresponse-completionMode"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"


def tongue(language: str) -> str:
    """The language of the house in which a resource is worded; Indonesian unless English is asked for."""
    return "en" if language == "en" else "id"


def url_of(instrument: Instrument) -> str:
    """The instrument whatever its version."""
    return f"urn:pulih:instrument:{instrument.code}"


def canonical_of(instrument: Instrument) -> str:
    """This version of the instrument, as other resources name it."""
    return f"{url_of(instrument)}|{instrument.version}"


def items_of(instrument: Instrument) -> str:
    """The code system of an instrument's items: a code means the same question in every version."""
    return f"urn:pulih:item:{instrument.code}"


def answers_of(instrument: Instrument, answers: AnswerSet) -> str:
    """The code system of the answers that some items of an instrument share."""
    return f"urn:pulih:answer:{instrument.code}:{answers.code}"


def subscales_of(instrument: Instrument) -> str:
    """The code system of an instrument's subscales."""
    return f"urn:pulih:subscale:{instrument.code}"


def figures_of(instrument: Instrument) -> str:
    """The code system of the figures a subscale has: sum, mean, transforms."""
    return f"urn:pulih:figure:{instrument.code}"


def bands_of(instrument: Instrument, scheme: str) -> str:
    """The code system of what a scheme calls a value."""
    return f"urn:pulih:band:{instrument.code}:{scheme}"
