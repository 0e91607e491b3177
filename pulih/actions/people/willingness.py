"""The signed statement of willingness, and taking it back."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.people.facts import take_person
from pulih.records import audit, scope
from pulih.records.models import Consent, Stay
from pulih.rules import willingness
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@action(Permission.RECORD_WILLINGNESS)
def record_willingness(
    *,
    person_id: UUID,
    signed_on: date,
    witness: str,
    read_aloud: bool = False,
    guardian: str = "",
    language: str = "id",
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Record the paper somebody signed; nothing is measured before its day."""
    use_once(token, by)
    person = take_person(person_id, None, by)
    given = willingness.Willingness(
        signed_on=signed_on,
        witness=" ".join(witness.split()),
        language=language,
        read_aloud=read_aloud,
        guardian=" ".join(guardian.split()),
    )
    stay = Stay.objects.filter(person=person, organisation_id=by.organisation_id, ended_on=None).first()
    require(
        willingness.check_willingness(
            given, scope.today(), person.birth_date, person.birth_year, stay.started_on if stay else None
        )
    )
    running = Consent.objects.filter(person=person, organisation_id=by.organisation_id, withdrawn_on=None)
    if running.exists():
        raise RuleBroken("willingness_known")
    row = Consent.objects.create(
        person=person,
        organisation_id=by.organisation_id,
        text_version=given.text_version,
        language=language,
        signed_on=signed_on,
        witness=given.witness,
        read_aloud=read_aloud,
        guardian=given.guardian,
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    audit.note_event(
        "people.record_willingness",
        by=by,
        subject="consent",
        subject_id=row.pk,
        person_id=person.pk,
        changes={"signed_on": [None, signed_on], "text_version": [None, given.text_version]},
    )
    return row.pk


@action(Permission.RECORD_WILLINGNESS)
def withdraw_willingness(
    *, consent_id: UUID, withdrawn_on: date, because: str = "", token: UUID | None = None, by: Actor
) -> None:
    """Somebody takes it back. What was recorded before stays; nothing new is measured from that day on."""
    use_once(token, by)
    row = (
        Consent.objects.select_for_update().filter(pk=consent_id, organisation_id=by.organisation_id).first()
    )
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="consent", subject_id=str(consent_id))
    given = willingness.Willingness(row.signed_on, row.witness, withdrawn_on=row.withdrawn_on)
    require(willingness.check_withdrawal(given, withdrawn_on, scope.today()))
    row.withdrawn_on, row.withdrawn_because = withdrawn_on, because.strip()
    row.save(update_fields=["withdrawn_on", "withdrawn_because"])
    audit.note_event(
        "people.withdraw_willingness",
        by=by,
        subject="consent",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={"withdrawn_on": [None, withdrawn_on]},
        why=because.strip(),
    )


def statements_of(person_ids: list[UUID], by: Actor) -> dict[UUID, list[willingness.Willingness]]:
    """The statements this office holds, by person: another office's paper does not count here."""
    found: dict[UUID, list[willingness.Willingness]] = {one: [] for one in person_ids}
    for row in Consent.objects.filter(person_id__in=person_ids, organisation_id=by.organisation_id):
        found[row.person_id].append(
            willingness.Willingness(
                row.signed_on, row.witness, row.text_version, row.language, row.read_aloud, row.guardian,
                row.withdrawn_on,
            )
        )  # fmt: skip
    return found
