"""Pathways: the office's list of open ones, one pathway with its history, exceptions, transfers."""

from pulih.queries.enrolments.board import (
    INSIDE,
    RECHECK,
    TABS,
    Board,
    BoardRow,
    ListedRow,
    board,
    some,
    waiting_pathways,
)
from pulih.queries.enrolments.exceptions import AskedException, exception_of, exceptions
from pulih.queries.enrolments.from_register import FromRegister, RegisteredRow, from_register
from pulih.queries.enrolments.judging import OpenStep, admission_of, steps_of
from pulih.queries.enrolments.months import MonthFacts, Months, YearFacts, months
from pulih.queries.enrolments.objections import ObjectionRow, objection_of, objections, objections_owed
from pulih.queries.enrolments.opening import (
    ChangeRow,
    EnrolmentRecord,
    of_person,
    open_enrolment,
    statements_of,
)
from pulih.queries.enrolments.pathways import ExceptionRow, PathwayFacts, Statement
from pulih.queries.enrolments.several import Finishing, finishing, on_the_way, without_statement
from pulih.queries.enrolments.transfers import (
    TransferRow,
    receivers,
    transfer_of,
    transfer_waiting,
    transfers,
)
from pulih.queries.enrolments.waiting import RuleFacts, WaitingList, WaitingRow, published_rules, waiting_list

__all__ = [
    "INSIDE",
    "RECHECK",
    "TABS",
    "AskedException",
    "Board",
    "BoardRow",
    "ChangeRow",
    "EnrolmentRecord",
    "ExceptionRow",
    "Finishing",
    "FromRegister",
    "ListedRow",
    "MonthFacts",
    "Months",
    "ObjectionRow",
    "OpenStep",
    "PathwayFacts",
    "RegisteredRow",
    "RuleFacts",
    "Statement",
    "TransferRow",
    "WaitingList",
    "WaitingRow",
    "YearFacts",
    "admission_of",
    "board",
    "exception_of",
    "exceptions",
    "finishing",
    "from_register",
    "months",
    "objection_of",
    "objections",
    "objections_owed",
    "of_person",
    "on_the_way",
    "open_enrolment",
    "published_rules",
    "receivers",
    "some",
    "statements_of",
    "steps_of",
    "transfer_of",
    "transfer_waiting",
    "transfers",
    "waiting_list",
    "waiting_pathways",
    "without_statement",
]
