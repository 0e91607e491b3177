"""Forms drawn at random from a definition: what it asks, with gaps, and never an answer it would refuse."""

from random import Random

from pulih.rules.instruments import Answer, Instrument, Item, ItemType, check_answers

Form = dict[str, Answer | None]


def drawn_answer(item: Item, random: Random) -> Answer:
    """Any answer the item takes; the ends of a range more often than their share."""
    if item.type is ItemType.CHOICE:
        return random.choice(item.values)
    if item.type is ItemType.NOTE:
        return random.choice(("", "Catatan rekaan."))
    if random.random() < 0.4:
        return random.choice((item.least, item.most, min(item.least + 1, item.most)))
    if item.type is ItemType.AMOUNT and random.random() < 0.5:
        return round(random.uniform(item.least, item.most), 2)
    return random.randint(item.least, item.most)


def drawn_form(of: Instrument, coding: str, random: Random) -> Form:
    """A form that fits: complete, nearly complete, or with many gaps; some straight down one column."""
    gaps = random.choice((0.0, 0.02, 0.1, 0.4))
    column = random.random() if random.random() < 0.2 else None
    answers: Form = {}
    for item in of.items:
        if random.random() < gaps:
            if random.random() < 0.5:
                answers[item.code] = None
        elif column is not None and item.values:
            answers[item.code] = item.values[int(column * len(item.values))]
        else:
            answers[item.code] = drawn_answer(item, random)
    return without_hidden(of, answers, coding)


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
