"""A result sheet as the records stand now: the indicators' columns, the head, and everybody lost."""

import hashlib
import json

from pulih.indicators import columns_of_wave
from pulih.language.instruments import instrument
from pulih.records import scope
from pulih.records.models import Cycle, Enrolment, Suspension, Wave
from pulih.rules import programmes
from pulih.rules.instruments import ENGINE_VERSION
from pulih.rules.lifecycles import exit_group
from pulih.rules.outcomes import Head, Lost, ResultSheet, RuleShown, to_plain


def write_sheet(wave: Wave, *, revision: int = 0, state: str = "preview") -> ResultSheet:
    """Compute the sheet of a wave of the acting office; `revision` 0 is a preview."""
    cycles = list(Cycle.objects.filter(wave=wave).select_related("version").order_by("programme_id"))
    known = [programmes.Suspension(*one) for one in Suspension.objects.days_of(wave)]
    columns = columns_of_wave(wave)
    return ResultSheet(
        head=_head(wave, cycles, known, revision, state),
        rule=_rule(cycles[0]),
        columns=columns,
        lost=_lost(wave, known),
    )


def fingerprint_of(sheet: ResultSheet) -> str:
    """SHA-256 of what the sheet says of the wave, without the review: whether two sheets say the same."""
    said = {"columns": to_plain(sheet.columns), "lost": to_plain(sheet.lost), "rule": to_plain(sheet.rule)}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _head(
    wave: Wave, cycles: list[Cycle], known: list[programmes.Suspension], revision: int, state: str
) -> Head:
    definition = instrument(programmes.WHOQOL)
    office = wave.organisation
    last = max(programmes.ends_on(wave.starts_on, one.months, known, scope.today()) for one in cycles)
    return Head(
        number=f"{wave.reference}/{revision}" if revision else wave.reference,
        wave=wave.name,
        wave_reference=wave.reference,
        organisation=office.name,
        parent=office.parent.name if office.parent else "",
        budget_year=wave.budget_year,
        starts_on=wave.starts_on,
        ends_on=wave.closed_on or last,
        revision=revision,
        state=state,
        instrument=definition.code,
        instrument_version=definition.version,
        engine=ENGINE_VERSION,
        missing_rule=definition.default_rule,
    )


def _rule(cycle: Cycle) -> RuleShown:
    rule = programmes.rule_of(cycle.success_rule)
    plan = programmes.plan_of(cycle.plan)
    month = next(
        (one.month for one in plan if (one.kind, one.code) == (programmes.WHOQOL, rule.last)), cycle.months
    )
    return RuleShown(
        domains=rule.domains,
        month=month,
        threshold=rule.threshold,
        urine_point=rule.urine_point,
        urine_passing=rule.urine_passing,
        version=cycle.version.version,
        fixed_on=cycle.rule_set_on,
    )


def _lost(wave: Wave, known: list[programmes.Suspension]) -> tuple[Lost, ...]:
    rows = (
        Enrolment.objects.filter(
            organisation_id=wave.organisation_id,
            cycle__wave=wave,
            admitted_on__isnull=False,
            ended_on__isnull=False,
        )
        .exclude(status="removed")
        .exclude(exit_reason="")
        .order_by("ended_on", "register_number", "programme_id")
    )
    return tuple(
        Lost(
            register_number=row.register_number,
            programme=row.programme_id,
            month=programmes.programme_month(row.admitted_on, row.ended_on, known, scope.today()),
            on=row.ended_on,
            reason=row.exit_reason,
            group=exit_group(row.exit_reason),
        )
        for row in rows
        if row.admitted_on and row.ended_on
    )
