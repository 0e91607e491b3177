"""What is done with people's records: register, correct, place, sentence, categorise, open."""

from pulih.actions.people.emergency import break_glass
from pulih.actions.people.identity import add_alias, correct_identity, set_number
from pulih.actions.people.merging import merge_people
from pulih.actions.people.placing import amend_stay
from pulih.actions.people.registering import NewPerson, readmit_person, register_person
from pulih.actions.people.standing import record_sentence, set_category
from pulih.actions.people.willingness import record_willingness, withdraw_willingness

__all__ = [
    "NewPerson",
    "add_alias",
    "amend_stay",
    "break_glass",
    "correct_identity",
    "merge_people",
    "readmit_person",
    "record_sentence",
    "record_willingness",
    "register_person",
    "set_category",
    "set_number",
    "withdraw_willingness",
]
