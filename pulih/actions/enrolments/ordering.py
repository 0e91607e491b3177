"""The published order of waiting, and what people say against it."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from pulih.actions.acting import action, use_once
from pulih.actions.enrolments.pathway import take_enrolment
from pulih.queries.enrolments.waiting import waiting_list
from pulih.records import audit, scope
from pulih.records.models import Objection, RankingRule
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Permission
from pulih.rules.waiting import check_answer, check_objection, check_rule


@action(Permission.PUBLISH_RANKING)
def publish_rule(
    *, weights: Mapping[str, int], why: str, seen: int | None = None, token: UUID | None = None, by: Actor
) -> int:
    """Publish the weights by which the office orders those who wait; answers the version.

    `seen` is the version the page showed: two heads at once do not overrule each other unseen.
    """
    use_once(token, by)
    require(check_rule(weights, why))
    mine = RankingRule.objects.filter(organisation_id=by.organisation_id)
    last: int = mine.aggregate(last=Max("version"))["last"] or 0
    if seen is not None and seen != last:
        raise RuleBroken("page_stale")
    before = mine.filter(version=last).values_list("weights", flat=True).first()
    try:
        with transaction.atomic():
            row = RankingRule.objects.create(
                organisation_id=by.organisation_id,
                version=last + 1,
                weights=dict(weights),
                why=why.strip(),
                published_at=scope.now(),
                published_by=by.account_id,
            )
    except IntegrityError as known:
        if "ranking_rule_version_once" not in str(known):
            raise
        raise RuleBroken("page_stale") from known
    audit.note_event(
        "enrolments.publish_rule",
        by=by,
        subject="ranking_rule",
        subject_id=row.pk,
        changes={"weights": [before, dict(weights)], "version": [last or None, row.version]},
        why=row.why,
    )
    return row.version


@action(Permission.RECORD_OBJECTIONS)
def raise_objection(*, enrolment_id: UUID, text: str, token: UUID | None = None, by: Actor) -> UUID:
    """Write down what somebody says against their place or a refusal; an answer is owed from now on."""
    use_once(token, by)
    row, cycle = take_enrolment(enrolment_id, None, by)
    waits = Objection.objects.filter(
        organisation_id=by.organisation_id, enrolment=row, answered_at=None
    ).exists()
    require(check_objection(text, waits))
    rank = None
    if row.status == Status.WAITING.value:
        found = waiting_list(by, cycle.pk).row(row.pk)
        rank = found.ranked.rank if found else None
    raised = Objection.objects.create(
        organisation_id=by.organisation_id,
        person_id=row.person_id,
        enrolment=row,
        text=text.strip(),
        rank=rank,
        raised_at=scope.now(),
        raised_by=by.account_id,
    )
    audit.note_event(
        "enrolments.raise_objection",
        by=by,
        subject="objection",
        subject_id=raised.pk,
        person_id=row.person_id,
        changes={"rank": [None, rank], "status": [None, row.status]},
        why=raised.text,
    )
    return raised.pk


@action(Permission.PUBLISH_RANKING)
def answer_objection(*, objection_id: UUID, answer: str, token: UUID | None = None, by: Actor) -> None:
    """Answer somebody, once; by whoever answers for the order, never by who wrote the objection down."""
    use_once(token, by)
    row = (
        Objection.objects.select_for_update()
        .filter(pk=objection_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="objection", subject_id=str(objection_id))
    require(check_answer(answer, row.raised_by, by.account_id, row.answered_at is not None))
    row.answer, row.answered_at, row.answered_by = answer.strip(), scope.now(), by.account_id
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.note_event(
        "enrolments.answer_objection",
        by=by,
        subject="objection",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={"answered": [None, row.answered_at]},
        why=row.answer,
    )
