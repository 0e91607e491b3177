"""Licensed wording: whole, for known items, and by leave that still runs."""

from datetime import date, timedelta

import pytest

from pulih.language.wording import reason_text
from pulih.rules.errors import RuleBroken
from pulih.rules.wording_packs import check_pack, read_pack

TODAY = date(2026, 11, 22)
ITEMS = ("1", "2", "3")
SETS = {"yes_no": 2}
WHOLE = {
    "language": "id",
    "holder": "Pemegang Rekaan",
    "licence": "Surat 12/2026",
    "items": {1: "Satu?", 2: "Dua?", 3: "Tiga?"},
}


def judged(**changed):
    file = read_pack({**WHOLE, **changed})
    return check_pack(
        ITEMS, file.texts, file.language, file.holder, file.licence, file.licensed_until, TODAY, SETS
    )


def reasons(**changed) -> list[tuple[str, str | None]]:
    return [(reason.code, reason.about) for reason in judged(**changed).reasons]


def items(**changed):
    return {**{str(code): text for code, text in WHOLE["items"].items()}, **changed}


def test_a_whole_file_is_taken_with_item_codes_as_numbers_or_text():
    assert judged()
    assert judged(items=items())
    assert judged(
        licensed_until="2026-11-22", intro="Jawablah semuanya.", answers={"yes_no": ["Tidak", "Ya"]}
    )
    assert judged(licensed_until=TODAY)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"language": "jv"}, ("pack_language_unknown", "language")),
        ({"holder": " "}, ("pack_holder_missing", "holder")),
        ({"licence": None}, ("pack_licence_missing", "licence")),
        ({"licence": "x" * 301}, ("pack_licence_long", "licence")),
        ({"licensed_until": TODAY - timedelta(days=1)}, ("pack_licence_ended", "licensed_until")),
        ({"items": items(**{"4": "Empat?"})}, ("pack_item_unknown", "items.4")),
        ({"items": items(**{"2": "  "})}, ("pack_text_empty", "items.2")),
        ({"items": items(**{"2": None})}, ("pack_text_empty", "items.2")),
        ({"items": items(**{"2": True})}, ("pack_text_not_text", "items.2")),
        ({"items": items(**{"2": "x" * 1001})}, ("pack_text_long", "items.2")),
        ({"intro": "x" * 1001}, ("pack_text_long", "intro")),
        ({"answers": {"cold": ["Ya"]}}, ("pack_answers_unknown", "answers.cold")),
        ({"answers": {"yes_no": ["Tidak"]}}, ("pack_answers_count", "answers.yes_no")),
        ({"answers": {"yes_no": "Tidak"}}, ("pack_answers_count", "answers.yes_no")),
        ({"answers": {"yes_no": ["Tidak", False]}}, ("pack_text_not_text", "answers.yes_no")),
    ],
)
def test_each_mistake_is_named_at_its_place(changed, expected):
    assert reasons(**changed) == [expected]


def test_all_missing_items_are_named_in_one_reason():
    (reason,) = judged(items={"2": "Dua?"}).reasons
    assert (reason.code, reason.facts["items"]) == ("pack_item_missing", ["1", "3"])
    assert reason_text(reason, "en").endswith("Items without text: 1, 3.")
    assert reasons(items={}) == [("pack_item_missing", "items")]


def test_a_thousand_signs_are_just_short_enough():
    assert judged(items=items(**{"2": "x" * 1000}))


@pytest.mark.parametrize(
    ("entries", "code", "about"),
    [
        (["1", "2"], "pack_shape", None),
        (None, "pack_shape", None),
        ({**WHOLE, "items": ["Satu?"]}, "pack_shape", "items"),
        ({**WHOLE, "answers": "ya"}, "pack_shape", "answers"),
        ({**WHOLE, "license": "x"}, "pack_entry_unknown", "license"),
        ({**WHOLE, "licensed_until": "31/12/2027"}, "pack_day", "licensed_until"),
        ({**WHOLE, "licensed_until": 2027}, "pack_day", "licensed_until"),
    ],
)
def test_a_file_of_another_shape_is_refused_before_its_texts_are_read(entries, code, about):
    with pytest.raises(RuleBroken) as caught:
        read_pack(entries)
    (reason,) = caught.value.reasons
    assert (reason.code, reason.about) == (code, about)
    assert reason_text(reason, "id") != code
