"""A finished form as a page: scores, what they are called, what they changed, and how they were reckoned."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulih.language.instruments import instrument as definition_of
from pulih.language.wording import reason_text, say
from pulih.queries.assessments import Holder, ResponseFacts, ResponseRow, Subject
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.instruments import Instrument, Item, Scored, Subscale, coded_raw, not_asked, score
from pulih.rules.outcomes.certainty import reliable_change
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict, all_of, refused
from pulih.web.assessments.answers import numbered
from pulih.web.assessments.bands import BandRow, bands_of
from pulih.web.assessments.figures import decimal, figure
from pulih.web.assessments.sheet import title_of

__all__ = ["ResultPage", "ScaleRow", "decimal", "result_page"]


@dataclass(frozen=True)
class ScaleRow:
    """One scale's score in words."""

    words: str
    value: str
    """Empty where it cannot be scored."""
    bands: tuple[BandRow, ...]
    items: str
    reason: str
    first: str
    change: str
    """With its sign; empty without a comparison."""
    meaning: str
    threshold: str
    weight: float
    """Its value, for the order of parts; below nothing where there is none."""


@dataclass(frozen=True)
class AnswerRow:
    """One answer as it was keyed."""

    code: str
    caption: str
    answer: str
    words: str
    asked: bool
    """Whether an answer was due: the earlier answers asked for it, and it is no extra."""


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
    subject: Subject | Holder
    title: str
    heading: str
    void: str
    """Why the whole form has no score."""
    scales: tuple[ScaleRow, ...]
    unused: tuple[str, ...]
    """Parts that came to nothing, such as substances never taken."""
    parts: bool
    """Whether each row is a part by itself and no sum of them means anything."""
    note: str
    """What whoever reads these scores must know."""
    banded: bool
    compared_on: date | None
    not_compared: str
    answers: tuple[AnswerRow, ...]
    skipped: int
    history: tuple[HistoryRow, ...]
    checked_parameters: bool
    engine: str
    scored_by: str
    """The version of the definition the scores in force were made with."""
    time_window: str
    circumstances: tuple[tuple[str, str], ...]
    codings: bool
    rules: bool
    """Whether the instrument has more than one coding, more than one rule for missing answers."""
    for_progress: bool
    in_force: ResponseRow
    may_amend: Verdict
    programme_month: int | None
    forget: str
    """The address of the form it was typed in, whose kept text is no longer needed."""


def result_page(actor: Actor, facts: ResponseFacts) -> ResultPage:
    """Put the page together. Figures are those that were stored; only the words of a reason are found anew."""
    language = get_language() or "id"
    response = facts.response
    scored_by = response.scores[0].version if response.scores else response.version
    definition = definition_of(response.instrument, scored_by or response.version)
    scored = score(
        definition,
        response.answers,
        coding=response.coding,
        rule=response.rule,
        circumstances=response.circumstances,
    )
    first, not_compared = _comparison(facts)
    scales = [_scale(definition, one, response, scored, first, language) for one in definition.subscales]
    parts = definition.parts is not None
    unused = tuple(one.words for one in scales if parts and one.weight == 0)
    if parts:
        scales = sorted((one for one in scales if one.weight != 0), key=lambda one: -one.weight)
    in_force = facts.history[-1]
    answers = _answers(definition, response, language)
    return ResultPage(
        facts=facts,
        subject=facts.subject or facts.holder,
        title=title_of(definition, language),
        heading=_heading(definition),
        void=reason_text(scored.reason, language) if scored.reason and not response.scorable else "",
        scales=tuple(scales),
        unused=unused,
        parts=parts,
        note=_note(definition, language),
        banded=any(one.bands for one in scales),
        compared_on=first.taken_on if first else None,
        not_compared=not_compared,
        answers=answers,
        skipped=sum(one.asked and not one.answer for one in answers),
        history=tuple(
            HistoryRow(one, in_force=one is in_force, shown=one.id == response.id) for one in facts.history
        ),
        checked_parameters=all(
            one.parameters is None or one.parameters.checked for one in definition.subscales
        ),
        engine=response.scores[0].engine if response.scores else "",
        scored_by=scored_by,
        time_window=next(
            (one.words.say(language) for one in definition.windows if one.code == response.time_window), ""
        ),
        circumstances=tuple(
            (say(f"circumstance.{name}", language), say(f"circumstance.{name}.{value}", language))
            for name, value in response.circumstances.items()
        ),
        codings=len(definition.codings) > 1,
        rules=len(definition.missing_rules) > 1,
        for_progress=definition.for_progress,
        in_force=in_force,
        may_amend=_may_amend(actor, facts),
        programme_month=facts.subject.month(scope.today()) if facts.subject else None,
        forget=_typed_in(facts),
    )


