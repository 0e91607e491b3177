"""What participants say: rounds and slips, answers without a name, complaints and their answers."""

from pulih.actions.voice.answering import leave_answers, type_slip
from pulih.actions.voice.complaining import answer_complaint, record_complaint
from pulih.actions.voice.rounds import Printed, open_round, print_slips

__all__ = [
    "Printed",
    "answer_complaint",
    "leave_answers",
    "open_round",
    "print_slips",
    "record_complaint",
    "type_slip",
]
