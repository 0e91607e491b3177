"""The pathway of an enrolment: candidates, steps, admission, exceptions, corrections, transfers."""

from pulih.actions.enrolments.admitting import admit, recheck_remand
from pulih.actions.enrolments.correcting import correct_change
from pulih.actions.enrolments.exceptions import ask_exception, decide_exception
from pulih.actions.enrolments.moving_on import move_on
from pulih.actions.enrolments.nominating import Nominated, nominate
from pulih.actions.enrolments.offering import accept_offer, decline_offer, offer, put_on_list
from pulih.actions.enrolments.ordering import answer_objection, publish_rule, raise_objection
from pulih.actions.enrolments.transfers import (
    accept_transfer,
    propose_transfer,
    refuse_transfer,
    withdraw_transfer,
)

__all__ = [
    "Nominated",
    "accept_offer",
    "accept_transfer",
    "admit",
    "answer_objection",
    "ask_exception",
    "correct_change",
    "decide_exception",
    "decline_offer",
    "move_on",
    "nominate",
    "offer",
    "propose_transfer",
    "publish_rule",
    "put_on_list",
    "raise_objection",
    "recheck_remand",
    "refuse_transfer",
    "withdraw_transfer",
]
