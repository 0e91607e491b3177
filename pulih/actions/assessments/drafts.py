"""A form that is being filled is kept, so that a cut line or a shift's end loses nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pulih.actions.acting import action
from pulih.actions.assessments.facts import EXTRA, judged, take_measured
from pulih.actions.people.facts import take_person
from pulih.language.instruments import instrument as load
from pulih.records import audit, scope
from pulih.records.models import ResponseDraft
from pulih.records.together import Together
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission

LARGEST_DRAFT = 400
"""Fields a draft may hold: a form has fewer."""
LONGEST_FIELD = 2000
"""Characters of a field: the longest note a form takes."""


@action(Permission.MEASURE)
def keep_draft(
    *,
    enrolment_id: UUID | None = None,
    person_id: UUID | None = None,
    instrument: str,
    point: str,
    fields: Mapping[str, Any],
    by: Actor,
) -> None:
    """Keep what is typed so far, the whole form each time; one draft a form.

    A form of a plan names its enrolment, one beside every programme its person.
    """
    if len(fields) > LARGEST_DRAFT or any(len(str(value)) > LONGEST_FIELD for value in fields.values()):
        raise RuleBroken("draft_unreadable")
    if enrolment_id is not None:
        measured = take_measured(enrolment_id, by)
        measured.planned(instrument, point)
        if judged(measured, instrument, point, by).known:
            # A draft that was under way when the form became final arrives late, and is not wanted any more.
            raise RuleBroken("response_known")
        about: dict[str, Any] = {"person_id": measured.person_id, "enrolment_id": measured.id}
    elif person_id is not None and point == EXTRA:
        about = {"person_id": take_person(person_id, None, by).pk, "enrolment_id": None}
    else:
        raise RuleBroken("point_unknown", "point")
    load(instrument)
    draft, begun = ResponseDraft.objects.update_or_create(
        **about,
        organisation_id=by.organisation_id,
        instrument=instrument,
        point=point,
        defaults={
            "fields": {str(name): str(value) for name, value in fields.items()},
            "kept_at": scope.now(),
            "kept_by": by.account_id,
        },
    )
    if begun:
        # The first keystroke is the act; each later one of the same form is not an event of its own.
        audit.note_event(
            "assessments.keep_draft",
            by=by,
            subject="draft",
            subject_id=draft.pk,
            person_id=draft.person_id,
            changes={"instrument": [None, instrument], "point": [None, point]},
        )


_DROP = """DELETE FROM response_draft
    WHERE organisation_id = %(draft_office)s::bigint AND person_id = %(draft_person)s::uuid
      AND enrolment_id IS NOT DISTINCT FROM %(draft_enrolment)s::uuid
      AND instrument = %(draft_instrument)s::text AND point = %(draft_point)s::text"""


def drop_draft(
    act: Together, person_id: UUID, enrolment_id: UUID | None, instrument: str, point: str, by: Actor
) -> None:
    """The form becomes final; its draft has done its work."""
    about = {
        "draft_office": by.organisation_id,
        "draft_person": person_id,
        "draft_enrolment": enrolment_id,
        "draft_instrument": instrument,
        "draft_point": point,
    }
    act.also(_DROP, about)
