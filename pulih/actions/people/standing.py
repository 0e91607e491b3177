"""How somebody stands before the law: sentence dates and participant category, each a further row."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.people.facts import take_person
from pulih.records import audit, scope
from pulih.records.models import ParticipantCategory, Sentence, Stay
from pulih.rules import categories, sentences
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.rules.stays import StayKind


@action(Permission.REGISTER_PEOPLE)
def record_sentence(
    *,
    person_id: UUID,
    articles: str,
    started_on: date | None,
    two_thirds_on: date | None,
    expires_on: date | None,
    as_of: date,
    source: str,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """State the dates as the register has them on a day. Nothing is computed and nothing overwritten."""
    use_once(token, by)
    person = take_person(person_id, None, by)
    facts = sentences.Sentence(
        sentences.split_articles(articles), started_on, two_thirds_on, expires_on, as_of, source.strip()
    )
    stay = Stay.objects.filter(person=person, organisation_id=by.organisation_id, ended_on=None).first()
    require(sentences.check_sentence(facts, StayKind(stay.kind) if stay else None, scope.today()))
    row = Sentence.objects.create(
        person=person,
        organisation_id=by.organisation_id,
        articles=list(facts.articles),
        started_on=started_on,
        two_thirds_on=two_thirds_on,
        expires_on=expires_on,
        as_of=as_of,
        source=facts.source,
        recorded_at=scope.now(),
    )
    audit.note_event(
        "people.record_sentence",
        by=by,
        subject="sentence",
        subject_id=row.pk,
        person_id=person.pk,
        changes={
            "articles": [None, list(facts.articles)],
            "started_on": [None, started_on],
            "two_thirds_on": [None, two_thirds_on],
            "expires_on": [None, expires_on],
            "as_of": [None, as_of],
        },
    )


@action(Permission.SET_CATEGORY)
def set_category(
    *,
    person_id: UUID,
    category: str,
    decided_on: date,
    legal_basis: str = "",
    clinical_basis: str = "",
    paper: str = "",
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Say as what the law knows somebody, on a legal or clinical basis; earlier decisions stay."""
    use_once(token, by)
    person = take_person(person_id, None, by)
    facts = categories.ParticipantCategory(
        category=categories.Category(category),
        decided_on=decided_on,
        legal_basis=categories.LegalBasis(legal_basis) if legal_basis else None,
        clinical_basis=categories.ClinicalBasis(clinical_basis) if clinical_basis else None,
        paper=paper.strip(),
    )
    require(categories.check_category(facts, scope.today(), person.birth_date, person.birth_year))
    row = ParticipantCategory.objects.create(
        person=person,
        organisation_id=by.organisation_id,
        category=category,
        legal_basis=legal_basis,
        paper=facts.paper,
        clinical_basis=clinical_basis,
        decided_on=decided_on,
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    audit.note_event(
        "people.set_category",
        by=by,
        subject="category",
        subject_id=row.pk,
        person_id=person.pk,
        changes={"category": [None, category], "decided_on": [None, decided_on]},
    )
