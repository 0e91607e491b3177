"""One facility's targets as they were set, every revision: what was promised stays known."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pulih.queries.organisations.places import place_of
from pulih.records.models import Organisation, Target
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.keeping import check_target_for
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict


@dataclass(frozen=True)
class TargetRevision:
    """An amount that was set once, and whether a later one took its place."""

    programme: str
    year: int
    quarter: int | None
    amount: int
    reason: str
    office: str
    set_at: datetime
    stands: bool
    objective: UUID | None
    objective_code: str


@dataclass(frozen=True)
class FacilityTargets:
    """A facility with every target it ever had, newest year first."""

    id: int
    name: str
    revisions: tuple[TargetRevision, ...]
    may_set: Verdict

    def serves(self, programme: str, year: int) -> UUID | None:
        """The objective the standing target of a year serves."""
        standing = (one for one in self.revisions if one.stands and one.quarter is None)
        return next(
            (one.objective for one in standing if (one.programme, one.year) == (programme, year)), None
        )


def targets_set(actor: Actor, organisation_id: int) -> FacilityTargets:
    """Who asked a facility for how many, and why it changed; two statements.

    Raises RuleBroken for a facility that is neither the actor's own nor below their office.
    """
    require(actor.may(Permission.READ_TARGETS), attempt=True)
    office = Organisation.objects.filter(pk=organisation_id).first()
    if office is None:
        raise RuleBroken("not_found", attempt=True, subject="organisation", subject_id=organisation_id)
    may_set = check_target_for(actor, place_of(office))
    if actor.organisation_id not in (office.pk, *office.ancestors):
        require(may_set, attempt=True)
    rows = list(
        Target.objects.filter(organisation=office)
        .select_related("set_by_office", "objective")
        .order_by("-year", "programme_id", "quarter", "-revision")
    )
    newest: dict[tuple[str, int, int | None], int] = {}
    for row in rows:
        newest.setdefault((row.programme_id, row.year, row.quarter), row.revision)
    return FacilityTargets(
        office.pk,
        office.name,
        tuple(
            TargetRevision(
                row.programme_id,
                row.year,
                row.quarter,
                row.amount,
                row.reason,
                row.set_by_office.name,
                row.set_at,
                newest[row.programme_id, row.year, row.quarter] == row.revision,
                row.objective_id,
                row.objective.code if row.objective else "",
            )
            for row in rows
        ),
        may_set,
    )
