"""Reading result sheets: what is kept stays as it was; a preview shows how the records stand now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from pulih.indicators import read_wave
from pulih.queries.outcomes.writing import fingerprint_of, sheet_from
from pulih.records.asking import ask
from pulih.records.models import ResultSheetRow, Wave
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.outcomes import ResultSheet, SheetState, Signed, check_sheet_step, from_plain
from pulih.rules.outcomes.review import Review, check_drafting
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict, all_of


@dataclass(frozen=True)
class RevisionRow:
    """A revision in the list of a wave's sheets."""

    number: int
    state: str
    drafted_at: datetime
    superseded: bool


@dataclass(frozen=True)
class SheetView:
    """A sheet with what may be done with it now; `sheet_id` is None for the live preview."""

    sheet: ResultSheet
    sheet_id: UUID | None
    wave_id: UUID
    revisions: tuple[RevisionRow, ...]
    may: Mapping[str, Verdict]
    """draft, check, return, approve: each a verdict with its reasons."""


_FIELDS = [one.attname for one in ResultSheetRow._meta.concrete_fields]
_ASKED = """CASE WHEN s.revision = coalesce(%(asked)s::int, max(s.revision) OVER ())
            THEN s.sheet::json END"""
_KEPT = f"""
SELECT w.id, w.closed_on, {", ".join(_ASKED if name == "sheet" else f"s.{name}" for name in _FIELDS)}
FROM wave w
LEFT JOIN result_sheet s ON s.wave_id = w.id AND s.organisation_id = w.organisation_id
WHERE w.reference = %(wave)s::text AND w.organisation_id = %(office)s::int
ORDER BY s.revision DESC
"""
"""The wave with its revisions, the last first; only the one that is asked for brings its figures along."""


def sheet_of(actor: Actor, reference: str, revision: int | None = None) -> SheetView:
    """The sheet of a wave: a kept revision, or without one the newest kept, or else a preview.

    Revision 0 asks for the preview.
    """
    require(actor.may(Permission.READ_RESULTS), attempt=True)
    rows = ask(_KEPT, {"office": actor.organisation_id, "wave": reference, "asked": revision})
    if not rows:
        raise RuleBroken("wave_unknown", attempt=True, subject="wave", subject_id=reference)
    wave_id, closed_on = rows[0][:2]
    kept_rows = [ResultSheetRow.from_db("default", _FIELDS, row[2:]) for row in rows if row[2] is not None]
    kept = next((row for row in kept_rows if row.sheet is not None), None)
    if kept is None and revision:
        raise RuleBroken("sheet_unknown")
    live = _Live(wave_id, actor.organisation_id)
    revisions = tuple(
        RevisionRow(row.revision, row.state, row.drafted_at, row.superseded_at is not None)
        for row in kept_rows
    )
    may = _may(actor, closed_on is not None, kept_rows, kept, live)
    if kept is None:
        return SheetView(live.sheet, None, wave_id, revisions, may)
    return SheetView(shown(kept, actor.time_zone), kept.pk, wave_id, revisions, may)


class _Live:
    """How the records stand now; looked up when somebody needs it: what is approved does not."""

    def __init__(self, wave_id: UUID, organisation_id: int) -> None:
        self._wave = wave_id, organisation_id

    @cached_property
    def sheet(self) -> ResultSheet:
        """The sheet a draft would be now."""
        return sheet_from(read_wave(*self._wave))


def shown(row: ResultSheetRow, time_zone: str) -> ResultSheet:
    """A kept sheet with the review as it stands, in the office's time: the figures are those of the draft."""
    sheet = from_plain(row.sheet)
    zone = ZoneInfo(time_zone)
    return replace(
        sheet,
        head=replace(
            sheet.head,
            state=row.state,
            drafted=_signed(row.drafted_name, row.drafted_role, row.drafted_at, zone),
            checked=_signed(row.checked_name, row.checked_role, row.checked_at, zone),
            approved=_signed(row.approved_name, row.approved_role, row.approved_at, zone),
            returned_because=row.returned_because,
            superseded_at=row.superseded_at,
            superseded_because=row.superseded_because,
            audit_seal=row.audit_seal,
            audit_hash=row.audit_hash,
            audit_signature=row.audit_signature,
        ),
    )


