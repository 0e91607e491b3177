"""Names with their days: a new one ends the old one, a misspelt one is put right."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.organisations import facts as known
from pulih.records import audit, scope
from pulih.records.models import Organisation, OrganisationName
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.keeping import check_editing
from pulih.rules.organisations import NamePeriod, check_names
from pulih.rules.permissions import Permission


@action(Permission.EDIT_ORGANISATION)
def rename_organisation(
    *,
    organisation_id: int,
    name: str,
    short_name: str,
    from_day: date | None,
    revision: int,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Give an organisation a new name from a day on; without a day, correct the one in force.

    The old name keeps its days, so that old documents keep their letterhead.
    """
    use_once(token, by)
    row = known.take_organisation(organisation_id)
    require(check_editing(by, known.own_place(by), known.place_of(row)), attempt=True)
    name, short_name = known.read_name(name), known.read_name(short_name, "short_name")
    if (name, short_name) == (row.name, row.short_name):
        raise RuleBroken("organisation_name_same", "name")
    known.refuse_known_name(name, row.parent_id, besides=row.pk)
    before = row.name, row.short_name
    with known.name_taken(name):
        unchanged = Organisation.objects.filter(pk=row.pk, revision=revision)
        if not unchanged.update(name=name, short_name=short_name, revision=revision + 1):
            raise RuleBroken("page_stale")
    _write_names(row, name, short_name, from_day)
    audit.note_event(
        "organisations.rename_organisation",
        by=by,
        subject="organisation",
        subject_id=row.pk,
        holder_id=row.pk,
        changes={
            "name": [before[0], name],
            "short_name": [before[1], short_name],
            "valid_from": [None, from_day],
        },
    )


def _write_names(row: Organisation, name: str, short_name: str, from_day: date | None) -> None:
    last = OrganisationName.objects.filter(organisation=row, valid_to=None).first()
    if from_day is None and last is not None:
        OrganisationName.objects.filter(pk=last.pk).update(name=name, short_name=short_name)
        return
    known.past_or_today(from_day, scope.today(), "organisation_rename_in_future", "since")
    if last is not None and from_day is not None:
        if last.valid_from is not None and from_day <= last.valid_from:
            raise RuleBroken("organisation_rename_before", "since", since=last.valid_from)
        OrganisationName.objects.filter(pk=last.pk).update(valid_to=from_day)
    OrganisationName.objects.create(organisation=row, name=name, short_name=short_name, valid_from=from_day)
    _check_all(row)


def _check_all(row: Organisation) -> None:
    """Ask the rule about all names together."""
    names = OrganisationName.objects.filter(organisation=row)
    require(check_names([NamePeriod(one.name, one.valid_from or date.min, one.valid_to) for one in names]))
