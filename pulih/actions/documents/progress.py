"""Issuing a progress report: what is known of somebody's way today, kept as it is printed."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.documents.issuing import store_paper
from pulih.actions.enrolments.pathway import take_enrolment
from pulih.queries.plans import report_of
from pulih.records import audit, scope
from pulih.records.models import Document
from pulih.rules.actors import Actor
from pulih.rules.documents import Kind, check_number
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.rules.plans import check_report
from pulih.rules.verdicts import all_of


@action(Permission.WRITE_PLANS)
def issue_progress_report(
    *, enrolment_id: UUID, number: str, on: date, token: UUID | None = None, by: Actor
) -> UUID:
    """Report how somebody's programme goes. Any number of them: each is a picture of its day."""
    use_once(token, by)
    row, cycle = take_enrolment(enrolment_id, None, by)
    found = report_of(by, enrolment_id)
    require(all_of((check_number(number, on, scope.today()), check_report(found.record.episode.course, on))))
    document = store_paper(
        Document(kind=Kind.PROGRESS_REPORT.value, wave=cycle.wave, person_id=row.person_id, enrolment=row),
        number,
        on,
        found.facts,
        by,
    )
    audit.note_event(
        "documents.issue_progress_report",
        by=by,
        subject="document",
        subject_id=document.pk,
        person_id=row.person_id,
        changes={"number": [None, document.number], "enrolment": [None, row.pk]},
    )
    return document.pk
