"""Events with partners: what an opening must say, and which pictures are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pulih.rules.errors import RuleBroken
from pulih.rules.verdicts import Verdict, all_of, refused

LARGEST_PHOTO = 2 * 1024 * 1024
MOST_PHOTOS = 12
MOST_GUESTS = 500
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_EXIF_SEGMENTS = frozenset({0xE1, 0xE2, 0xED, 0xFE})
"""APP1 (EXIF and XMP: where and with what a picture was taken), APP2, APP13 and comments."""


@dataclass(frozen=True)
class Guest:
    """An organisation that was there: how many people, and who spoke for it, by office and not by name."""

    organisation_id: int
    people: int = 1
    represented_by: str = ""


@dataclass(frozen=True)
class Opening:
    """An opening as somebody wants to record it."""

    title: str
    held_on: date
    host_id: int | None
    guests: tuple[Guest, ...]


def check_opening(opening: Opening, today: date) -> Verdict:
    """Whether an opening may be recorded: it took place, somebody opened it, and each guest stands once."""
    found = []
    if len(opening.title.strip()) < 5:
        found.append(refused("event_title_missing", "title"))
    if opening.held_on > today:
        found.append(refused("event_in_future", "held_on", date=opening.held_on))
    if opening.host_id is None:
        found.append(refused("event_host_missing", "host"))
    found += _check_guests(opening.guests)
    return all_of(found)


def _check_guests(guests: Sequence[Guest]) -> list[Verdict]:
    found = []
    ids = [one.organisation_id for one in guests]
    if len(set(ids)) < len(ids):
        found.append(refused("event_guest_twice", "guests"))
    if any(not 1 <= one.people <= MOST_GUESTS for one in guests):
        found.append(refused("event_guest_people", "guests", most=MOST_GUESTS))
    return found


def media_type_of(content: bytes) -> str:
    """What a picture is by its first bytes; the name and the browser's word are not believed.

    Raises RuleBroken: `photo_kind`, `photo_too_large`, `photo_empty`.
    """
    if not content:
        raise RuleBroken("photo_empty", "photo")
    if len(content) > LARGEST_PHOTO:
        raise RuleBroken("photo_too_large", "photo", most=LARGEST_PHOTO // (1024 * 1024))
    if content.startswith(_JPEG):
        return "image/jpeg"
    if content.startswith(_PNG):
        return "image/png"
    raise RuleBroken("photo_kind", "photo")


def without_traces(content: bytes) -> bytes:
    """A picture without what its camera wrote into it: place, device, owner."""
    return _jpeg_without_traces(content) if content.startswith(_JPEG) else _png_without_traces(content)


def _jpeg_without_traces(content: bytes) -> bytes:
    kept, place = bytearray(content[:2]), 2
    while place + 4 <= len(content) and content[place] == 0xFF and content[place + 1] != 0xDA:
        length = 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if content[place + 1] not in _EXIF_SEGMENTS:
            kept += content[place : place + length]
        place += length
    return bytes(kept + content[place:])


def _png_without_traces(content: bytes) -> bytes:
    kept, place = bytearray(content[:8]), 8
    while place + 12 <= len(content):
        length = 12 + int.from_bytes(content[place : place + 4], "big")
        if content[place + 4 : place + 8] not in (b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"):
            kept += content[place : place + length]
        place += length
    return bytes(kept)
