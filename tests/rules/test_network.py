"""What an opening must say: it took place, somebody opened it, each guest stands once."""

from dataclasses import replace
from datetime import date

import pytest

from pulih.rules.network import MOST_GUESTS, MOST_PEOPLE, Guest, Opening, check_opening

TODAY = date(2024, 5, 14)
OPENING = Opening("Pembukaan rehabilitasi 2024", TODAY, 3, (Guest(7, 2, "Kepala BNNP"), Guest(8)))


def refused(opening: Opening) -> list[tuple[str, str | None]]:
    return [(reason.code, reason.about) for reason in check_opening(opening, TODAY).reasons]


def test_an_opening_of_today_with_host_and_guests_is_recorded():
    assert check_opening(OPENING, TODAY)
    assert check_opening(replace(OPENING, guests=()), TODAY), "nobody else needs to come"
    assert check_opening(replace(OPENING, guests=(Guest(3, 5),)), TODAY), "the host's own people count too"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"title": "  abc "}, "event_title_missing", "title"),
        ({"held_on": date(2024, 5, 15)}, "event_in_future", "held_on"),
        ({"host_id": None}, "event_host_missing", "host"),
        ({"guests": (Guest(7), Guest(8), Guest(7, 3))}, "event_guest_twice", "guest_2"),
        ({"guests": (Guest(7), Guest(8, 0))}, "event_guest_people", "guest_1"),
        ({"guests": (Guest(7, MOST_PEOPLE + 1),)}, "event_guest_people", "guest_0"),
    ],
)
def test_what_is_missing_is_named_at_its_field(change, code, field):
    assert refused(replace(OPENING, **change)) == [(code, field)]


def test_everything_wrong_is_said_at_once():
    wrong = Opening("", date(2025, 1, 1), None, (Guest(7, 0), Guest(7)))
    assert [code for code, _ in refused(wrong)] == [
        "event_title_missing", "event_in_future", "event_host_missing", "event_guest_people", "event_guest_twice"
    ]  # fmt: skip


def test_a_list_has_an_end():
    guests = tuple(Guest(number) for number in range(1, MOST_GUESTS + 2))
    assert refused(replace(OPENING, guests=guests)) == [("event_guests_many", f"guest_{MOST_GUESTS}")]
