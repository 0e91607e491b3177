"""National numbers are sealed to one person's row, found by a blind index, and survive a rotation."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from pulih.records.keys import Keys, KeyTrouble, too_open

NUMBER = "9974012304850001"
PERSON = UUID("018f3a5e-0000-7000-8000-000000000001")


@pytest.fixture
def made(tmp_path: Path) -> Keys:
    return Keys.create(tmp_path / "keys")


def test_a_sealed_number_opens_for_its_person(made: Keys) -> None:
    sealed = made.seal_number(NUMBER, PERSON)
    assert NUMBER.encode() not in sealed
    assert made.open_number(sealed, PERSON) == NUMBER
    assert made.open_number(memoryview(sealed), PERSON) == NUMBER  # what a driver may hand over


def test_a_number_moved_to_another_row_does_not_open(made: Keys) -> None:
    sealed = made.seal_number(NUMBER, PERSON)
    with pytest.raises(KeyTrouble) as refused:
        made.open_number(sealed, uuid4())
    assert refused.value.code == "number_does_not_open"
    assert NUMBER not in str(refused.value)


@pytest.mark.parametrize("place", [5, 20, -1])
def test_a_changed_number_does_not_open(made: Keys, place: int) -> None:
    sealed = bytearray(made.seal_number(NUMBER, PERSON))
    sealed[place] ^= 1
    with pytest.raises(KeyTrouble, match="was changed"):
        made.open_number(bytes(sealed), PERSON)


def test_the_same_number_is_sealed_differently_but_indexed_alike(made: Keys) -> None:
    assert made.seal_number(NUMBER, PERSON) != made.seal_number(NUMBER, PERSON)
    assert made.index_number(NUMBER) == made.index_number(NUMBER)
    assert len(made.index_number(NUMBER)) == 32


def test_another_installation_neither_opens_nor_finds(made: Keys, tmp_path: Path) -> None:
    other = Keys.create(tmp_path / "other")
    with pytest.raises(KeyTrouble, match="is not in"):
        other.open_number(made.seal_number(NUMBER, PERSON), PERSON)
    assert other.index_number(NUMBER) != made.index_number(NUMBER)


def test_a_rotation_keeps_old_numbers_readable(made: Keys) -> None:
    old = made.seal_number(NUMBER, PERSON)
    assert not made.needs_rotation(old)
    new_id = made.rotate()
    assert made.needs_rotation(old)
    assert made.open_number(old, PERSON) == NUMBER
    assert made.seal_number(NUMBER, PERSON).startswith(bytes.fromhex(new_id))


def test_a_running_process_notices_a_rotation_of_another(made: Keys) -> None:
    elsewhere = Keys.load(made.folder)
    new_id = elsewhere.rotate()
    sealed = elsewhere.seal_number(NUMBER, PERSON)
    assert made.open_number(sealed, PERSON) == NUMBER
    assert made.current_id() == new_id


def test_a_head_is_signed(made: Keys, tmp_path: Path) -> None:
    signature = made.sign_head(b"head 12")
    assert made.verify_head(b"head 12", signature)
    assert not made.verify_head(b"head 13", signature)
    assert not Keys.create(tmp_path / "other").verify_head(b"head 12", signature)


def test_keys_are_for_their_owner_only(made: Keys) -> None:
    assert too_open(made.folder) == []
    assert made.folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in made.folder.iterdir()} == {0o600}
    (made.folder / "index.key").chmod(0o644)
    assert too_open(made.folder) == [made.folder / "index.key"]


def test_making_keys_again_changes_none(made: Keys) -> None:
    before = {path.name: path.read_text() for path in made.folder.iterdir()}
    Keys.create(made.folder)
    assert {path.name: path.read_text() for path in made.folder.iterdir()} == before


def test_making_keys_again_never_replaces_a_lost_data_key(made: Keys) -> None:
    (made.folder / f"data-{made.current_id()}.key").unlink()
    with pytest.raises(KeyTrouble, match="no keys"):
        Keys.create(made.folder)


@pytest.mark.parametrize(("name", "code"), [("index.key", "key_missing"), ("current", "key_missing")])
def test_a_missing_key_is_named(made: Keys, name: str, code: str) -> None:
    (made.folder / name).unlink()
    with pytest.raises(KeyTrouble, match=name) as refused:
        Keys.load(made.folder)
    assert refused.value.code == code


def test_a_damaged_key_is_named(made: Keys) -> None:
    (made.folder / "seal.key").write_text("not a key")
    with pytest.raises(KeyTrouble, match=r"seal\.key is damaged"):
        Keys.load(made.folder)
