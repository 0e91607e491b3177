"""Agreements with partners: recorded, ended before their time, and what is done under them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.queries.network.agreements import agreed_of
from pulih.records import audit, scope
from pulih.records.models import Agreement, AgreementActivity, Organisation, Wave
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.network import Activity, Agreed, check_activity, check_agreement, check_ending
from pulih.rules.permissions import Permission


@action(Permission.RECORD_AGREEMENTS)
def record_agreement(
    *,
    partner_id: int | None,
    number: str,
    title: str,
    fields: Sequence[str],
    signed_on: date,
    starts_on: date,
    ends_on: date | None = None,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Record what this office and a partner agreed in writing; a number stands once an office."""
    use_once(token, by)
    agreed = Agreed(
        partner_id,
        " ".join(number.split()),
        " ".join(title.split()),
        tuple(dict.fromkeys(fields)),
        signed_on,
        starts_on,
        ends_on,
    )
    own = by.organisation_id
    taken = Agreement.objects.filter(organisation_id=own, number__iexact=agreed.number).exists()
    require(check_agreement(agreed, own, scope.today(), taken=taken))
    partner = Organisation.objects.filter(pk=partner_id or 0).first()
    if partner is None:
        raise RuleBroken("event_organisation_unknown", "partner")
    try:
        with transaction.atomic():
            row = Agreement.objects.create(
                organisation_id=own,
                partner=partner,
                number=agreed.number,
                title=agreed.title,
                fields=list(agreed.fields),
                signed_on=signed_on,
                starts_on=starts_on,
                ends_on=ends_on,
                recorded_at=scope.now(),
                recorded_by=by.account_id,
            )
    except IntegrityError as crossed:
        raise RuleBroken("agreement_number_taken", "number", number=agreed.number) from crossed
    audit.note_event(
        "network.record_agreement",
        by=by,
        subject="agreement",
        subject_id=row.pk,
        changes={
            "number": [None, agreed.number],
            "partner": [None, partner_id],
            "fields": [None, list(agreed.fields)],
            "period": [None, [starts_on, ends_on]],
        },
    )
    return row.pk


@action(Permission.RECORD_AGREEMENTS)
def end_agreement(
    *,
    agreement_id: UUID,
    on: date,
    because: str,
    revision: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """An agreement of this office ends before its time; the reason stays with it."""
    use_once(token, by)
    row = (
        Agreement.objects.select_for_update()
        .filter(pk=agreement_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise _unknown(agreement_id)
    if revision is not None and revision != row.revision:
        raise RuleBroken("page_stale")
    require(check_ending(agreed_of(row), on, because, scope.today()))
    row.ended_early_on, row.because = on, because.strip()
    row.revision += 1
    row.save(update_fields=["ended_early_on", "because", "revision"])
    audit.note_event(
        "network.end_agreement",
        by=by,
        subject="agreement",
        subject_id=row.pk,
        changes={"ended_early_on": [None, on]},
        why=because.strip(),
    )


@action(Permission.RECORD_AGREEMENTS)
def add_activity(
    *,
    agreement_id: UUID,
    field: str,
    title: str,
    starts_on: date,
    ends_on: date | None = None,
    people: int | None = None,
    wave_id: UUID | None = None,
    module: str = "",
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Hang an activity on an agreement of this office or of one above it, for what is signed there holds here."""
    use_once(token, by)
    own = Organisation.objects.get(pk=by.organisation_id)
    row = Agreement.objects.filter(pk=agreement_id, organisation_id__in=[own.pk, *own.ancestors]).first()
    if row is None:
        raise _unknown(agreement_id)
    if wave_id and not Wave.objects.filter(pk=wave_id, organisation_id=own.pk).exists():
        raise RuleBroken("wave_unknown", attempt=True, subject="wave", subject_id=str(wave_id))
    activity = Activity(field, " ".join(title.split()), starts_on, ends_on, people, " ".join(module.split()))
    require(check_activity(agreed_of(row), activity))
    made = AgreementActivity.objects.create(
        organisation=own,
        agreement=row,
        wave_id=wave_id,
        field=field,
        title=activity.title,
        module=activity.module,
        starts_on=starts_on,
        ends_on=ends_on,
        people=people,
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    audit.note_event(
        "network.add_activity",
        by=by,
        subject="agreement",
        subject_id=row.pk,
        changes={
            "activity": [None, made.pk],
            "field": [None, field],
            "title": [None, activity.title],
            "people": [None, people],
            "wave": [None, wave_id],
        },
    )
    return made.pk


def _unknown(agreement_id: UUID) -> RuleBroken:
    return RuleBroken("agreement_unknown", attempt=True, subject="agreement", subject_id=str(agreement_id))
