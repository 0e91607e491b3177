"""A suggested split: everybody once, nobody's group too large, one counsellor's people together."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.grouping import Candidate, check_size, suggest

PEOPLE = st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=140).map(
    lambda found: [Candidate(UUID(int=number), one) for number, one in enumerate(found)]
)


@given(people=PEOPLE, size=st.integers(2, 60))
def test_everybody_is_in_one_group_and_none_is_too_large(people, size):
    groups = suggest(people, size)
    assert sorted(one for group in groups for one in group) == [one.enrolment_id for one in people]
    assert all(0 < len(group) <= size for group in groups)


def test_groups_are_alike_and_counsellors_keep_their_people():
    people = [Candidate(UUID(int=number), "a" if number < 30 else "b") for number in range(50)]
    groups = suggest(people, 20)
    assert [len(group) for group in groups] == [20, 15, 15]
    by_counsellor = {one.enrolment_id: one.counsellor for one in people}
    assert all(len({by_counsellor[one] for one in group}) == 1 for group in groups)


def test_small_caseloads_share_a_group():
    people = [Candidate(UUID(int=number), "abcd"[number % 4]) for number in range(12)]
    assert [len(group) for group in suggest(people, 12)] == [12]


def test_a_group_of_one_is_no_group():
    assert not check_size(1)
    assert check_size(20)
