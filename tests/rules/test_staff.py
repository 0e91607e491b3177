"""Who may give which role to whom, whose account is whose, and what a code on paper looks like."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules import staff
from pulih.rules.organisations import Kind
from pulih.rules.permissions import Role
from pulih.rules.staff import CodeState, Giver, Office, RolePeriod

TODAY = date(2026, 3, 10)
REGION = Office(2, Kind.REGIONAL_OFFICE, (1,))
PRISON = Office(10, Kind.PRISON, (1, 2))
OTHER_PRISON = Office(11, Kind.PRISON, (1, 2))
ANA, BUDI = uuid4(), uuid4()
AT_PRISON = Giver(ANA, Role.ADMINISTRATOR, PRISON.id)
AT_REGION = Giver(ANA, Role.ADMINISTRATOR, REGION.id)


def role(
    name: Role = Role.NURSE, office: Office = PRISON, since: date = TODAY, until: date | None = None
) -> RolePeriod:
    return RolePeriod(uuid4(), name, office, since, until)


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def giving(
    giver: Giver = AT_PRISON,
    whom: UUID | None = BUDI,
    what: str = "nurse",
    office: Office = PRISON,
    since: date = TODAY,
    until: date | None = None,
    held: tuple[RolePeriod, ...] = (),
) -> list[str]:
    return codes(staff.check_giving(giver, whom, what, office, since, until, held, TODAY))


def test_an_administrator_gives_roles_at_the_own_office_and_below_it_but_not_beside_or_above():
    assert giving(AT_PRISON, office=PRISON) == []
    assert giving(AT_REGION, office=PRISON) == []
    assert giving(AT_PRISON, office=OTHER_PRISON) == ["staff_role_elsewhere"]
    assert giving(AT_PRISON, office=REGION) == ["staff_role_elsewhere"]


def test_nobody_makes_themself_the_auditor_but_another_administrator_may():
    assert giving(whom=ANA, what="auditor") == ["staff_role_auditor_self"]
    assert giving(whom=BUDI, what="auditor") == []
    assert giving(whom=None, what="auditor") == []


@pytest.mark.parametrize("unknown", ["system", "king", ""])
def test_only_roles_that_sign_in_can_be_given(unknown):
    assert giving(what=unknown) == ["staff_role_unknown"]


def test_a_prison_has_no_regional_officer_and_a_regional_office_no_head_of_facility():
    assert giving(what="regional_officer") == ["staff_role_not_at_unit"]
    assert giving(AT_REGION, what="head_of_facility", office=REGION) == ["staff_role_only_at_unit"]


def test_the_same_role_twice_at_once_is_refused_but_one_after_the_other_is_not():
    ended = role(since=TODAY - timedelta(days=90), until=TODAY - timedelta(days=1))
    running = role(since=TODAY - timedelta(days=5))
    assert giving(held=(ended,)) == []
    assert giving(held=(running,)) == ["staff_role_held"]
    assert giving(since=TODAY - timedelta(days=1), held=(ended,)) == ["staff_role_held"]
    assert giving(what="assessor", held=(running,)) == []


def test_a_period_that_ends_before_it_starts_or_in_another_century_is_refused():
    assert giving(until=TODAY - timedelta(days=1)) == ["staff_period_order"]
    assert giving(since=date(2206, 3, 10)) == ["staff_period_far"]
    assert giving(until=date(2206, 3, 10)) == ["staff_period_far"]


def ending(giver: Giver, whom: UUID, period: RolePeriod, last: date, *others: RolePeriod) -> list[str]:
    return codes(staff.check_ending(giver, whom, period, last, (period, *others), TODAY))


def test_a_role_ends_at_the_earliest_yesterday_so_that_the_past_stays_what_it_was():
    period = role(since=date(2025, 1, 1))
    assert ending(AT_PRISON, BUDI, period, TODAY - timedelta(days=1)) == []
    assert ending(AT_PRISON, BUDI, period, TODAY) == []
    assert ending(AT_PRISON, BUDI, period, TODAY - timedelta(days=2)) == ["staff_end_past"]


def test_what_is_over_is_not_ended_again():
    period = role(since=date(2025, 1, 1), until=TODAY - timedelta(days=1))
    assert ending(AT_PRISON, BUDI, period, TODAY) == ["staff_role_over"]


def test_nobody_ends_their_own_last_administrator_role():
    mine = role(Role.ADMINISTRATOR)
    assert ending(AT_PRISON, ANA, mine, TODAY) == ["staff_last_administrator"]
    assert ending(AT_PRISON, ANA, mine, TODAY, role(Role.ADMINISTRATOR, OTHER_PRISON)) == []


def test_another_administrator_role_that_will_end_by_itself_or_has_not_begun_is_no_replacement():
    mine = role(Role.ADMINISTRATOR)
    passing = role(Role.ADMINISTRATOR, OTHER_PRISON, until=TODAY)
    coming = role(Role.ADMINISTRATOR, OTHER_PRISON, since=TODAY + timedelta(days=1))
    assert ending(AT_PRISON, ANA, mine, TODAY, passing, coming) == ["staff_last_administrator"]


def test_another_administrator_may_end_it():
    assert ending(AT_PRISON, BUDI, role(Role.ADMINISTRATOR), TODAY) == []


def test_an_account_is_managed_by_who_answers_for_every_office_it_works_at():
    here, there = role(), role(office=OTHER_PRISON)
    assert staff.check_account_of(AT_PRISON, (here,), TODAY)
    assert codes(staff.check_account_of(AT_PRISON, (here, there), TODAY)) == ["staff_account_shared"]
    assert staff.check_account_of(AT_REGION, (here, there), TODAY)


def test_who_once_worked_here_and_works_elsewhere_now_is_no_longer_ours():
    past = role(until=TODAY - timedelta(days=1), since=date(2020, 1, 1))
    assert not staff.check_account_of(AT_PRISON, (past, role(office=OTHER_PRISON)), TODAY)


def test_who_works_nowhere_any_more_belongs_to_the_last_office():
    first = role(office=OTHER_PRISON, since=date(2020, 1, 1), until=date(2022, 1, 1))
    last = role(since=date(2022, 1, 2), until=date(2024, 1, 1))
    assert staff.check_account_of(AT_PRISON, (first, last), TODAY)
    assert staff.responsible_offices((first, last), TODAY) == (PRISON,)


def test_an_account_without_any_role_belongs_to_pulih_alone():
    assert not staff.check_account_of(AT_REGION, (), TODAY)
    assert staff.check_account_of(Giver(None, Role.SYSTEM, REGION.id), (), TODAY)


@pytest.mark.parametrize("name", ["ratri.wulandari", "a1b", "9lives", "x" * 40, "a-b_c"])
def test_user_names_are_small_letters_digits_dots_and_dashes(name):
    assert staff.check_username(name)


@pytest.mark.parametrize(
    "name", ["", "ab", "x" * 41, ".dot", "two words", "Ratri", "ſara", "budi\n", "naïve", "a@b.id"]
)
def test_anything_else_is_no_user_name(name):
    """`ſ` becomes S in capitals: a database that compares so would find `sara`, and count tries apart."""
    assert codes(staff.check_username(name)) == ["staff_username_shape"]


def test_a_user_name_is_compared_without_regard_to_case():
    assert staff.normal_username("  Ratri.Wulandari ") == "ratri.wulandari"


def test_no_sign_of_a_code_looks_like_another():
    for group in ("0O", "1IL", "Z", "5S", "B", "U"):
        assert not set(group) & set(staff.CODE_ALPHABET)
    assert len(set(staff.CODE_ALPHABET)) == len(staff.CODE_ALPHABET)
    assert len(staff.CODE_ALPHABET) ** staff.CODE_LENGTH > 10**11


@given(st.text(alphabet=staff.CODE_ALPHABET, min_size=8, max_size=8))
def test_a_code_read_from_paper_is_the_same_however_it_is_typed(signs):
    written = staff.in_groups(signs)
    for typed in (written, written.lower(), f" {signs} ", written.replace("-", " – ")):
        assert staff.normal_code(typed) == signs
    assert staff.check_code_shape(signs)


def test_a_code_opens_once_within_a_day_and_five_tries():
    now = datetime(2026, 3, 10, 8, tzinfo=UTC)
    ends = now + staff.CODE_LASTS
    assert CodeState(ends).usable(ends - timedelta(seconds=1))
    assert not CodeState(ends).usable(ends)
    assert CodeState(ends, failures=4).usable(now)
    assert not CodeState(ends, failures=5).usable(now)
    assert not CodeState(ends, used_at=now).usable(now)
