"""Agreements an office works under, with what is done: its own, those of offices above, and those below."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from pulih.records import scope
from pulih.records.models import Agreement, AgreementActivity, Organisation
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.network import Agreed, AgreementState, Field, check_running, state_of
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict, refused

_PRESSING = (AgreementState.ENDS_SOON, AgreementState.RUNNING, AgreementState.COMING)


@dataclass(frozen=True)
class AgreementLine:
    """An agreement in the list."""

    id: UUID
    office: str
    own: bool
    partner: str
    partner_kind: str
    agreed: Agreed
    state: AgreementState
    activities: int


@dataclass(frozen=True)
class FieldFigure:
    """A field of cooperation: how many agreements name it, what was done in it, and for how many people."""

    field: str
    agreements: int
    activities: int
    people: int
    """Counted activity by activity; somebody in two of them counts twice."""


@dataclass(frozen=True)
class Agreements:
    """All agreements an office sees, and what they amount to."""

    lines: tuple[AgreementLine, ...]
    """Those that end soon first, then by the kind of partner; ended ones last."""
    fields: tuple[FieldFigure, ...]
    may_record: Verdict


@dataclass(frozen=True)
class ActivityLine:
    """What was done under an agreement."""

    id: UUID
    office: str
    field: str
    title: str
    module: str
    starts_on: date
    ends_on: date | None
    people: int | None
    wave: str


@dataclass(frozen=True)
class AgreementRecord:
    """One agreement, whole."""

    line: AgreementLine
    because: str
    activities: tuple[ActivityLine, ...]
    revision: int
    may_add: Verdict
    may_end: Verdict


def agreed_of(row: Agreement) -> Agreed:
    """An agreement as rules see it."""
    return Agreed(
        row.partner_id,
        row.number,
        row.title,
        tuple(row.fields),
        row.signed_on,
        row.starts_on,
        row.ends_on,
        row.ended_early_on,
    )


def agreements_of(actor: Actor) -> Agreements:
    """Agreements of the office, of offices above and below it, and figures by field; three statements."""
    require(actor.may(Permission.READ_AGREEMENTS), attempt=True)
    lines = sorted((_line(row, actor) for row in _seen(actor)), key=_turn)
    done = _done_here(actor).filter(agreement_id__in=[one.id for one in lines])
    return Agreements(
        tuple(lines),
        _by_field(lines, done.values_list("field", "people")),
        actor.may(Permission.RECORD_AGREEMENTS),
    )


def open_agreement(actor: Actor, agreement_id: UUID) -> AgreementRecord:
    """One agreement with its activities; three statements."""
    require(actor.may(Permission.READ_AGREEMENTS), attempt=True)
    row = _seen(actor).filter(pk=agreement_id).first()
    if row is None:
        raise RuleBroken("agreement_unknown", attempt=True, subject="agreement", subject_id=str(agreement_id))
    line = _line(row, actor)
    found = _done_here(actor).filter(agreement=row).select_related("organisation", "wave")
    of_another = refused("agreement_of_another", office=line.office)
    may = actor.may(Permission.RECORD_AGREEMENTS)
    may_add = may_end = may
    if may:
        below = actor.organisation_id in row.organisation.ancestors
        may_add = of_another if below else may
        may_end = check_running(line.agreed, scope.today()) if line.own else of_another
    return AgreementRecord(
        line,
        row.because,
        tuple(_activity(one) for one in found.order_by("-starts_on", "title")),
        row.revision,
        may_add,
        may_end,
    )


def _seen(actor: Actor) -> QuerySet[Agreement]:
    """Own agreements, those of offices above, which hold here too, and those of offices below."""
    own = Organisation.objects.get(pk=actor.organisation_id)
    near = Q(organisation_id__in=[own.pk, *own.ancestors]) | Q(organisation__ancestors__contains=[own.pk])
    here = Q(activities__organisation_id=own.pk) | Q(activities__organisation__ancestors__contains=[own.pk])
    rows = Agreement.objects.filter(near).select_related("organisation", "partner")
    return rows.annotate(done=Count("activities", filter=here))


def _done_here(actor: Actor) -> QuerySet[AgreementActivity]:
    """What this office and those below it did; what a sister did under the same agreement is hers."""
    own = actor.organisation_id
    return AgreementActivity.objects.filter(
        Q(organisation_id=own) | Q(organisation__ancestors__contains=[own])
    )


def _line(row: Agreement, actor: Actor) -> AgreementLine:
    agreed = agreed_of(row)
    return AgreementLine(
        row.pk,
        row.organisation.name,
        row.organisation_id == actor.organisation_id,
        row.partner.name,
        row.partner.kind,
        agreed,
        state_of(agreed, scope.today()),
        row.done,  # type: ignore[attr-defined]
    )


def _turn(one: AgreementLine) -> tuple[int, str, date, str]:
    """What ends soon first, the soonest of it first; then partner by partner; what has ended last."""
    last = one.agreed.last_on or date.max
    if one.state is AgreementState.ENDS_SOON:
        return (0, "", last, one.partner)
    return (1 if one.state in _PRESSING else 2, one.partner_kind, date.min, one.partner)


def _by_field(
    lines: Iterable[AgreementLine], done: Iterable[tuple[str, int | None]]
) -> tuple[FieldFigure, ...]:
    """Fields that an agreement names or an activity stands in, in the order of the closed list."""
    named = Counter(field for one in lines for field in one.agreed.fields)
    activities: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for field, count in done:
        activities[field] += 1
        people[field] += count or 0
    return tuple(
        FieldFigure(one.value, named[one.value], activities[one.value], people[one.value])
        for one in Field
        if named[one.value] or activities[one.value]
    )


def _activity(one: AgreementActivity) -> ActivityLine:
    return ActivityLine(
        one.pk,
        one.organisation.name,
        one.field,
        one.title,
        one.module,
        one.starts_on,
        one.ends_on,
        one.people,
        one.wave.name if one.wave else "",
    )
