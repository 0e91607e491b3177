"""Instruments: what they ask, whether answers fit them, and the scores that follow."""

from pulih.rules.instruments.administering import check_administering
from pulih.rules.instruments.answers import Answer, Answers, check_answers, coded_raw, not_asked
from pulih.rules.instruments.definition import Coding, Instrument, Parts, TimeWindow
from pulih.rules.instruments.items import AnswerSet, Clause, Item, ItemType, Section
from pulih.rules.instruments.scales import (
    AlertRule,
    Band,
    ChangeParameters,
    Label,
    Method,
    Start,
    Subscale,
    Term,
    Transform,
)
from pulih.rules.instruments.scored import Alert, Scored, SubscaleScore, plain_scores
from pulih.rules.instruments.scoring import ENGINE_VERSION, half_up, score
from pulih.rules.instruments.words import Words

__all__ = [
    "ENGINE_VERSION",
    "Alert",
    "AlertRule",
    "Answer",
    "AnswerSet",
    "Answers",
    "Band",
    "ChangeParameters",
    "Clause",
    "Coding",
    "Instrument",
    "Item",
    "ItemType",
    "Label",
    "Method",
    "Parts",
    "Scored",
    "Section",
    "Start",
    "Subscale",
    "SubscaleScore",
    "Term",
    "TimeWindow",
    "Transform",
    "Words",
    "check_administering",
    "check_answers",
    "coded_raw",
    "half_up",
    "not_asked",
    "plain_scores",
    "score",
]
