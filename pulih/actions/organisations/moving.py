"""An organisation is put under another one; everything below it moves along."""

from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.organisations import facts as known
from pulih.records import audit
from pulih.records.models import Organisation
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.keeping import check_moving
from pulih.rules.organisations import check_organisation
from pulih.rules.permissions import Permission


@action(Permission.ADD_ORGANISATION)
def move_organisation(
    *, organisation_id: int, parent_id: int | None, revision: int, token: UUID | None = None, by: Actor
) -> None:
    """Change what an organisation stands under: a new region, or a mistake put right.

    The whole tree is locked, so that two moves at once cannot put each under the other.
    """
    use_once(token, by)
    rows = {row.pk: row for row in Organisation.objects.select_for_update(no_key=True).order_by("pk")}
    row, parent = rows.get(organisation_id), rows.get(parent_id) if parent_id else None
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="organisation", subject_id=organisation_id)
    if parent_id and parent is None:
        raise RuleBroken("organisation_parent_unknown", "parent")
    if parent is not None:
        known.refuse_closed_parent(parent)
    above = known.place_of(parent) if parent else None
    require(check_moving(by, known.own_place(by), known.place_of(row), above), attempt=True)
    if parent_id == row.parent_id:
        raise RuleBroken("organisation_parent_same", "parent")
    require(check_organisation(known.facts_of(row), known.facts_of(parent) if parent else None))
    known.refuse_known_name(row.name, parent_id, besides=row.pk)
    if row.revision != revision:
        raise RuleBroken("page_stale")
    before, row.parent, row.revision = row.parent_id, parent, revision + 1
    moved = [row, *(one for one in rows.values() if row.pk in one.ancestors)]
    _hang(moved, row, [*parent.ancestors, parent.pk] if parent else [])
    audit.note_event(
        "organisations.move_organisation",
        by=by,
        subject="organisation",
        subject_id=row.pk,
        holder_id=row.pk,
        changes={"parent": [before, parent_id], "moved_along": [None, len(moved) - 1]},
    )


def _hang(moved: list[Organisation], row: Organisation, ancestors: list[int]) -> None:
    """Give the moved ones their new way to the root; the part below the moved one stays."""
    depth = len(row.ancestors)
    for one in moved:
        one.ancestors = [*ancestors, *one.ancestors[depth:]]
    Organisation.objects.bulk_update(moved, ["parent", "ancestors", "revision"])
