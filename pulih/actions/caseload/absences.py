"""A worker is away, is not after all, or comes back and takes their people back."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.caseload.facts import absences_of, begin, given_on, name_of, note_change, place_of
from pulih.actions.enrolments.pathway import take_enrolment
from pulih.queries.caseload import snapshot, to_take_back
from pulih.records import audit, scope
from pulih.records.models import Account, StaffAbsence
from pulih.rules.actors import Actor
from pulih.rules.assigning import (
    BESIDE_ROLES,
    Absence,
    check_absence,
    check_assigning,
    check_coming_back,
    check_reporting,
    remaining,
)
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict


@action(Permission.READ_CASELOAD)
def record_absence(
    *,
    account_id: UUID,
    from_on: date,
    until_on: date,
    reason: str,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Say that a worker is away, of oneself or as the one who assigns. Nobody is handed over by it."""
    use_once(token, by)
    require(_may_report(account_id, by), attempt=True)
    _take_worker(account_id, by)
    days = Absence(from_on, until_on)
    require(check_absence(days, reason, absences_of(account_id, by), scope.today()))
    made = _store(account_id, days, reason, by)
    _note("caseload.record_absence", account_id, None, days, by)
    return made


@action(Permission.READ_CASELOAD)
def withdraw_absence(*, absence_id: UUID, token: UUID | None = None, by: Actor) -> None:
    """An absence that was entered in error, or did not come about; the row stays."""
    use_once(token, by)
    row = _take_absence(absence_id, by)
    _withdraw(row)
    _note("caseload.withdraw_absence", row.account_id, Absence(row.from_on, row.until_on), None, by)


@action(Permission.READ_CASELOAD)
def come_back(
    *, absence_id: UUID, returned_on: date, take_back: bool = False, token: UUID | None = None, by: Actor
) -> int:
    """Somebody is here again; `take_back` gives them those they had handed over. Answers how many."""
    use_once(token, by)
    row = _take_absence(absence_id, by)
    days = Absence(row.from_on, row.until_on)
    require(check_coming_back(days, returned_on, scope.today()))
    if take_back:
        require(by.may(Permission.ASSIGN_COUNSELLORS), attempt=True)
    people = to_take_back(snapshot(by), row.account_id) if take_back else ()
    left = remaining(days, returned_on)
    if left != days:
        _withdraw(row)
        if left is not None:
            _store(row.account_id, left, row.reason, by)
    _note("caseload.come_back", row.account_id, days, left, by)
    for enrolment_id in sorted(one.enrolment for one in people):
        _take_back(enrolment_id, row.account_id, returned_on, by)
    return len(people)


def _take_back(enrolment_id: UUID, account_id: UUID, on: date, by: Actor) -> None:
    row, cycle = take_enrolment(enrolment_id, None, by)
    place, now = place_of(row, cycle)
    day = max(on, place.main_since or on)
    require(check_assigning(given_on(account_id, day, by), place, day, scope.today()))
    begin(row, now, account_id, day, "", by)
    note_change("caseload.take_back", row, place.main, account_id, day, "", by)


def _may_report(account_id: UUID, by: Actor) -> Verdict:
    return check_reporting(account_id, by.account_id, by.may(Permission.ASSIGN_COUNSELLORS))


def _take_worker(account_id: UUID, by: Actor) -> None:
    """Lock the account, so that two absences at once do not cross; only of somebody who works here."""
    known = Account.objects.select_for_update().filter(pk=account_id).exists()
    if not known or not given_on(account_id, scope.today(), by).roles & BESIDE_ROLES:
        raise RuleBroken("caseload_not_staff", "account_id", date=scope.today())


def _take_absence(absence_id: UUID, by: Actor) -> StaffAbsence:
    rows = StaffAbsence.objects.select_for_update()
    row = rows.filter(pk=absence_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="absence", subject_id=str(absence_id))
    require(_may_report(row.account_id, by), attempt=True)
    if row.withdrawn_at is not None:
        raise RuleBroken("absence_withdrawn")
    return row


def _withdraw(row: StaffAbsence) -> None:
    row.withdrawn_at = scope.now()
    row.save(update_fields=["withdrawn_at"])


def _store(account_id: UUID, days: Absence, reason: str, by: Actor) -> UUID:
    made = StaffAbsence.objects.create(
        organisation_id=by.organisation_id,
        account_id=account_id,
        from_on=days.from_on,
        until_on=days.until_on,
        reason=reason,
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    return made.pk


def _note(event: str, account_id: UUID, before: Absence | None, after: Absence | None, by: Actor) -> None:
    """Why somebody is away stays out of the audit: it may be about their health."""
    audit.note_event(
        event,
        by=by,
        subject="account",
        subject_id=account_id,
        holder_id=by.organisation_id,
        changes={
            "worker": name_of(account_id),
            "from_on": [before.from_on if before else None, after.from_on if after else None],
            "until_on": [before.until_on if before else None, after.until_on if after else None],
        },
    )
