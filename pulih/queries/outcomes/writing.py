"""A result sheet as the records stand now: the indicators' columns, the head, and everybody lost."""

import hashlib
import json

from pulih.indicators import CycleRead, WaveRead, columns_of, read_wave
from pulih.language.instruments import instrument
from pulih.records import scope
from pulih.records.models import Wave
from pulih.rules import programmes
from pulih.rules.instruments import ENGINE_VERSION
from pulih.rules.lifecycles import Status, exit_group
from pulih.rules.outcomes import Head, Lost, ResultSheet, RuleShown, to_plain


def write_sheet(wave: Wave, *, revision: int = 0, state: str = "preview") -> ResultSheet:
    """Compute the sheet of a wave of the acting office; `revision` 0 is a preview."""
    return sheet_from(read_wave(wave.pk, wave.organisation_id), revision=revision, state=state)


def sheet_from(wave: WaveRead, *, revision: int = 0, state: str = "preview") -> ResultSheet:
    """The sheet of a wave that was read already."""
    return ResultSheet(
        head=_head(wave, revision, state),
        rule=_rule(wave.cycles[0]),
        columns=columns_of(wave),
        lost=_lost(wave),
    )


def fingerprint_of(sheet: ResultSheet) -> str:
    """SHA-256 of what the sheet says of the wave, without the review: whether two sheets say the same."""
    said = {"columns": to_plain(sheet.columns), "lost": to_plain(sheet.lost), "rule": to_plain(sheet.rule)}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _head(wave: WaveRead, revision: int, state: str) -> Head:
    definition = instrument(programmes.WHOQOL)
    today = scope.today()
    ends = (programmes.ends_on(wave.starts_on, one.months, wave.suspensions, today) for one in wave.cycles)
    return Head(
        number=f"{wave.reference}/{revision}" if revision else wave.reference,
        wave=wave.name,
        wave_reference=wave.reference,
        organisation=wave.organisation,
        parent=wave.parent,
        budget_year=wave.budget_year,
        starts_on=wave.starts_on,
        ends_on=wave.closed_on or max(ends),
        revision=revision,
        state=state,
        instrument=definition.code,
        instrument_version=definition.version,
        engine=ENGINE_VERSION,
        missing_rule=definition.default_rule,
    )


def _rule(cycle: CycleRead) -> RuleShown:
    rule = cycle.rule
    month = next(
        (one.month for one in cycle.plan if (one.kind, one.code) == (programmes.WHOQOL, rule.last)),
        cycle.months,
    )
    return RuleShown(
        domains=rule.domains,
        month=month,
        threshold=rule.threshold,
        urine_point=rule.urine_point,
        urine_passing=rule.urine_passing,
        version=cycle.version,
        fixed_on=cycle.rule_set_on,
    )


def _lost(wave: WaveRead) -> tuple[Lost, ...]:
    """Every enrolment that did not complete, the earliest end first."""
    today = scope.today()
    return tuple(
        Lost(
            register_number=row.register_number,
            programme=row.cycle.programme,
            month=programmes.programme_month(row.admitted_on, row.ended_on, wave.suspensions, today),
            on=row.ended_on,
            reason=row.exit_reason,
            group=exit_group(row.exit_reason),
        )
        for row in wave.enrolments
        if row.ended_on and row.exit_reason and row.status != Status.REMOVED
    )
