"""An office above facilities words a strategic objective, or takes it back."""

from uuid import UUID

from django.db import IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.records import audit, scope
from pulih.records.models import Objective, Organisation
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.organisations import Kind
from pulih.rules.permissions import Permission
from pulih.rules.targets import Aim, check_objective


@action(Permission.SET_TARGETS)
def set_objective(
    *,
    code: str,
    text: str,
    source: str,
    from_year: int,
    until_year: int,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Set an objective of this office; targets of facilities below may name it within its years."""
    use_once(token, by)
    office = Organisation.objects.get(pk=by.organisation_id)
    aim = Aim(" ".join(code.split()), " ".join(text.split()), " ".join(source.split()), from_year, until_year)
    taken = Objective.objects.filter(organisation=office, code__iexact=aim.code).exists()
    require(check_objective(aim, Kind(office.kind), scope.today().year, taken=taken))
    try:
        with transaction.atomic():
            row = Objective.objects.create(
                organisation=office,
                code=aim.code,
                text=aim.text,
                source=aim.source,
                from_year=from_year,
                until_year=until_year,
                set_at=scope.now(),
                set_by=by.account_id,
            )
    except IntegrityError as crossed:
        raise RuleBroken("objective_code_taken", "code", number=aim.code) from crossed
    audit.note_event(
        "targets.set_objective",
        by=by,
        subject="objective",
        subject_id=row.pk,
        changes={
            "code": [None, aim.code],
            "text": [None, aim.text],
            "years": [None, [from_year, until_year]],
        },
    )
    return row.pk


@action(Permission.SET_TARGETS)
def withdraw_objective(*, objective_id: UUID, token: UUID | None = None, by: Actor) -> None:
    """Take back an objective of this office: no further target names it, and what served it stays known."""
    use_once(token, by)
    row = (
        Objective.objects.select_for_update()
        .filter(pk=objective_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("objective_unknown", attempt=True, subject="objective", subject_id=str(objective_id))
    if row.withdrawn_at is not None:
        raise RuleBroken("nothing_changed")
    row.withdrawn_at = scope.now()
    row.save(update_fields=["withdrawn_at"])
    audit.note_event(
        "targets.withdraw_objective",
        by=by,
        subject="objective",
        subject_id=row.pk,
        changes={"withdrawn_at": [None, row.withdrawn_at]},
    )