def _signed(name: str, role: str, at: datetime | None, zone: ZoneInfo) -> Signed | None:
    return Signed(name, role, at.astimezone(zone)) if at else None


def review_of(row: ResultSheetRow, live: ResultSheet) -> Review:
    """What the rule of the review must know of a kept sheet."""
    return _review(row, stale=row.fingerprint != fingerprint_of(live))


def _review(row: ResultSheetRow, *, stale: bool) -> Review:
    return Review(SheetState(row.state), row.drafted_by, row.checked_by, row.superseded_at is not None, stale)


def _may(
    actor: Actor, closed: bool, rows: list[ResultSheetRow], kept: ResultSheetRow | None, live: _Live
) -> dict[str, Verdict]:
    newest = rows[0] if rows else None
    drafting = check_drafting(
        closed,
        SheetState(newest.state) if newest else None,
        newest is not None and newest.superseded_at is not None,
    )
    may = {"draft": all_of((actor.may(Permission.DRAFT_RESULTS), drafting))}
    if kept is None:
        return may
    waits = kept.state in (SheetState.DRAFT, SheetState.CHECKED) and kept.superseded_at is None
    # Whether it is stale matters where a step is open; elsewhere the rule refuses before it asks.
    review = review_of(kept, live.sheet) if waits else _review(kept, stale=False)
    for name, state, permission in (
        ("check", SheetState.CHECKED, Permission.CHECK_RESULTS),
        ("approve", SheetState.APPROVED, Permission.APPROVE_RESULTS),
    ):
        may[name] = all_of((actor.may(permission), check_sheet_step(review, state, actor.account_id)))
    returning = check_sheet_step(review, SheetState.RETURNED, actor.account_id, why="-----")
    may["return"] = all_of((may_return(actor, review.state), returning))
    return may


def may_return(actor: Actor, state: SheetState) -> Verdict:
    """A draft is returned by who may check it, a checked sheet by who may approve it."""
    checked = state is SheetState.CHECKED
    return actor.may(Permission.APPROVE_RESULTS if checked else Permission.CHECK_RESULTS)


@dataclass(frozen=True)
class WaveLine:
    """A wave with how its newest sheet stands; no state where none was drafted."""

    reference: str
    name: str
    starts_on: date
    closed_on: date | None
    state: str
    revision: int
    superseded: bool


def waves_with_sheets(actor: Actor) -> list[WaveLine]:
    """The office's waves, newest first."""
    require(actor.may(Permission.READ_RESULTS), attempt=True)
    newest = ResultSheetRow.objects.filter(
        wave=OuterRef("pk"), organisation_id=actor.organisation_id
    ).order_by("-revision")
    rows = Wave.objects.filter(organisation_id=actor.organisation_id).annotate(
        state=Subquery(newest.values("state")[:1]),
        number=Subquery(newest.values("revision")[:1]),
        superseded=Subquery(newest.values("superseded_at")[:1]),
    )
    return [
        WaveLine(
            row.reference,
            row.name,
            row.starts_on,
            row.closed_on,
            row.state or "",
            row.number or 0,
            row.superseded is not None,
        )
        for row in rows.order_by("-starts_on", "name")
    ]


def sheets_waiting(actor: Actor) -> list[tuple[str, str, str]]:
    """Sheets of the office that wait for somebody: wave reference, wave name, state."""
    rows = ResultSheetRow.objects.filter(
        organisation_id=actor.organisation_id,
        superseded_at=None,
        state__in=["draft", "checked", "returned"],
    ).select_related("wave")
    return [(row.wave.reference, row.wave.name, row.state) for row in rows.order_by("drafted_at")]