def _may_amend(actor: Actor, facts: ResponseFacts) -> Verdict:
    amended = refused("response_amended_already") if facts.response.amended else Verdict(True)
    return all_of((actor.may(Permission.MEASURE), amended))


def _typed_in(facts: ResponseFacts) -> str:
    response = facts.response
    if response.enrolment_id is None:
        return reverse("assessments:beside", args=[facts.holder.reference, response.instrument])
    return reverse("assessments:fill", args=[response.enrolment_id, response.instrument, response.point])


def _heading(definition: Instrument) -> str:
    """What the figures are; those of 0 to 100 say so."""
    if definition.value.endswith("0_100"):
        return _("Skor per domain, 0–100")
    return _("Skor tiap bagian, tidak pernah dijumlahkan") if definition.parts else _("Skor")


def _note(definition: Instrument, language: str) -> str:
    """The caution that goes with an instrument's scores, where it has one."""
    code = f"result_note.{definition.code}"
    words = say(code, language)
    return "" if words == code else words


def _comparison(facts: ResponseFacts) -> tuple[ResponseRow | None, str]:
    """The first form where the two may be compared, else the code of why not: rules are never mixed."""
    if facts.first is None:
        return None, ""
    if facts.first.rule != facts.response.rule:
        return None, "other_rule"
    if facts.first.version != facts.response.version:
        return None, "other_version"
    return (facts.first, "") if facts.first.scorable else (None, "first_void")


def _scale(
    definition: Instrument,
    subscale: Subscale,
    response: ResponseRow,
    scored: Scored,
    first: ResponseRow | None,
    language: str,
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
    items = len(subscale.items)
    return ScaleRow(
        words=subscale.title.say(language),
        value="" if value is None else figure(definition, subscale, value, language),
        bands=bands_of(definition, subscale.code, kept.bands, language) if kept and value is not None else (),
        items=f"{kept.items_used if kept else 0}/{items}" if items else "–",
        reason=reason_text(reason, language) if reason else "",
        first="" if earlier is None else figure(definition, subscale, earlier, language),
        change="" if change is None else figure(definition, subscale, change, language, signed=True),
        meaning=_meaning(change, threshold),
        threshold="" if threshold is None else decimal(threshold, language),
        weight=-1.0 if value is None else value,
    )


def _meaning(change: float | None, threshold: float | None) -> str:
    """Which way it went beyond what measuring alone makes."""
    if change is None or threshold is None:
        return ""
    if abs(change) < threshold:
        return "unchanged"
    return "improved" if change > 0 else "declined"


def _answers(definition: Instrument, response: ResponseRow, language: str) -> tuple[AnswerRow, ...]:
    out = not_asked(definition, coded_raw(definition, response.answers, response.coding))
    return tuple(
        _answer(item, response, item.code not in out and not item.optional, language)
        for item in definition.items
    )


def _answer(item: Item, response: ResponseRow, asked: bool, language: str) -> AnswerRow:
    given = response.answers.get(item.code)
    words = ""
    if item.answers is not None and item.answers.words and isinstance(given, int):
        words = item.answers.words[item.values.index(given)].say(language)
    elif item.unit is not None and given is not None:
        words = item.unit.say(language)
    text = "" if given is None else str(given)
    if isinstance(given, float) and language == "id":
        text = text.replace(".", ",")
    code = item.code if numbered(item.code) else ""
    return AnswerRow(code, item.caption.say(language), text, words, asked)
