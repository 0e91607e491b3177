"""Residents of whom a register says something new: each kind of change in one statement for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from django.db.models import Value
from django.db.models.fields import TextField
from django.db.models.functions import Cast, Concat

from pulih.actions.imports.arriving import PERSON_FIELDS, add_names
from pulih.actions.imports.judging import Judgement
from pulih.records import passage, scope
from pulih.records.keys import keys
from pulih.records.models import Person, PersonName, Sentence, Stay
from pulih.records.sets import insert_rows, update_rows
from pulih.rules.actors import Actor
from pulih.rules.register import KnownResident, RowOutcome

_OF_PERSON = frozenset({"name", "aliases", "sex", "birth_date", "birth_year"})
_OF_STAY = frozenset({"register_number", "kind", "block", "started_on"})
_OF_SENTENCE = frozenset({"articles", "sentence_started_on", "two_thirds_on", "expires_on", "as_of"})


def amend(outcomes: Sequence[RowOutcome], judgement: Judgement, source: str, by: Actor) -> None:
    """Write a chunk of changes; a field the register does not change keeps its value."""
    after = {_person(one): _after(one, judgement) for one in outcomes}
    _amend_people([one for one in outcomes if _touches(one, _OF_PERSON)], after)
    _amend_stays([one for one in outcomes if _touches(one, _OF_STAY)], after, judgement)
    _amend_numbers([one for one in outcomes if _touches(one, {"national_number"})], judgement)
    restated = [after[_person(one)] for one in outcomes if _touches(one, _OF_SENTENCE)]
    _state_sentences(restated, source, by)


def step_aside(outcomes: Sequence[RowOutcome], judgement: Judgement) -> None:
    """Clear every register number that changes, for two people may have swapped theirs."""
    moving = [
        judgement.residents[_person(one)].stay_id for one in outcomes if _touches(one, {"register_number"})
    ]
    Stay.objects.filter(id__in=moving).update(
        register_number=Concat(Value("~"), Cast("id", TextField()), output_field=TextField())
    )


def confirm_sentences(outcomes: Sequence[RowOutcome], judgement: Judgement, source: str, by: Actor) -> None:
    """A newer register repeats a sentence: the knowledge is as new as the register."""
    known = (replace(judgement.residents[_person(one)].facts, as_of=one.confirmed_as_of) for one in outcomes)
    _state_sentences(known, source, by)


def _person(one: RowOutcome) -> UUID:
    return cast(UUID, one.person_id)


def _touches(one: RowOutcome, fields: Iterable[str]) -> bool:
    return not {difference.field for difference in one.differences}.isdisjoint(fields)


def _after(one: RowOutcome, judgement: Judgement) -> KnownResident:
    """The resident as the change leaves them; a birth date and a birth year never stand together."""
    said: dict[str, Any] = {
        difference.field: difference.after
        for difference in one.differences
        if difference.field != "national_number"
    }
    if "birth_date" in said:
        said["birth_year"] = None
    return replace(judgement.residents[_person(one)].facts, **said)


def _amend_people(outcomes: Sequence[RowOutcome], after: Mapping[UUID, KnownResident]) -> None:
    if not outcomes:
        return
    people = {}
    for one in outcomes:
        facts = after[_person(one)]
        assert facts.sex
        people[_person(one)] = Person(
            id=_person(one),
            name=facts.name,
            sex=facts.sex,
            birth_date=facts.birth_date,
            birth_year=facts.birth_year,
        )
    update_rows(list(people.values()), PERSON_FIELDS)
    renamed = {_person(one): one.row for one in outcomes if _touches(one, {"name", "aliases"}) and one.row}
    if renamed:
        names: dict[UUID, list[PersonName]] = {}
        for name in PersonName.objects.filter(person_id__in=list(renamed)).order_by("id"):
            names.setdefault(name.person_id, []).append(name)
        add_names(renamed, names)


def _amend_stays(
    outcomes: Sequence[RowOutcome], after: Mapping[UUID, KnownResident], judgement: Judgement
) -> None:
    """Stays at once; their register numbers have stepped aside."""
    if not outcomes:
        return
    stays = []
    for one in outcomes:
        facts = after[_person(one)]
        assert facts.kind
        assert facts.started_on
        stays.append(
            Stay(
                id=judgement.residents[_person(one)].stay_id,
                register_number=facts.register_number,
                kind=facts.kind,
                block=facts.block,
                started_on=facts.started_on,
            )
        )
    update_rows(stays, ("register_number", "kind", "block", "started_on"))


def _amend_numbers(outcomes: Sequence[RowOutcome], judgement: Judgement) -> None:
    """National numbers, sealed anew for the person they now belong to."""
    numbered = []
    for one in outcomes:
        row = one.row
        assert row is not None
        assert row.national_number is not None
        cipher = keys().seal_number(row.national_number, _person(one))
        numbered.append((_person(one), cipher, judgement.hashes[row.number], row.national_number[-4:]))
    passage.set_numbers(numbered)


def _state_sentences(known: Iterable[KnownResident], source: str, by: Actor) -> None:
    """A further row for each; earlier ones stay, since they say what was believed when."""
    insert_rows(
        [
            Sentence(
                person_id=cast(UUID, facts.person_id),
                organisation_id=by.organisation_id,
                articles=list(facts.articles),
                started_on=facts.sentence_started_on,
                two_thirds_on=facts.two_thirds_on,
                expires_on=facts.expires_on,
                as_of=facts.as_of or scope.today(),
                source=source,
                recorded_at=scope.now(),
            )
            for facts in known
        ]
    )
