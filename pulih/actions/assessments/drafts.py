"""A form that is being filled is kept, so that a cut line or a shift's end loses nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pulih.actions.acting import action
from pulih.actions.assessments.facts import take_measured, window_of
from pulih.records import audit, scope
from pulih.records.models import Enrolment, Response, ResponseDraft
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission

LARGEST_DRAFT = 200
"""Fields a draft may hold: a form has fewer."""


@action(Permission.MEASURE)
def keep_draft(
    *, enrolment_id: UUID, instrument: str, point: str, fields: Mapping[str, Any], by: Actor
) -> None:
    """Keep what is typed so far, the whole form each time; one draft a measurement."""
    if len(fields) > LARGEST_DRAFT or any(len(str(value)) > 500 for value in fields.values()):
        raise RuleBroken("draft_unreadable")
    row, cycle = take_measured(enrolment_id, by)
    window_of(row, cycle, instrument, point)
    if current_response(row, cycle.wave_id, instrument, point):
        # A draft that was under way when the form became final arrives late, and is not wanted any more.
        raise RuleBroken("response_known")
    kept = {
        "person_id": row.person_id,
        "organisation_id": by.organisation_id,
        "fields": {str(name): str(value) for name, value in fields.items()},
        "kept_at": scope.now(),
        "kept_by": by.account_id,
    }
    draft, begun = ResponseDraft.objects.update_or_create(
        enrolment=row, instrument=instrument, point=point, defaults=kept
    )
    if begun:
        # The first keystroke is the act; each later one of the same form is not an event of its own.
        audit.note_event(
            "assessments.keep_draft",
            by=by,
            subject="draft",
            subject_id=draft.pk,
            person_id=row.person_id,
            changes={"instrument": [None, instrument], "point": [None, point]},
        )


def drop_draft(row_id: UUID, instrument: str, point: str) -> None:
    """The form is final; its draft has done its work."""
    ResponseDraft.objects.filter(enrolment_id=row_id, instrument=instrument, point=point).delete()


def current_response(row: Enrolment, wave_id: UUID, instrument: str, point: str) -> Response | None:
    """The form in force that counts for this enrolment: amended by no other, taken since its admission.

    Somebody admitted to a second programme later is measured anew for what lay before.
    """
    mine = Response.objects.filter(
        organisation_id=row.organisation_id, wave_id=wave_id, person_id=row.person_id
    )
    amended = mine.filter(amends__isnull=False).values("amends_id")
    found = mine.filter(instrument=instrument, point=point, taken_on__gte=row.admitted_on or date.max)
    return found.exclude(pk__in=amended).order_by("-recorded_at", "-id").first()
