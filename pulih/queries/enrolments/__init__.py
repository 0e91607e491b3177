"""Pathways: the board before admission, one pathway with its history, exceptions, transfers."""

from pulih.queries.enrolments.board import RECHECK, Board, BoardRow, board, some, waiting_pathways
from pulih.queries.enrolments.exceptions import AskedException, exception_of, exceptions
from pulih.queries.enrolments.judging import OpenStep, admission_of, steps_of
from pulih.queries.enrolments.opening import (
    ChangeRow,
    EnrolmentRecord,
    of_person,
    open_enrolment,
    statements_of,
)
from pulih.queries.enrolments.pathways import ExceptionRow, PathwayFacts, Statement
from pulih.queries.enrolments.transfers import (
    TransferRow,
    receivers,
    transfer_of,
    transfer_waiting,
    transfers,
)

__all__ = [
    "RECHECK",
    "AskedException",
    "Board",
    "BoardRow",
    "ChangeRow",
    "EnrolmentRecord",
    "ExceptionRow",
    "OpenStep",
    "PathwayFacts",
    "Statement",
    "TransferRow",
    "admission_of",
    "board",
    "exception_of",
    "exceptions",
    "of_person",
    "open_enrolment",
    "receivers",
    "some",
    "statements_of",
    "steps_of",
    "transfer_of",
    "transfer_waiting",
    "transfers",
    "waiting_pathways",
]
