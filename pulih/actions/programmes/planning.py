"""A wave is planned with its cycles; rule and places may change until it starts."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.actions.waves import take_cycle
from pulih.language.instruments import instrument
from pulih.records import audit, scope
from pulih.records.models import Cycle, Enrolment, ProgrammeVersion, Wave
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.identity import REFERENCE_CAPACITY, reference_from
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import all_of

REFERENCE_TRIES = 5


@dataclass(frozen=True)
class CyclePlan:
    """A programme of the wave and how many places it has."""

    programme: str
    capacity: int


@action(Permission.PLAN_WAVES)
def plan_wave(
    *,
    name: str,
    budget_year: int,
    starts_on: date,
    cycles: Sequence[CyclePlan],
    token: UUID | None = None,
    by: Actor,
) -> str:
    """Plan a round with one cycle a programme, on the newest version of each; answers its reference."""
    use_once(token, by)
    if not cycles:
        raise RuleBroken("cycle_missing", "cycles")
    if len({one.programme for one in cycles}) < len(cycles):
        raise RuleBroken("cycle_programme_twice", "cycles")
    versions = _newest_versions([one.programme for one in cycles])
    require(
        all_of(
            (
                programmes.check_wave(name, budget_year, starts_on, scope.today()),
                *(programmes.check_cycle(one.capacity, versions[one.programme].months) for one in cycles),
            )
        )
    )
    wave = _insert(name.strip(), budget_year, starts_on, by)
    for one in cycles:
        version = versions[one.programme]
        Cycle.objects.create(
            wave=wave,
            organisation_id=by.organisation_id,
            programme_id=one.programme,
            version=version,
            capacity=one.capacity,
            months=version.months,
            plan=version.plan,
            success_rule=version.success_rule,
            rule_set_on=scope.today(),
        )
    audit.note_event(
        "programmes.plan_wave",
        by=by,
        subject="wave",
        subject_id=wave.reference,
        changes={
            "name": [None, wave.name],
            "budget_year": [None, budget_year],
            "starts_on": [None, starts_on],
            "capacity": [None, {one.programme: one.capacity for one in cycles}],
        },
    )
    return wave.reference


def _newest_versions(codes: Sequence[str]) -> dict[str, ProgrammeVersion]:
    newest: dict[str, ProgrammeVersion] = {}
    for row in ProgrammeVersion.objects.filter(programme_id__in=codes).order_by("version"):
        newest[row.programme_id] = row
    for code in codes:
        if code not in newest:
            raise RuleBroken("programme_unknown", "cycles")
    return newest


def _insert(name: str, budget_year: int, starts_on: date, by: Actor) -> Wave:
    for attempt in range(REFERENCE_TRIES):
        try:
            with transaction.atomic():
                return Wave.objects.create(
                    reference=reference_from(secrets.randbelow(REFERENCE_CAPACITY)),
                    organisation_id=by.organisation_id,
                    name=name,
                    budget_year=budget_year,
                    starts_on=starts_on,
                    created_at=scope.now(),
                )
        except IntegrityError as taken:
            if "wave_name_once" in str(taken):
                raise RuleBroken("wave_name_taken", "name") from taken
            if "reference" not in str(taken) or attempt == REFERENCE_TRIES - 1:
                raise
    raise AssertionError("unreachable")


@action(Permission.PLAN_WAVES)
def change_rule(
    *,
    cycle_id: UUID,
    domains: Sequence[str],
    threshold: float,
    last: str,
    urine_point: str,
    revision: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Decide what counts as success, while nobody can yet know how it will turn out."""
    use_once(token, by)
    cycle = take_cycle(cycle_id, by)
    if revision is not None and revision != cycle.revision:
        raise RuleBroken("page_stale")
    admitted = Enrolment.objects.filter(
        organisation_id=by.organisation_id, cycle=cycle, admitted_on__isnull=False
    ).count()
    require(programmes.check_rule_change(cycle.wave.starts_on, admitted, scope.today()), attempt=True)
    before = programmes.rule_of(cycle.success_rule)
    after = replace(before, domains=tuple(domains), threshold=threshold, last=last, urine_point=urine_point)
    known = [one.code for one in instrument(programmes.WHOQOL).subscales]
    require(programmes.check_rule(after, known, programmes.plan_of(cycle.plan)))
    if after == before:
        raise RuleBroken("nothing_changed")
    was, cycle.success_rule = cycle.success_rule, asdict(after)
    cycle.rule_set_on = scope.today()
    cycle.revision += 1
    cycle.save(update_fields=["success_rule", "rule_set_on", "revision"])
    audit.note_event(
        "programmes.change_rule",
        by=by,
        subject="cycle",
        subject_id=cycle.pk,
        changes={"success_rule": [was, cycle.success_rule]},
    )


@action(Permission.PLAN_WAVES)
def change_capacity(
    *, cycle_id: UUID, capacity: int, revision: int | None = None, token: UUID | None = None, by: Actor
) -> None:
    """More or fewer places; never fewer than are taken."""
    use_once(token, by)
    cycle = take_cycle(cycle_id, by)
    if revision is not None and revision != cycle.revision:
        raise RuleBroken("page_stale")
    if cycle.wave.closed_on:
        raise RuleBroken("wave_closed")
    require(programmes.check_cycle(capacity, cycle.months))
    if capacity < cycle.taken:
        raise RuleBroken("capacity_below_taken", "capacity", taken=cycle.taken)
    if capacity == cycle.capacity:
        raise RuleBroken("nothing_changed")
    was, cycle.capacity = cycle.capacity, capacity
    cycle.revision += 1
    cycle.save(update_fields=["capacity", "revision"])
    audit.note_event(
        "programmes.change_capacity",
        by=by,
        subject="cycle",
        subject_id=cycle.pk,
        changes={"capacity": [was, capacity]},
    )
