"""A finished form as a page: scores, what they changed against the first form, and how sure that is."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from pulih.language.instruments import instrument as definition_of
from pulih.language.wording import reason_text, say
from pulih.queries.assessments import ResponseFacts, ResponseRow
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.instruments import Instrument, Scored, Subscale, score
from pulih.rules.outcomes.certainty import reliable_change
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict, all_of, refused


@dataclass(frozen=True)
class ScaleRow:
    """One scale's score in words."""

    words: str
    value: str
    """On 0 to 100; empty where it cannot be scored."""
    items: str
    reason: str
    first: str
    change: str
    """With its sign; empty without a comparison."""
    meaning: str
    threshold: str


@dataclass(frozen=True)
class AnswerRow:
    """One answer as it was keyed."""

    code: str
    caption: str
    answer: str


@dataclass(frozen=True)
class HistoryRow:
    """One form of the chain."""

    response: ResponseRow
    in_force: bool
    shown: bool


@dataclass(frozen=True)
class ResultPage:
    """The page of a finished form."""

    facts: ResponseFacts
    title: str
    void: str
    """Why the whole form has no score."""
    scales: tuple[ScaleRow, ...]
    compared_on: date | None
    not_compared: str
    answers: tuple[AnswerRow, ...]
    skipped: int
    history: tuple[HistoryRow, ...]
    checked_parameters: bool
    engine: str
    in_force: ResponseRow
    may_amend: Verdict
    programme_month: int | None


def decimal(value: float, language: str, *, signed: bool = False) -> str:
    """A figure with one decimal as the language writes it: 53,6."""
    text = f"{value:+.1f}" if signed else f"{value:.1f}"
    text = text.replace("-", "−")
    return text.replace(".", ",") if language == "id" else text


def result_page(actor: Actor, facts: ResponseFacts) -> ResultPage:
    """Put the page together. Figures are those that were stored; only the words of a reason are found anew."""
    language = get_language() or "id"
    response = facts.response
    definition = definition_of(response.instrument, response.version)
    scored = score(definition, response.answers, coding=response.coding, rule=response.rule)
    first, not_compared = _comparison(facts)
    in_force = facts.history[-1]
    answers = tuple(
        AnswerRow(item.code, item.caption.say(language), str(response.answers.get(item.code) or ""))
        for item in definition.items
    )
    return ResultPage(
        facts=facts,
        title=definition.title.say(language).split(",")[0],
        void=reason_text(scored.reason, language) if scored.reason and not response.scorable else "",
        scales=tuple(_scale(one, response, scored, first, language) for one in definition.subscales),
        compared_on=first.taken_on if first else None,
        not_compared=not_compared,
        answers=answers,
        skipped=sum(not one.answer for one in answers),
        history=tuple(
            HistoryRow(one, in_force=one is in_force, shown=one.id == response.id) for one in facts.history
        ),
        checked_parameters=_checked(definition),
        engine=response.scores[0].engine if response.scores else "",
        in_force=in_force,
        may_amend=all_of(
            (
                actor.may(Permission.MEASURE),
                refused("response_amended_already") if response.amended else Verdict(True),
            )
        ),
        programme_month=facts.subject.month(scope.today()),
    )


def _comparison(facts: ResponseFacts) -> tuple[ResponseRow | None, str]:
    """The first form where the two may be compared, else the code of why not: rules are never mixed."""
    if facts.first is None:
        return None, ""
    if facts.first.rule != facts.response.rule:
        return None, "other_rule"
    return (facts.first, "") if facts.first.scorable else (None, "first_void")


def _checked(definition: Instrument) -> bool:
    return all(one.parameters is None or one.parameters.checked for one in definition.subscales)


def _scale(
    subscale: Subscale, response: ResponseRow, scored: Scored, first: ResponseRow | None, language: str
) -> ScaleRow:
    kept, found = response.score(subscale.code), scored.subscale(subscale.code)
    before = first.score(subscale.code) if first else None
    value = kept.value if kept else None
    earlier = before.value if before else None
    change = value - earlier if value is not None and earlier is not None else None
    threshold = (
        reliable_change(subscale.parameters.sd, subscale.parameters.retest) if subscale.parameters else None
    )
    reason = found.reason if found and value is None and response.scorable else None
    return ScaleRow(
        words=say(f"subscale.{subscale.code}", language),
        value="" if value is None else decimal(value, language),
        items=f"{kept.items_used if kept else 0}/{len(subscale.items)}",
        reason=reason_text(reason, language) if reason else "",
        first="" if earlier is None else decimal(earlier, language),
        change="" if change is None else decimal(change, language, signed=True),
        meaning=_meaning(change, threshold),
        threshold="" if threshold is None else decimal(threshold, language),
    )


def _meaning(change: float | None, threshold: float | None) -> str:
    """Which way it went beyond what measuring alone makes."""
    if change is None or threshold is None:
        return ""
    if abs(change) < threshold:
        return "unchanged"
    return "improved" if change > 0 else "declined"
