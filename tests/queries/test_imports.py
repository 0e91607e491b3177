"""What the import compares with: every resident of the office and nobody else, in one statement."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.queries import imports as queries
from pulih.records import scope
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories
from tests.registers import bring, resident, residents

pytestmark = pytest.mark.usefixtures("db")


def office():
    return factories.worker(Role.REGISTRAR, factories.organisation())


def known(by) -> dict[str, object]:
    with scope.acting_as(by):
        return {one.facts.register_number: one.facts for one in queries.residents(by).values()}


def test_residents_are_those_of_the_own_office():
    here, there = office(), office()
    bring(here, residents(2, region=1))
    bring(there, [resident(9, region=2)])
    assert set(known(here)) == {resident(2).register_number, resident(3).register_number}


def test_a_resident_states_everything_a_register_could():
    by, row = office(), resident(2, aliases=("Nana",))
    bring(by, [row])
    facts = known(by)[row.register_number]
    for name in ("name", "aliases", "sex", "birth_date", "kind", "block", "started_on", "articles",
                 "sentence_started_on", "two_thirds_on", "expires_on", "as_of"):  # fmt: skip
        assert getattr(facts, name) == getattr(row, name), name
    assert facts.number_ending == row.national_number[-4:]


@pytest.mark.parametrize("count", [10, 1000])
def test_they_are_found_in_one_statement_however_many(count):
    by = office()
    bring(by, residents(count))
    with scope.acting_as(by), CaptureQueriesContext(connection) as caught:
        assert len(queries.residents(by)) == count
    assert len(caught) == 1


@pytest.mark.parametrize(
    "look",
    [
        queries.residents,
        queries.batches,
        queries.departures,
        queries.departures_open,
        queries.other_facilities,
    ],
)
def test_whoever_does_not_keep_the_register_is_refused(look):
    nurse = factories.worker(Role.NURSE, factories.organisation())
    with pytest.raises(RuleBroken, match="permission_missing"), scope.acting_as(nurse):
        look(nurse)
