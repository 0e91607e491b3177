"""A picture is kept; where, when and with what it was taken is not."""

import struct
import zlib

import pytest

from pulih.rules.errors import RuleBroken
from pulih.rules.photos import LARGEST_PHOTO, media_type_of, without_traces

TABLE = b"\xff\xdb\x00\x04\x01\x02"
SCAN = b"\xff\xda\x00\x04\x01\x02pixels\xff\x00\xff\xd3more"
END = b"\xff\xd9"
JFIF = b"\xff\xe0\x00\x0bJFIF\0\x01\x01\x01\x01"


def part(kind: int, payload: bytes) -> bytes:
    """One part of a JPEG with its length in front."""
    return bytes((0xFF, kind)) + struct.pack(">H", len(payload) + 2) + payload


def exif(order: str, turned: int) -> bytes:
    """EXIF as cameras write it: maker, orientation, and where the picture was taken."""
    mark = {">": b"MM", "<": b"II"}[order]
    entries = [(0x010F, 2, 4, 0x41424300), (0x0112, 3, 1, turned << 16 if order == ">" else turned)]
    entries.append((0x8825, 4, 1, 62))
    table = b"".join(struct.pack(order + "HHII", *one) for one in entries)
    head = mark + struct.pack(order + "HIH", 42, 8, len(entries))
    return part(0xE1, b"Exif\0\0" + head + table + b"\0\0\0\0GPS 2.98 S 104.75 E")


def chunk(kind: bytes, payload: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def test_a_jpeg_keeps_its_picture_and_loses_every_trace():
    colours = part(0xE2, b"ICC_PROFILE\0\x01\x01colours")
    adobe = part(0xEE, b"Adobe\0\x64")
    traces = [
        exif(">", 1),
        part(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>maker</x:xmpmeta>"),
        part(0xE2, b"MPF\0second picture"),
        part(0xED, b"Photoshop 3.0\0author"),
        part(0xFE, b"taken by"),
        part(0xE0, b"JFXX\0\x10thumbnail"),
    ]
    content = b"\xff\xd8" + JFIF + b"".join(traces) + colours + adobe + TABLE + SCAN + END
    assert without_traces(content) == b"\xff\xd8" + JFIF + colours + adobe + TABLE + SCAN + END


def test_a_second_picture_behind_the_first_is_cut_off():
    second = b"\xff\xd8" + exif(">", 1) + TABLE + SCAN + END
    first = b"\xff\xd8" + TABLE + SCAN + END
    assert without_traces(first + second + b"trailer of the phone") == first


def test_traces_between_the_scans_of_a_progressive_picture_are_cut_out_too():
    content = b"\xff\xd8" + TABLE + SCAN + part(0xFE, b"between") + b"\xff" + SCAN + END
    assert without_traces(content) == b"\xff\xd8" + TABLE + SCAN + SCAN + END


@pytest.mark.parametrize("order", "<>")
def test_a_picture_taken_upright_stays_upright(order):
    clean = without_traces(b"\xff\xd8" + exif(order, 6) + TABLE + SCAN + END)
    assert b"GPS" not in clean
    assert b"ABC" not in clean
    only = part(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")
    assert clean == b"\xff\xd8" + only + TABLE + SCAN + END
    assert without_traces(clean) == clean


@pytest.mark.parametrize("tiff", [b"", b"MM\0*", b"MM\0*\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff"])
def test_exif_that_is_broken_says_nothing(tiff):
    content = b"\xff\xd8" + part(0xE1, b"Exif\0\0" + tiff) + TABLE + SCAN + END
    assert without_traces(content) == b"\xff\xd8" + TABLE + SCAN + END


def test_a_png_keeps_its_picture_and_loses_every_trace():
    picture = [chunk(b"IHDR", b"13 bytes here"), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")]
    traces = [
        chunk(b"eXIf", b"GPS"),
        chunk(b"tEXt", b"Author\0me"),
        chunk(b"tIME", b"2024"),
        chunk(b"iTXt", b"x"),
    ]
    start = b"\x89PNG\r\n\x1a\n"
    content = start + picture[0] + b"".join(traces) + picture[1] + picture[2] + b"behind the end"
    assert without_traces(content) == start + b"".join(picture)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe1\x00\x01",
        b"\xff\xd8\xff\xe1\xff\xffshort",
        b"\xff\xd8" + TABLE,
        b"\xff\xd8" + TABLE + SCAN,
        b"\xff\xd8\xff",
        b"\xff\xd8" + TABLE + b"no marker",
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"x"),
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDATshort",
    ],
)
def test_a_file_that_is_not_whole_is_refused_rather_than_kept_with_what_it_hides(content):
    with pytest.raises(RuleBroken) as broken:
        without_traces(content)
    assert broken.value.reasons[0].about == "photo"
    assert broken.value.code == "photo_broken"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo_empty"),
        (b"GIF89a", "photo_kind"),
        (b"<svg onload=alert(1)>", "photo_kind"),
        (b"\xff\xd8\xff" + bytes(LARGEST_PHOTO), "photo_too_large"),
    ],
)
def test_what_is_no_picture_is_refused_by_its_first_bytes(content, code):
    with pytest.raises(RuleBroken) as broken:
        media_type_of(content)
    assert broken.value.code == code


def test_the_first_bytes_say_what_a_picture_is():
    assert media_type_of(b"\xff\xd8\xff\xe0rest") == "image/jpeg"
    assert media_type_of(b"\x89PNG\r\n\x1a\nrest") == "image/png"
