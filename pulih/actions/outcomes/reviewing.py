"""A result sheet goes through three pairs of eyes: drafted, checked, approved; or returned with a reason."""

from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.waves import take_wave
from pulih.queries.audit import head as audit_head
from pulih.queries.outcomes import fingerprint_of, write_sheet
from pulih.queries.outcomes.sheets import may_return, review_of
from pulih.records import audit, scope
from pulih.records.models import ResultSheetRow
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.outcomes import SheetState, check_sheet_step, to_plain
from pulih.rules.outcomes.review import check_drafting
from pulih.rules.permissions import Permission


@action(Permission.DRAFT_RESULTS)
def draft_sheet(*, wave_id: UUID, token: UUID | None = None, by: Actor) -> int:
    """Write the sheet of a closed wave down; its figures are frozen with it. Answers the revision."""
    use_once(token, by)
    wave = take_wave(wave_id, None, by)
    newest = (
        ResultSheetRow.objects.filter(wave=wave, organisation_id=by.organisation_id)
        .order_by("-revision")
        .first()
    )
    require(
        check_drafting(
            wave.closed_on is not None,
            SheetState(newest.state) if newest else None,
            newest is not None and newest.superseded_at is not None,
        )
    )
    revision = newest.revision + 1 if newest else 1
    sheet = write_sheet(wave, revision=revision, state="draft")
    ResultSheetRow.objects.create(
        wave=wave,
        organisation_id=by.organisation_id,
        revision=revision,
        sheet=to_plain(sheet),
        fingerprint=fingerprint_of(sheet),
        drafted_at=scope.now(),
        drafted_by=by.account_id,
        drafted_name=by.name,
        drafted_role=by.role.value,
    )
    audit.note_event(
        "outcomes.draft_sheet",
        by=by,
        subject="result_sheet",
        subject_id=f"{wave.reference}/{revision}",
        changes={"state": [None, "draft"]},
    )
    return revision


@action(Permission.CHECK_RESULTS)
def check_sheet(*, sheet_id: UUID, token: UUID | None = None, by: Actor) -> None:
    """A second person has compared the sheet with the records."""
    use_once(token, by)
    row = _take(sheet_id, by)
    _require_step(row, SheetState.CHECKED, by)
    row.checked_at, row.checked_by = scope.now(), by.account_id
    row.checked_name, row.checked_role = by.name, by.role.value
    _move(row, SheetState.CHECKED, by, "outcomes.check_sheet")


@action(Permission.READ_RESULTS)
def return_sheet(*, sheet_id: UUID, why: str, token: UUID | None = None, by: Actor) -> None:
    """Send a sheet back to be drafted anew, with what has to be looked at."""
    use_once(token, by)
    row = _take(sheet_id, by)
    require(may_return(by, SheetState(row.state)), attempt=True)
    _require_step(row, SheetState.RETURNED, by, why)
    row.returned_at, row.returned_by, row.returned_because = scope.now(), by.account_id, why.strip()
    _move(row, SheetState.RETURNED, by, "outcomes.return_sheet", why.strip())


@action(Permission.APPROVE_RESULTS)
def approve_sheet(*, sheet_id: UUID, token: UUID | None = None, by: Actor) -> None:
    """The head of the facility stands for the figures; the head of the audit is printed on the sheet."""
    use_once(token, by)
    row = _take(sheet_id, by)
    _require_step(row, SheetState.APPROVED, by)
    row.approved_at, row.approved_by = scope.now(), by.account_id
    row.approved_name, row.approved_role = by.name, by.role.value
    head = audit_head()
    row.audit_seal, row.audit_hash, row.audit_signature = head.n, head.hash, head.signature
    _move(row, SheetState.APPROVED, by, "outcomes.approve_sheet")


def _take(sheet_id: UUID, by: Actor) -> ResultSheetRow:
    row = (
        ResultSheetRow.objects.select_for_update(of=("self",))
        .select_related("wave__organisation__parent")
        .filter(pk=sheet_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("sheet_unknown", attempt=True, subject="result_sheet", subject_id=str(sheet_id))
    return row


def _require_step(row: ResultSheetRow, to: SheetState, by: Actor, why: str = "") -> None:
    verdict = check_sheet_step(review_of(row, write_sheet(row.wave)), to, by.account_id, why)
    own = any(reason.code in ("sheet_own_draft", "sheet_own_check") for reason in verdict.reasons)
    require(verdict, attempt=own)


def _move(row: ResultSheetRow, to: SheetState, by: Actor, event: str, why: str = "") -> None:
    was, row.state = row.state, to.value
    row.save()
    audit.note_event(
        event,
        by=by,
        subject="result_sheet",
        subject_id=f"{row.wave.reference}/{row.revision}",
        changes={"state": [was, to.value]},
        why=why,
    )
