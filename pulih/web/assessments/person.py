"""Everything measured of one person as a page: a column a point, a row a domain, and what is due."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from pulih.language.instruments import instrument as definition_of
from pulih.language.wording import say
from pulih.queries import assessments, clinic
from pulih.queries.assessments import Measurement, Subject
from pulih.queries.clinic import UrineRow
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.measuring import Due, how_due
from pulih.rules.permissions import Permission
from pulih.rules.programmes import URINE, WHOQOL, Window
from pulih.rules.verdicts import ALLOWED, Verdict
from pulih.rules.willingness import willing_on
from pulih.web.assessments.figures import decimal
from pulih.web.assessments.others import DoneForm, FormGroup, done_forms, other_forms
from pulih.web.assessments.sheet import title_of
from pulih.web.ui.icons import DUE_SHAPES


@dataclass(frozen=True)
class Cell:
    """One measurement of the plan: how it stands, and where it is seen or entered."""

    words: str
    """The point in words."""
    on: date | None
    due: str
    shape: str
    window: Window | None
    href: str
    enter: bool
    """Whether the address is a form."""
    state: str = ""
    """The state of a test."""


@dataclass(frozen=True)
class ProgrammePart:
    """One enrolment: its questionnaires with the scores, and its tests."""

    subject: Subject
    month: int | None
    questionnaires: tuple[Cell, ...]
    scales: tuple[tuple[str, tuple[str, ...]], ...]
    tests: tuple[Cell, ...]
    extra: tuple[UrineRow, ...]
    may_test: bool


@dataclass(frozen=True)
class MeasuresPage:
    """The page of a person's measurements."""

    parts: tuple[ProgrammePart, ...]
    title: str
    reads_tests: bool
    done: tuple[DoneForm, ...]
    """Finished forms beside every programme."""
    others: tuple[FormGroup, ...]
    """What this role may fill beside the plan; nothing for somebody who is not here."""
    willing: Verdict
    """Whether the person said yes to being asked, as of today."""


def measures_page(actor: Actor, person_id: Any, *, here: bool) -> MeasuresPage:
    """Look up and put together; a fixed number of statements. `here`: whether their stay is open."""
    language = get_language() or "id"
    definition = definition_of(WHOQOL)
    measures = assessments.measures_of(actor, person_id, WHOQOL)
    reads_tests = bool(actor.may(Permission.READ_TESTS))
    tests = clinic.urine_of_person(actor, person_id) if reads_tests else ()
    parts = []
    for subject in measures.subjects:
        asked = [one for one in measures.measurements if one.subject is subject]
        parts.append(
            ProgrammePart(
                subject,
                subject.month(scope.today()),
                tuple(_questionnaire(actor, one, language) for one in asked),
                tuple(
                    (
                        say(f"subscale.{scale.code}", language),
                        tuple(_score(one, scale.code, language) for one in asked),
                    )
                    for scale in definition.subscales
                ),
                tuple(_tests(actor, subject, tests, language)) if reads_tests else (),
                tuple(one for one in tests if one.point == "extra" and one.counts_for(subject)),
                bool(actor.may(Permission.TEST_URINE)) and subject.admitted_on is not None,
            )
        )
    running = (one for one in measures.subjects if one.admitted_on and not one.ended_on)
    planned = frozenset(point.kind for subject in running for point in subject.plan)
    fills = here and bool(actor.may(Permission.MEASURE))
    willing = ALLOWED
    if fills:
        willing = willing_on(assessments.holder_of(actor, person_id).statements, scope.today())
    return MeasuresPage(
        tuple(parts),
        title_of(definition, language),
        reads_tests,
        done_forms(measures.beside),
        other_forms(actor, measures.beside, planned, willing) if fills else (),
        willing,
    )


def _score(one: Measurement, scale: str, language: str) -> str:
    kept = one.response.score(scale) if one.response else None
    return "" if kept is None or kept.value is None else decimal(kept.value, language)


def _questionnaire(actor: Actor, one: Measurement, language: str) -> Cell:
    enter = one.due in (Due.DUE, Due.LATE, Due.MISSED) and bool(actor.may(Permission.MEASURE))
    href = ""
    if one.response:
        href = reverse("assessments:response", args=[one.response.id])
    elif enter:
        href = reverse("assessments:fill", args=[one.subject.enrolment_id, one.point.kind, one.point.code])
    due = one.due or Due.NOT_YET
    return Cell(
        say(f"point.{one.point.code}", language),
        one.response.taken_on if one.response else None,
        due.value,
        DUE_SHAPES[due],
        one.window,
        href,
        enter and not one.response,
    )


def _tests(actor: Actor, subject: Subject, rows: tuple[UrineRow, ...], language: str) -> list[Cell]:
    today = scope.today()
    cells = []
    for point in subject.points(URINE):
        window = subject.window(point, today)
        test = clinic.urine_at(rows, subject, point.code)
        due = how_due(window, test is not None, subject.ended_on, today) if window else Due.NOT_YET
        enter = (
            test is None and due in (Due.DUE, Due.LATE, Due.MISSED) and bool(actor.may(Permission.TEST_URINE))
        )
        href = ""
        if test:
            href = reverse("clinic:urine_test", args=[test.id])
        elif enter:
            href = reverse("clinic:test", args=[subject.enrolment_id, point.code])
        cells.append(
            Cell(
                say(f"point.{point.code}", language),
                test.taken_on if test else None,
                due.value,
                DUE_SHAPES[due],
                window,
                href,
                enter,
                test.stands_as if test else "",
            )
        )
    return cells
