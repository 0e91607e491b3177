"""The pathway of an enrolment: candidates, steps, admission, exceptions, corrections, transfers."""

from pulih.actions.enrolments.admitting import admit, recheck_remand
from pulih.actions.enrolments.correcting import correct_change
from pulih.actions.enrolments.exceptions import ask_exception, decide_exception
from pulih.actions.enrolments.moving_on import move_on
from pulih.actions.enrolments.nominating import Nominated, nominate
from pulih.actions.enrolments.transfers import (
    accept_transfer,
    propose_transfer,
    refuse_transfer,
    withdraw_transfer,
)

__all__ = [
    "Nominated",
    "accept_transfer",
    "admit",
    "ask_exception",
    "correct_change",
    "decide_exception",
    "move_on",
    "nominate",
    "propose_transfer",
    "recheck_remand",
    "refuse_transfer",
    "withdraw_transfer",
]
