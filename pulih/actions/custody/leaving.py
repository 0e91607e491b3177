"""Somebody leaves: the programmes end, then the stay, then the office's custody; all of it or nothing."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.custody.releasing import require_ready
from pulih.actions.enrolments.leaving import leave_programmes
from pulih.actions.outcomes.superseding import note_change_of
from pulih.actions.people.facts import stay_facts, take_person
from pulih.records import audit, passage, scope
from pulih.records.models import Stay, Transfer
from pulih.rules import stays
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@action(Permission.REGISTER_PEOPLE)
def end_stay(
    *,
    stay_id: UUID,
    ended_on: date,
    how: str,
    note: str = "",
    revision: int | None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Somebody has left. Programmes end by rule; access closes now; what this office did stays readable to it."""
    use_once(token, by)
    row = Stay.objects.select_for_update().filter(pk=stay_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="stay", subject_id=str(stay_id))
    if revision is not None and revision != row.revision:
        raise RuleBroken("page_stale")
    take_person(row.person_id, None, by)
    ending = stays.Ending(how) if how else None
    require(stays.check_ending(stay_facts(row), ended_on, ending, scope.today(), note))
    require_ready(row.person_id, ending, ended_on, note, by)
    close_stay(row, stays.Ending(how), ended_on, note.strip(), f"stay {row.pk} ended: {how}", by)
    changes = {"ended_on": [None, ended_on], "how_ended": [None, how]}
    audit.note_event(
        "people.end_stay",
        by=by,
        subject="stay",
        subject_id=row.pk,
        person_id=row.person_id,
        changes=changes,
        why=note.strip(),
    )


def close_stay(row: Stay, how: stays.Ending, on: date, note: str, why: str, by: Actor) -> None:
    """End what runs here, then the stay and the custody; the ending was judged before, and is audited after."""
    waves = leave_programmes(row.person_id, how, on, note, why, by)
    _withdraw_proposals(row, why, by)
    row.ended_on, row.how_ended, row.note = on, how.value, note
    row.revision += 1
    row.save(update_fields=["ended_on", "how_ended", "note", "revision"])
    passage.close_access([row.person_id], why)
    for wave in waves:
        note_change_of(wave, by, "people.end_stay")


def _withdraw_proposals(row: Stay, why: str, by: Actor) -> None:
    """A move that was proposed and not yet answered falls away: there is nobody left to send."""
    asked = Transfer.objects.filter(
        person_id=row.person_id, organisation_id=by.organisation_id, state="proposed"
    )
    for transfer in list(asked.values_list("pk", flat=True)):
        asked.filter(pk=transfer).update(
            state="withdrawn", decided_at=scope.now(), decided_by=by.account_id, note=why
        )
        audit.note_event(
            "enrolments.withdraw_transfer",
            by=by,
            subject="transfer",
            subject_id=transfer,
            person_id=row.person_id,
            changes={"state": ["proposed", "withdrawn"]},
            why=why,
        )
