"""What was approved stays as approved; when the records then change, the sheet is marked, never rewritten."""

from uuid import UUID

from pulih.queries.outcomes import fingerprint_of, write_sheet
from pulih.records import audit, scope
from pulih.records.models import ResultSheetRow, Wave
from pulih.rules.actors import Actor


def note_change_of(wave: Wave, by: Actor, what: str) -> None:
    """After a change to a wave's records: mark its approved sheet if the figures are no longer the same.

    Waves without an approved sheet cost one small lookup.
    """
    note_change_in(wave.pk, by, what)


def note_change_in(wave_id: UUID, by: Actor, what: str) -> None:
    """The same by the wave's key, for acts that know whether there is an approved sheet."""
    row = (
        ResultSheetRow.objects.select_related("wave")
        .filter(organisation_id=by.organisation_id, wave_id=wave_id, state="approved", superseded_at=None)
        .first()
    )
    if row is None or row.fingerprint == fingerprint_of(write_sheet(row.wave)):
        return
    row.superseded_at, row.superseded_because = scope.now(), what
    row.save(update_fields=["superseded_at", "superseded_because"])
    audit.note_event(
        "outcomes.supersede",
        by=by,
        subject="result_sheet",
        subject_id=f"{row.wave.reference}/{row.revision}",
        changes={"superseded_at": [None, row.superseded_at]},
        why=what,
    )
