"""The list before a release: one item after the other is done, or not needed with a reason."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.people.facts import take_person
from pulih.queries.custody.releases import release_of
from pulih.records import audit, scope
from pulih.records.models import ReleaseStep
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.releases import RELEASES, Item, check_going, check_settling
from pulih.rules.stays import Ending


@action(Permission.PREPARE_RELEASE)
def settle_item(
    *, person_id: UUID, item: str, state: str, note: str = "", token: UUID | None = None, by: Actor
) -> None:
    """Say how an item stands today; the newest word counts, the former ones stay."""
    use_once(token, by)
    take_person(person_id, None, by)
    require(check_settling(by.role, item, state, note))
    found = release_of(person_id, by.organisation_id)
    if found is None:
        raise RuleBroken("release_not_expected")
    before = found.items[Item(item)]
    row = ReleaseStep.objects.create(
        organisation_id=by.organisation_id,
        person_id=person_id,
        enrolment_id=found.enrolment_id,
        release_on=found.expected_on,
        item=item,
        state=state,
        on=scope.today(),
        note=note.strip(),
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    audit.note_event(
        "custody.settle_item",
        by=by,
        subject="release_step",
        subject_id=row.pk,
        person_id=person_id,
        changes={item: [before.value, state], "release_on": [None, found.expected_on]},
    )


def require_ready(person_id: UUID, how: Ending | None, on: date, note: str, by: Actor) -> None:
    """A release with items open asks for a reason; it does not keep anybody inside."""
    if how not in RELEASES:
        return
    found = release_of(person_id, by.organisation_id)
    if found is not None and found.due(on):
        require(check_going(found.open_items, note))
