"""Opening one person's record: one statement for the record, one read event."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pulih.records import reading
from pulih.records.asking import ask
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.identity import check_reference
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class StayRow:
    """A stay as the record shows it; stays elsewhere name the office."""

    id: UUID
    organisation_id: int
    organisation: str
    register_number: str
    kind: str
    block: str
    started_on: date
    ended_on: date | None
    how_ended: str
    note: str
    revision: int


@dataclass(frozen=True)
class SentenceRow:
    """Sentence dates as the register stated them on a day."""

    articles: tuple[str, ...]
    started_on: date | None
    two_thirds_on: date | None
    expires_on: date | None
    as_of: date
    source: str
    recorded_at: datetime


@dataclass(frozen=True)
class CategoryRow:
    """A participant category with its basis."""

    category: str
    legal_basis: str
    clinical_basis: str
    paper: str
    decided_on: date
    recorded_at: datetime


@dataclass(frozen=True)
class NameRow:
    """A name borne, official or alias, and until when."""

    name: str
    kind: str
    valid_to: date | None


@dataclass(frozen=True)
class PersonRecord:
    """What the actor may see of a person. An `episode` opens name and own stays, nothing else."""

    id: UUID
    reference: str
    name: str
    sex: str
    birth_date: date | None
    birth_year: int | None
    number_ending: str
    revision: int
    created_at: datetime
    basis: str
    opened_until: datetime | None
    names: tuple[NameRow, ...]
    stays: tuple[StayRow, ...]
    sentences: tuple[SentenceRow, ...]
    categories: tuple[CategoryRow, ...]

    @property
    def works_here(self) -> bool:
        """Whether the actor's office works with the person now, and so may write."""
        return self.basis in ("custody", "referral", "aftercare")

    @property
    def open_stay(self) -> StayRow | None:
        """Where the person is now, as far as the actor may see."""
        return next((stay for stay in self.stays if stay.ended_on is None), None)

    @property
    def sentence(self) -> SentenceRow | None:
        """The sentence as last stated."""
        return self.sentences[0] if self.sentences else None

    @property
    def category(self) -> CategoryRow | None:
        """The category as last decided."""
        return self.categories[0] if self.categories else None


_OPEN = f"""
WITH opened AS (
SELECT p.id, p.reference, p.name, p.sex, p.birth_date, p.birth_year, p.national_number_last4, p.revision,
       p.created_at, a.basis, a.valid_to AS opened_until,
       (SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY x.valid_to DESC NULLS FIRST, x.kind DESC, x.id), '[]')
        FROM
          (SELECT n.id, n.name, n.kind, n.valid_to FROM person_name n WHERE n.person_id = p.id) x)::text,
       (SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY x.started_on DESC), '[]') FROM
          (SELECT t.id, t.organisation_id, o.name AS organisation, t.register_number, t.kind, t.block,
                  t.started_on, t.ended_on, t.how_ended, t.note, t.revision
           FROM stay t JOIN organisation o ON o.id = t.organisation_id WHERE t.person_id = p.id) x)::text,
       (SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY x.recorded_at DESC, x.id DESC), '[]') FROM
          (SELECT s.id, s.articles, s.started_on, s.two_thirds_on, s.expires_on, s.as_of, s.source,
                  s.recorded_at
           FROM sentence s WHERE s.person_id = p.id) x)::text,
       (SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY x.recorded_at DESC, x.id DESC), '[]') FROM
          (SELECT c.id, c.category, c.legal_basis, c.clinical_basis, c.paper, c.decided_on, c.recorded_at
           FROM participant_category c WHERE c.person_id = p.id) x)::text
FROM person p
CROSS JOIN LATERAL (
    SELECT a.basis, a.valid_to FROM person_access a
    WHERE a.person_id = p.id AND a.organisation_id = %(office)s AND (a.valid_to IS NULL OR a.valid_to > now())
      AND (a.account_id IS NULL OR a.account_id = %(account)s::uuid)
    ORDER BY array_position(ARRAY['custody', 'aftercare', 'referral', 'break_glass', 'episode'], a.basis)
    LIMIT 1) a
WHERE p.reference = %(reference)s),
{reading.NOTED.format(opened="(SELECT id AS person_id, basis = 'break_glass' AS glass FROM opened) r")}
SELECT o.* FROM opened o
"""


def open_person(actor: Actor, reference: str, what: str = "summary") -> PersonRecord:
    """Open a record; raises RuleBroken `not_found` for what is not there and for what is not theirs alike.

    The attempt is audited: somebody who tries references by hand is seen.
    """
    require(actor.may(Permission.READ_PERSON), attempt=True)
    try:
        wanted = check_reference(reference)
    except RuleBroken:
        raise RuleBroken(
            "not_found", attempt=True, subject="person", subject_id=_printable(reference)
        ) from None
    row = next(iter(ask(_OPEN, {**reading.noted_values(actor, what), "reference": wanted})), None)
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="person", subject_id=wanted)
    return _record(row, custody=bool(actor.may(Permission.READ_CUSTODY)))


def _printable(typed: str) -> str:
    """What somebody put in the place of a reference, short and fit for the audit."""
    return "".join(letter for letter in typed[:20] if letter.isprintable())


def _record(row: tuple[Any, ...], *, custody: bool) -> PersonRecord:
    names, stays, sentences, categories = (json.loads(text) for text in row[11:])
    basis = row[9]
    seen = basis != "episode"
    return PersonRecord(
        id=row[0],
        reference=row[1],
        name=row[2],
        sex=row[3] if seen else "",
        birth_date=row[4] if seen else None,
        birth_year=row[5] if seen else None,
        number_ending=row[6] if seen else "",
        revision=row[7],
        created_at=row[8],
        basis=basis,
        opened_until=row[10],
        names=tuple(_name(one) for one in names) if seen else (),
        stays=tuple(_stay(one) for one in stays),
        sentences=tuple(_sentence(one) for one in sentences) if custody else (),
        categories=tuple(_category(one) for one in categories),
    )


def _name(one: dict[str, Any]) -> NameRow:
    return NameRow(one["name"], one["kind"], _day(one["valid_to"]))


def _stay(one: dict[str, Any]) -> StayRow:
    return StayRow(
        id=UUID(one["id"]),
        organisation_id=one["organisation_id"],
        organisation=one["organisation"],
        register_number=one["register_number"],
        kind=one["kind"],
        block=one["block"],
        started_on=date.fromisoformat(one["started_on"]),
        ended_on=_day(one["ended_on"]),
        how_ended=one["how_ended"],
        note=one["note"],
        revision=one["revision"],
    )


def _sentence(one: dict[str, Any]) -> SentenceRow:
    return SentenceRow(
        articles=tuple(one["articles"]),
        started_on=_day(one["started_on"]),
        two_thirds_on=_day(one["two_thirds_on"]),
        expires_on=_day(one["expires_on"]),
        as_of=date.fromisoformat(one["as_of"]),
        source=one["source"],
        recorded_at=datetime.fromisoformat(one["recorded_at"]),
    )


def _category(one: dict[str, Any]) -> CategoryRow:
    return CategoryRow(
        category=one["category"],
        legal_basis=one["legal_basis"],
        clinical_basis=one["clinical_basis"],
        paper=one["paper"],
        decided_on=date.fromisoformat(one["decided_on"]),
        recorded_at=datetime.fromisoformat(one["recorded_at"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
