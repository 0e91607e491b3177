"""The programmes in somebody's record: pathways with their state, what they wait for, and when they happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulih.language.wording import day, say
from pulih.queries import enrolments, plans
from pulih.queries.enrolments import PathwayFacts, TransferRow
from pulih.queries.people import PersonRecord
from pulih.queries.plans import PlanLink
from pulih.rules.actors import Actor
from pulih.rules.lifecycles import OPEN, Status
from pulih.rules.permissions import Permission
from pulih.web.people.page import Happening, Step
from pulih.web.ui.addresses import address

SHAPES = {
    Status.CANDIDATE: "not-started",
    Status.WAITING: "waiting",
    Status.OFFERED: "waiting",
    Status.ON_HOLD: "suspended",
    Status.COMPLETED: "done",
    Status.CLOSED: "done",
    Status.DECLINED: "left",
    Status.EXITED: "left",
    Status.NOT_SELECTED: "not-needed",
    Status.SCREENED_OUT: "not-needed",
    Status.REMOVED: "not-needed",
}


@dataclass(frozen=True)
class Line:
    """A pathway as the record shows it."""

    href: str
    programme: str
    wave: str
    shape: str
    state: str
    since: date


@dataclass(frozen=True)
class PlanLine:
    """Where a plan is: of this office, or of one the person was at before."""

    href: str
    words: str
    note: str


@dataclass(frozen=True)
class Programmes:
    """What the record shows of programmes, and where one goes on from there."""

    lines: tuple[Line, ...]
    moving: TransferRow | None
    willingness: str
    transfer: str
    measures: str
    attendance: str
    plans: tuple[PlanLine, ...]
    steps: tuple[Step, ...]
    happenings: tuple[Happening, ...]

    @property
    def anything(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.lines or self.plans or self.willingness or self.transfer or self.moving)


def programmes_of(actor: Actor, record: PersonRecord, today: date) -> Programmes | None:
    """The programmes of an opened record; None where the role sees none, which leaves no trace."""
    if not actor.may(Permission.READ_WAVES) or record.basis == "break_glass":
        return None
    found = enrolments.of_person(actor, record.id)
    here = record.works_here and record.open_stay is not None
    may_move = here and bool(actor.may(Permission.TRANSFER))
    moving = enrolments.transfer_waiting(actor, record.id) if may_move else None
    standing = any(one.standing_statement for one in found)
    may_record = here and bool(actor.may(Permission.RECORD_WILLINGNESS)) and not standing
    return Programmes(
        lines=tuple(_line(one) for one in found),
        moving=moving,
        willingness=address("enrolments:willingness", record.reference) if may_record else "",
        transfer=address("enrolments:propose", record.reference) if may_move and not moving else "",
        measures=address("assessments:person", record.reference)
        if actor.may(Permission.READ_MEASURES) and any(one.admitted_on for one in found)
        else "",
        attendance=address("attendance:person", record.reference)
        if actor.may(Permission.READ_SESSIONS) and any(one.admitted_on for one in found)
        else "",
        plans=tuple(_plan(one) for one in plans.plans_of_person(actor, record.id)),
        steps=_steps(actor, record, found, today) if here else (),
        happenings=tuple(_happenings(found)),
    )


def _words(code: str) -> str:
    return say(code, get_language() or "id")


def _line(one: PathwayFacts) -> Line:
    state = _words(f"status.{one.status.value}")
    if one.exit_reason:
        state = f"{state}, {_words(f'reason.{one.exit_reason}').lower()}"
    return Line(
        address("enrolments:enrolment", one.id),
        _words(f"programme.{one.programme}"),
        one.wave.name,
        SHAPES.get(one.status, "running"),
        state,
        one.since,
    )


def _plan(one: PlanLink) -> PlanLine:
    programme = _words(f"programme.{one.programme}")
    said = _("Rencana %(programme)s") % {"programme": programme}
    if not one.own:
        said = _("Rencana %(programme)s dari %(office)s") % {"programme": programme, "office": one.office}
    on = day(one.agreed_on, get_language() or "id") if one.agreed_on else ""
    note = _("disepakati %(day)s") % {"day": on} if on else _("belum disepakati")
    return PlanLine(address("plans:plan", one.enrolment), said, f"{one.wave} · {note}")


def _steps(
    actor: Actor, record: PersonRecord, found: Sequence[PathwayFacts], today: date
) -> tuple[Step, ...]:
    steps = []
    owed = [one for one in found if one.status in OPEN and not one.standing_statement]
    if owed:
        steps.append(
            Step(
                _("Surat kesediaan belum dicatat"),
                _("Tanpa surat itu tidak ada skrining, asesmen, atau pengukuran."),
                "due",
                address("enrolments:willingness", record.reference),
                _("Catat kesediaan"),
                actor.may(Permission.RECORD_WILLINGNESS),
            )
        )
    steps += [
        Step(
            _("Akhir masa tinggal perlu dilihat lagi"),
            _("Diterima tanpa akhir yang diketahui; dilihat lagi setiap bulan."),
            "due",
            address("enrolments:recheck", one.id),
            _("Periksa lagi"),
            actor.may(Permission.RECHECK_REMAND),
        )
        for one in found
        if one.recheck_due(today)
    ]
    return tuple(steps)


def _happenings(found: Sequence[PathwayFacts]) -> list[Happening]:
    entries = []
    for one in found:
        if one.status is Status.REMOVED:
            continue
        name = _words(f"programme.{one.programme}")
        if one.admitted_on:
            entries.append(
                Happening(
                    one.admitted_on,
                    _("Diterima: %(programme)s") % {"programme": name},
                    one.wave.name,
                    "programme",
                )
            )
        if one.ended_on:
            state = _words(f"reason.{one.exit_reason}" if one.exit_reason else f"status.{one.status.value}")
            entries.append(Happening(one.ended_on, f"{name}: {state.lower()}", one.wave.name, "programme"))
    return entries
