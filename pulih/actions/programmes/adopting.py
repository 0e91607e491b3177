"""A programme out of a file becomes a further version of its kind; waves planned from now on use it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction

from pulih.actions.acting import action
from pulih.language.curricula import read_template
from pulih.records import audit, scope
from pulih.records.models import Programme, ProgrammeVersion
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission
from pulih.rules.programme_templates import to_plain


@dataclass(frozen=True)
class Adopted:
    """What became of a template: the version in use now, and whether it is a new one."""

    programme: str
    version: int
    fresh: bool


@action(Permission.ADOPT_PROGRAMMES)
def adopt_template(*, given: Any, by: Actor) -> Adopted:
    """Take a programme into use as its file says; the same one a second time changes nothing.

    Earlier versions stay, and so does what runs on them.
    """
    made = read_template(given)
    programme = made.curriculum.type
    if not Programme.objects.filter(pk=programme).exists():
        raise RuleBroken("programme_unknown", "type")
    facts = {
        "months": made.months,
        "plan": [asdict(point) for point in made.plan],
        "success_rule": _listed(asdict(made.rule)),
        "curriculum": _listed(to_plain(made.curriculum)),
    }
    newest = ProgrammeVersion.objects.filter(programme_id=programme).order_by("-version").first()
    if newest is not None and all(getattr(newest, name) == value for name, value in facts.items()):
        return Adopted(programme, newest.version, fresh=False)
    try:
        with transaction.atomic():
            row = ProgrammeVersion.objects.create(
                programme_id=programme,
                version=1 + (newest.version if newest else 0),
                published_on=scope.today(),
                **facts,
            )
    except IntegrityError as taken:  # somebody adopted another at the same moment
        raise RuleBroken("page_stale") from taken
    audit.note_event(
        "programmes.adopt_template",
        by=by,
        subject="programme_version",
        subject_id=row.pk,
        changes={
            "template": [None, made.code],
            "programme": [None, programme],
            "version": [newest.version if newest else None, row.version],
        },
    )
    return Adopted(programme, row.version, fresh=True)


def _listed(value: Any) -> Any:
    """As JSON gives it back, so that the same file is known again."""
    if isinstance(value, dict):
        return {key: _listed(one) for key, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value
