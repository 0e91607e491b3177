"""A paper that was wrong: it stays on record, its code says that it no longer stands."""

from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.records import audit, scope
from pulih.records.models import Document
from pulih.rules.actors import Actor
from pulih.rules.documents import Kind, check_withdrawal
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

ISSUES = {Kind.DECREE: Permission.ISSUE_DECREES, Kind.CERTIFICATE: Permission.ISSUE_CERTIFICATES}


@action(Permission.READ_WAVES)
def withdraw_document(*, document_id: UUID, because: str, token: UUID | None = None, by: Actor) -> None:
    """Take a paper back, with a reason; by whoever may issue its kind."""
    use_once(token, by)
    row = (
        Document.objects.select_for_update()
        .filter(pk=document_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("document_unknown", attempt=True, subject="document", subject_id=str(document_id))
    require(by.may(ISSUES.get(Kind(row.kind), Permission.ISSUE_DECREES)), attempt=True)
    require(check_withdrawal(row.withdrawn_at is not None, because))
    row.withdrawn_at, row.withdrawn_because = scope.now(), because.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_because"])
    audit.note_event(
        "documents.withdraw_document",
        by=by,
        subject="document",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={"withdrawn_at": [None, row.withdrawn_at]},
        why=row.withdrawn_because,
    )
