"""Instruments: what they ask, whether answers fit them, and the scores that follow."""

from pulih.rules.instruments.answers import Answers, check_answers, coded_raw
from pulih.rules.instruments.definition import (
    AlertRule,
    ChangeParameters,
    Coding,
    Instrument,
    Item,
    ItemType,
    Section,
    Subscale,
    Transform,
    Words,
)
from pulih.rules.instruments.scoring import ENGINE_VERSION, Alert, Scored, SubscaleScore, half_up, score

__all__ = [
    "ENGINE_VERSION",
    "Alert",
    "AlertRule",
    "Answers",
    "ChangeParameters",
    "Coding",
    "Instrument",
    "Item",
    "ItemType",
    "Scored",
    "Section",
    "Subscale",
    "SubscaleScore",
    "Transform",
    "Words",
    "check_answers",
    "coded_raw",
    "half_up",
    "score",
]
