"""What participants say of an activity: slips without a name, few questions, and when figures may be shown.

Nothing is shown before a round has closed and five have answered: a figure that grows between two
answers tells the second, and a figure of four can be guessed by whoever knows three.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

STATEMENTS = ("understood", "respected", "safe", "helped", "unhurried")
"""What somebody agrees with, from 1 (no) to 4 (yes, very much)."""
AGAIN = "again"
"""Whether they would take part again: 1 yes, 0 no."""
POINTS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {**dict.fromkeys(STATEMENTS, (1, 2, 3, 4)), AGAIN: (1, 0)}
)
"""Every question with the points it takes; any may be left out, for nobody has to answer."""
CONTENT = frozenset({3, 4})
"""Points that count as satisfied."""

FEWEST = 5
"""Answers below which no figure is shown."""
SPARE = 1.2
"""Slips to a place at most: enough for lost ones, too few to answer many times."""
SHORTEST_DAYS, USUAL_DAYS, LONGEST_DAYS = 2, 14, 60
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Round:
    """A round as somebody wants to open it."""

    people: int
    """Who takes part now and will be given a slip."""
    opens_on: date
    closes_on: date
    running_until: date | None = None
    """The last day of a round about the same activity that still runs."""


def check_round(wanted: Round, today: date) -> Verdict:
    """Whether a round may be opened: enough people that somebody can stay unknown, and days to answer in."""
    found = []
    days = (wanted.closes_on - wanted.opens_on).days + 1
    if wanted.people < FEWEST:
        found.append(refused("feedback_few_people", people=wanted.people, fewest=FEWEST))
    if wanted.opens_on < today:
        found.append(refused("feedback_opens_past", "opens_on", today=today))
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        found.append(refused("feedback_days_odd", "closes_on", shortest=SHORTEST_DAYS, longest=LONGEST_DAYS))
    if wanted.running_until is not None and wanted.running_until >= wanted.opens_on:
        found.append(refused("feedback_runs_already", "opens_on", date=wanted.running_until))
    return all_of(found)


def most_slips(capacity: int) -> int:
    """How many slips of one round may ever be printed."""
    return max(FEWEST, int(capacity * SPARE))


def check_printing(wanted: int, printed: int, capacity: int, closes_on: date, today: date) -> Verdict:
    """Whether so many more slips may be printed: the ones before stay good, so both together are limited."""
    if today > closes_on:
        return refused("feedback_closed", date=closes_on)
    left = most_slips(capacity) - printed
    if wanted < 1 or wanted > left:
        return refused("feedback_slips_many", "slips", left=max(0, left), printed=printed)
    if not printed and wanted < FEWEST:
        return refused("feedback_slips_few", "slips", fewest=FEWEST)
    return ALLOWED


def closes_by_default(opens_on: date) -> date:
    """The last day to answer where nobody says another."""
    return opens_on + timedelta(days=USUAL_DAYS - 1)


def is_closed(closes_on: date, today: date) -> bool:
    """Whether nothing can be added any more, so that a figure once read stays what it is."""
    return today > closes_on


def check_answers(answers: Mapping[str, int], text: str) -> Verdict:
    """Whether a slip says something that can be counted; any question may be left out, not all of them."""
    odd = [name for name, points in answers.items() if points not in POINTS.get(name, ())]
    if odd:
        return refused("feedback_answer_odd", odd[0] if odd[0] in POINTS else None)
    if not answers and not text.strip():
        return refused("feedback_empty")
    if len(text) > LONGEST_TEXT:
        return refused("feedback_text_long", "text", longest=LONGEST_TEXT)
    return ALLOWED


@dataclass(frozen=True)
class QuestionFigure:
    """How a question was answered; whoever left it out is not in it."""

    question: str
    counts: tuple[tuple[int, int], ...]
    """Points and how many chose them, in the order of the slip."""

    @property
    def answered(self) -> int:
        """How many answered it."""
        return sum(count for _points, count in self.counts)

    @property
    def mean(self) -> float:
        """Mean of the points."""
        return sum(points * count for points, count in self.counts) / self.answered

    @property
    def content(self) -> int:
        """How many are satisfied: three or four points, or a yes."""
        good = {1} if self.question == AGAIN else CONTENT
        return sum(count for points, count in self.counts if points in good)


@dataclass(frozen=True)
class Result:
    """What may be told of a closed round."""

    slips: int
    answers: int
    questions: tuple[QuestionFigure, ...] = ()
    """Only those that five or more answered."""
    texts: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether enough answered."""
        return self.answers >= FEWEST

    @property
    def said(self) -> int:
        """Points given to the five statements."""
        return sum(one.answered for one in self._statements)

    @property
    def content(self) -> int:
        """How many of them are three or four."""
        return sum(one.content for one in self._statements)

    @property
    def mean(self) -> float | None:
        """Mean over the statements; None where none may be shown."""
        points = sum(one.mean * one.answered for one in self._statements)
        return points / self.said if self.said else None

    @property
    def _statements(self) -> tuple[QuestionFigure, ...]:
        return tuple(one for one in self.questions if one.question != AGAIN)


def result_of(
    slips: int, answers: int, tally: Mapping[str, Mapping[int, int]], texts: tuple[str, ...]
) -> Result:
    """The figures of a closed round. Fewer than five answers give none; nor does a question fewer answered."""
    if answers < FEWEST:
        return Result(slips, answers)
    questions = (
        QuestionFigure(name, tuple((one, tally.get(name, {}).get(one, 0)) for one in points))
        for name, points in POINTS.items()
    )
    return Result(slips, answers, tuple(one for one in questions if one.answered >= FEWEST), texts)


def together(results: tuple[Result, ...]) -> Result:
    """Several rounds in one figure: of those shown only, so that nothing can be subtracted out of it."""
    shown = [one for one in results if one.shown]
    tally: dict[str, dict[int, int]] = {}
    for result in shown:
        for question in result.questions:
            into = tally.setdefault(question.question, {})
            for points, count in question.counts:
                into[points] = into.get(points, 0) + count
    return result_of(sum(one.slips for one in shown), sum(one.answers for one in shown), tally, ())
