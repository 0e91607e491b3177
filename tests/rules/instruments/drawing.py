"""Forms drawn at random from a definition: what it asks, with gaps, and never an answer it would refuse."""

from random import Random

from pulih.rules.instruments import Answer, Instrument, Item, ItemType, check_answers

Form = dict[str, Answer | None]


def drawn_form(of: Instrument, coding: str, random: Random) -> Form:
    """A form that fits: complete, nearly complete, or with many gaps.

    Most forms lean to one end, so that totals near either end are as likely as those in the middle.
    """
    gaps = random.choice((0.0, 0.0, 0.02, 0.1, 0.4))
    lean = random.random() if random.random() < 0.7 else None
    spread = random.choice((0.0, 0.1, 0.3))
    answers: Form = {}
    for item in of.items:
        if random.random() < gaps:
            if random.random() < 0.5:
                answers[item.code] = None
            continue
        at = random.random() if lean is None else min(max(random.gauss(lean, spread), 0.0), 0.999)
        answers[item.code] = _answer_at(item, at, random)
    return without_hidden(of, answers, coding)


def _answer_at(item: Item, at: float, random: Random) -> Answer:
    """The answer that far up the range of an item; the ends of a count more often than their share."""
    if item.type is ItemType.CHOICE:
        return item.values[int(at * len(item.values))]
    if item.type is ItemType.NOTE:
        return random.choice(("", "Catatan rekaan."))
    if random.random() < 0.3:
        return random.choice((item.least, item.most, min(item.least + 1, item.most)))
    if item.type is ItemType.COUNT:
        return item.least + int(at * (item.most - item.least + 1))
    # Sums of money as people have them, from a coin to a fortune.
    amount = min(10 ** (at * 9), item.most)
    return max(item.least, random.choice((int(amount), round(amount, 2))))


def without_hidden(of: Instrument, answers: Form, coding: str) -> Form:
    """The form as an instrument wants it that refuses answers to questions not asked."""
    while True:
        verdict = check_answers(of, answers, coding)
        if verdict:
            return answers
        for reason in verdict.reasons:
            assert reason.code == "answer_not_asked", reason
            del answers[reason.facts["item"]]


def drawn_circumstances(of: Instrument, random: Random) -> dict[str, str]:
    """Each circumstance known, three times out of four."""
    return {name: random.choice(values) for name, values in of.circumstances if random.random() < 0.75}
