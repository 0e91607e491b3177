"""Keying a stack of paper sheets: which instruments can be, and the sum that proves what was keyed.

Whoever keys a stack of sheets looks at paper and hardly at the screen; one wrong key is not seen. The codes
of a sheet are added up apart from keying, by whoever filled it or by the clerk, and the two sums must agree.
"""

from pulih.rules.instruments.answers import Answers
from pulih.rules.instruments.definition import Instrument
from pulih.rules.instruments.items import ItemType
from pulih.rules.verdicts import ALLOWED, Verdict, refused

MOST_ITEMS = 40
"""More columns than these cannot be kept apart on a row."""
ADDED = (ItemType.CHOICE, ItemType.COUNT)
"""Whole numbers, which a person can add up."""


def sum_of(answers: Answers) -> int:
    """All codes of a sheet as they stand on paper, added up; what was left empty counts nothing."""
    return sum(answer for answer in answers.values() if isinstance(answer, int))


def check_sum(answers: Answers, stated: int | None) -> Verdict:
    """Whether the sum made from the paper is the sum of what was keyed.

    Codes: `check_sum_missing`, `check_sum_wrong` (with both figures).
    """
    if stated is None:
        return refused("check_sum_missing", "check_sum")
    keyed = sum_of(answers)
    if keyed == stated:
        return ALLOWED
    return refused("check_sum_wrong", "check_sum", stated=stated, keyed=keyed)


def check_stackable(instrument: Instrument) -> Verdict:
    """Whether sheets of this instrument can be keyed a row a person: whole numbers only, and not too many.

    Codes: `instrument_not_stackable`, `instrument_too_long_for_stack`.
    """
    if not instrument.listed or any(item.type not in ADDED for item in instrument.listed):
        return refused("instrument_not_stackable", instrument=instrument.code)
    if len(instrument.listed) > MOST_ITEMS:
        return refused("instrument_too_long_for_stack", items=len(instrument.listed), most=MOST_ITEMS)
    return ALLOWED
