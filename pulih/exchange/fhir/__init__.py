"""FHIR R4 shapes of instruments, forms and scores: pure mappings, one module a resource, no endpoints."""

from pulih.exchange.fhir.filled import Filled
from pulih.exchange.fhir.observation import observations
from pulih.exchange.fhir.questionnaire import questionnaire
from pulih.exchange.fhir.questionnaire_response import answers_from, coding_of, questionnaire_response

__all__ = [
    "Filled",
    "answers_from",
    "coding_of",
    "observations",
    "questionnaire",
    "questionnaire_response",
]
