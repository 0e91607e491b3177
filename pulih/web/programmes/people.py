"""Participants of a wave as rows: how each measurement stands, how they stand, and what comes next."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from pulih.queries.programmes import Measure, Participant
from pulih.rules.actors import Actor
from pulih.rules.lifecycles import Status
from pulih.rules.measuring import Due
from pulih.rules.permissions import Permission
from pulih.rules.programmes import URINE, WHOQOL
from pulih.web.programmes.words import next_words, on_day, words
from pulih.web.ui.icons import DUE_SHAPES, TONES


@dataclass(frozen=True)
class Mark:
    """One measurement of somebody as a shape with its words."""

    shape: str
    words: str

    @property
    def tone(self) -> str:
        """The colour that goes with the shape."""
        return TONES[self.shape]


@dataclass(frozen=True)
class PersonRow:
    """A participant as a row of the table."""

    who: Participant
    href: str
    programmes: tuple[tuple[str, str], ...]
    whoqol: tuple[Mark, ...]
    urine: tuple[Mark, ...]
    shape: str
    state: str
    next: str
    next_href: str


def form_address(measure: Measure) -> str:
    """Where a measurement is recorded."""
    if measure.point.kind == URINE:
        return reverse("clinic:test", args=[measure.enrolment_id, measure.point.code])
    return reverse("assessments:fill", args=[measure.enrolment_id, measure.point.kind, measure.point.code])


def may_record(actor: Actor, measure: Measure) -> bool:
    """Whether this actor records such a measurement."""
    return bool(actor.may(Permission.TEST_URINE if measure.point.kind == URINE else Permission.MEASURE))


def person_row(actor: Actor, who: Participant, today: date) -> PersonRow:
    """A participant in words; the next thing to do leads to its form where the actor may fill it in."""
    shape, state = _state(who, today)
    said, href = _next(actor, who, today)
    return PersonRow(
        who=who,
        href=reverse("enrolments:enrolment", args=[who.main.id]),
        programmes=tuple(
            (words(f"programme.{one.programme}"), reverse("enrolments:enrolment", args=[one.id]))
            for one in who.enrolled
        ),
        whoqol=tuple(_mark(one) for one in who.measures if one.point.kind == WHOQOL),
        urine=tuple(_mark(one) for one in who.measures if one.point.kind == URINE),
        shape=shape,
        state=state,
        next=said,
        next_href=href,
    )


def _mark(measure: Measure) -> Mark:
    said = f"{words(f'point.{measure.point.code}')}: {words(f'due.{measure.how.value}').lower()}"
    return Mark(DUE_SHAPES[measure.how], said)


def _state(who: Participant, today: date) -> tuple[str, str]:
    if not who.inside:
        gone = next((one for one in who.enrolled if one.left), None)
        if gone is None:
            return "done", words("status.completed")
        return "left", _("Keluar, %(reason)s") % {"reason": words(f"reason.{gone.exit_reason}").lower()}
    if any(one.status is Status.ON_HOLD for one in who.enrolled):
        return "suspended", words("status.on_hold")
    if any(one.how is Due.LATE for one in who.measures):
        return "late", words("due.late")
    if any(one.over(today) for one in who.enrolled):
        return "late", _("Lewat, belum dicatat")
    if any(one.how is Due.DUE for one in who.measures):
        return "due", words("due.due")
    return "running", words("wave_state.running")


def _next(actor: Actor, who: Participant, today: date) -> tuple[str, str]:
    main = who.main
    path = reverse("enrolments:enrolment", args=[main.id])
    if not who.inside:
        return on_day(who.ended_on) if who.ended_on else "", ""
    if not who.willing:
        return _("Kesediaan dicabut"), path
    measure = who.next_measure
    if measure is not None and measure.presses:
        return next_words(measure, today), form_address(measure) if may_record(actor, measure) else ""
    if main.status is Status.ON_HOLD:
        return _("Ditunda sejak %(day)s") % {"day": on_day(main.since)}, path
    if main.over(today):
        return _("Catat selesai atau keluar"), path
    if any(one.recheck_due(today) for one in who.enrolled):
        return _("Periksa lagi akhir masa tinggal"), path
    return (
        (next_words(measure, today), "")
        if measure
        else (_("Selesai %(day)s") % {"day": on_day(main.ends_on)}, "")
    )
