"""A result sheet in words: the one text that page, PDF and workbook lay out."""

from collections.abc import Sequence

from pulih.language.wording import day, number, say
from pulih.reports.percent import percent_text, points_text, range_text
from pulih.reports.printed import Figure, LostRow, SheetRows, Signature, Stat
from pulih.reports.result_tables import domains, places, summary, urine, worded
from pulih.rules.outcomes import ResultSheet, RuleShown, Share, SheetState, Signed
from pulih.rules.outcomes.sheet import PEOPLE


def sheet_rows(sheet: ResultSheet, language: str) -> SheetRows:
    """The whole sheet worded. Nothing is reckoned here that the sheet's own properties do not reckon."""
    head = sheet.head
    final = head.state == SheetState.APPROVED
    superseded = head.superseded_at is not None
    offices = [say("sheet.ministry", language), head.parent, head.organisation]
    return SheetRows(
        title=say("sheet.title", language, wave=head.wave),
        issuer=" · ".join(one for one in offices if one),
        period=say(
            "sheet.period",
            language,
            starts_on=head.starts_on,
            ends_on=head.ends_on,
            budget_year=head.budget_year,
        ),
        fixed=_fixed(sheet, language),
        standing=_standing(sheet, language),
        final=final,
        draft_mark="" if final else say("sheet.draft_mark", language),
        superseded_mark=say("sheet.superseded_mark", language) if superseded else "",
        warnings=_warnings(sheet, language),
        success_means=success_means(sheet.rule, language),
        outcome=_outcome(sheet, language),
        stats=_stats(sheet, language),
        columns=tuple(
            say("sheet.people", language) if one.code == PEOPLE else one.title for one in sheet.columns
        ),
        column_codes=tuple(one.code for one in sheet.columns),
        tables=(
            summary(sheet, language),
            domains(sheet, language),
            urine(sheet, language),
            places(sheet, language),
        ),
        lost_title=say("sheet.lost", language),
        lost=_lost(sheet, language),
        lost_none=say("sheet.lost_none", language),
        signatures=(
            _signature("drafted", head.drafted, language),
            _signature("checked", head.checked, language),
            _signature("approved", head.approved, language),
        ),
        origin=_origin(sheet, language),
        seal=_seal(sheet, language),
        number=head.number,
    )


def listed(words: Sequence[str], last: str) -> str:
    """Words in a row, the last one after `last`: a, b, dan c."""
    if len(words) < 3:
        return f" {last} ".join(words)
    return f"{', '.join(words[:-1])}, {last} {words[-1]}"


def success_means(rule: RuleShown, language: str) -> str:
    """The success rule as a sentence."""
    parts = []
    if rule.domains:
        names = [worded("domain", one, language).lower() for one in rule.domains]
        joined = listed(names, say("sheet.and", language))
        threshold = points_text(rule.threshold, language)
        code = "sheet.rose_by" if rule.threshold else "sheet.rose"
        parts.append(say(code, language, domains=joined, threshold=threshold))
    if rule.urine_passing:
        states = [worded("urine_state", one, language).lower() for one in rule.urine_passing]
        joined = listed(states, say("sheet.or", language))
        parts.append(say("sheet.urine_passes", language, month=rule.month, states=joined))
    joined = listed(parts, f"{say('sheet.and', language)}")
    return say("sheet.success_means", language, parts=joined or "–")


def _fixed(sheet: ResultSheet, language: str) -> str:
    """When the rule was fixed; "before the wave began" only where that is so."""
    fixed_on = sheet.rule.fixed_on
    if fixed_on is None:
        return say("sheet.fixed_unknown", language)
    code = "sheet.fixed_before" if fixed_on < sheet.head.starts_on else "sheet.fixed_after"
    return say(code, language, fixed_on=fixed_on)


def _standing(sheet: ResultSheet, language: str) -> str:
    head = sheet.head
    by_state = {"draft": head.drafted, "checked": head.checked, "approved": head.approved}
    signed = by_state.get(head.state)
    at = day(signed.at.date(), language) if signed else ""
    said = say("sheet.standing", language, sheet_state=head.state, at=at).strip()
    return f"{said}, {say('sheet.revision', language, revision=head.revision)}"


def _warnings(sheet: ResultSheet, language: str) -> tuple[str, ...]:
    head = sheet.head
    found = []
    if head.superseded_at is not None:
        why = worded("event", head.superseded_because or "–", language)
        found.append(say("sheet.superseded", language, at=day(head.superseded_at.date(), language), why=why))
    if head.state == SheetState.RETURNED:
        found.append(say("sheet.returned", language, why=head.returned_because or "–"))
    return tuple(found)


def _outcome(sheet: ResultSheet, language: str) -> tuple[str, ...]:
    people = sheet.people

    def sentence(code: str, share: Share, nobody: str) -> str:
        if not share.of:
            return say(nobody, language)
        return say(
            code,
            language,
            of=number(share.of, language),
            count=number(share.count, language),
            percent=percent_text(share.percent),
            range=range_text(share.low, share.high),
        )

    return (
        sentence("sheet.of_started_people", people.success_of_started, "sheet.nobody_started"),
        sentence("sheet.of_completers_people", people.success_of_completers, "sheet.no_completer"),
    )


def _stats(sheet: ResultSheet, language: str) -> tuple[Stat, ...]:
    people = sheet.people
    both = people.measured.get("both")

    def stat(code: str, figure: Figure, unit: str = "") -> Stat:
        second = figure.second(language) if figure.of is not None else unit
        counted = Figure(figure.count).main(language)
        return Stat(say(code, language), counted, second)

    return (
        stat("sheet.started", Figure(people.started), say("sheet.people", language).lower()),
        stat("sheet.completed", Figure(people.completed, people.started)),
        stat("measured.both", Figure(both, people.started) if both is not None else Figure()),
        stat("sheet.success", Figure(people.success, people.started, interval=True)),
    )


def _lost(sheet: ResultSheet, language: str) -> tuple[LostRow, ...]:
    titles = {one.code: one.title for one in sheet.cycles}
    return tuple(
        LostRow(
            one.register_number,
            titles.get(one.programme, one.programme),
            one.month,
            day(one.on, language),
            worded("exit_reason", one.reason, language),
            worded("place", one.group, language),
            one.note,
        )
        for one in sheet.lost
    )


def _signature(step: str, signed: Signed | None, language: str) -> Signature:
    title = say(f"sheet.{step}", language)
    if signed is None:
        return Signature(title, "", say("sheet.not_yet", language), "")
    at = f"{day(signed.at.date(), language)} {signed.at:%H.%M}"
    return Signature(title, worded("role", signed.role, language), signed.name, at)


def _origin(sheet: ResultSheet, language: str) -> tuple[str, ...]:
    head = sheet.head
    return (
        say(
            "sheet.number_line",
            language,
            number=head.number,
            wave_reference=head.wave_reference,
            revision=head.revision,
        ),
        say(
            "sheet.versions",
            language,
            version=sheet.rule.version,
            instrument=head.instrument,
            instrument_version=head.instrument_version,
            engine=head.engine,
            missing_rule=head.missing_rule,
        ),
    )


def _seal(sheet: ResultSheet, language: str) -> tuple[tuple[str, str], ...]:
    """The head of the audit chain, by which a printed sheet can be held against the records."""
    head = sheet.head
    if head.audit_seal is None:
        return ((say("sheet.no_seal", language), ""),)
    found = [(say("sheet.seal", language, seal=head.audit_seal), head.audit_hash)]
    if head.audit_signature:
        found.append((say("sheet.signature", language), head.audit_signature))
    return tuple(found)
