"""A regional office sets what its facilities are to reach; a changed amount is a further revision."""

from uuid import UUID

from django.db import IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.queries.organisations.places import place_of
from pulih.records import audit, scope
from pulih.records.models import Objective, Organisation, Programme, Target
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.keeping import check_target_for
from pulih.rules.permissions import Permission
from pulih.rules.targets import check_serving, check_target


@action(Permission.SET_TARGETS)
def set_target(
    *,
    organisation_id: int,
    programme: str,
    year: int,
    quarter: int | None,
    amount: int,
    reason: str = "",
    objective_id: UUID | None = None,
    token: UUID | None = None,
    by: Actor,
) -> int:
    """Set how many people a facility is to admit in a year, or in one quarter, and which objective it
    serves; answers the revision. Another objective is a further revision too."""
    use_once(token, by)
    facility = Organisation.objects.filter(pk=organisation_id).first()
    if facility is None:
        raise RuleBroken("not_found", attempt=True, subject="organisation", subject_id=organisation_id)
    require(check_target_for(by, place_of(facility)), attempt=True)
    if not Programme.objects.filter(pk=programme).exists():
        raise RuleBroken("programme_unknown", "programme")
    if objective_id is not None:
        _check_serving(objective_id, facility, year)
    same = {"organisation": facility, "programme_id": programme, "year": year, "quarter": quarter}
    newest = Target.objects.filter(**same).order_by("-revision").first()
    require(check_target(amount, year, quarter, scope.today().year, newest is not None, reason))
    if newest and (newest.amount, newest.objective_id) == (amount, objective_id):
        raise RuleBroken("nothing_changed")
    revision = newest.revision + 1 if newest else 1
    try:
        with transaction.atomic():
            Target.objects.create(
                **same,
                amount=amount,
                objective_id=objective_id,
                revision=revision,
                reason=reason.strip(),
                set_by_office_id=by.organisation_id,
                set_at=scope.now(),
                set_by=by.account_id,
            )
    except IntegrityError as crossed:
        raise RuleBroken("page_stale") from crossed
    audit.note_event(
        "targets.set_target",
        by=by,
        subject="organisation",
        subject_id=facility.pk,
        holder_id=facility.pk,
        changes={
            "amount": [newest.amount if newest else None, amount],
            "programme": [None, programme],
            "year": [None, year],
            "quarter": [None, quarter],
            "objective": [newest.objective_id if newest else None, objective_id],
        },
        why=reason.strip(),
    )
    return revision


def _check_serving(objective_id: UUID, facility: Organisation, year: int) -> None:
    row = Objective.objects.filter(pk=objective_id).first()
    if row is None:
        raise RuleBroken("objective_unknown", "objective")
    years, withdrawn = (row.from_year, row.until_year), row.withdrawn_at is not None
    require(check_serving(years, row.organisation_id, withdrawn, facility.ancestors, year))
