"""Pictures: JPEG or PNG by their own bytes, kept without what a camera or a program wrote into them.

A picture cannot be painted anew without an imaging library, so that the file is taken apart instead: only
the parts that make the picture are kept, none that say where, when, with what or by whom it was taken. A
phone's file may carry a second picture behind the first, with traces of its own; it ends at the first.
"""

import re
import struct
from collections.abc import Iterator

from pulih.rules.errors import RuleBroken

LARGEST_PHOTO = 2 * 1024 * 1024
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_START, _END, _SCAN, _EXIF = 0xD8, 0xD9, 0xDA, 0xE1
_APPLICATION = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Of the parts that programs add, those a viewer needs: resolution, colours, and how colours were turned."""
_OTHER_PARTS = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs"}
)
_ORIENTATION, _SHORT = 0x0112, 3


def media_type_of(content: bytes) -> str:
    """What a picture is by its first bytes; the name and the browser's word are not believed.

    Raises RuleBroken: `photo_empty`, `photo_too_large`, `photo_kind`.
    """
    if not content:
        raise RuleBroken("photo_empty", "photo")
    check_size(len(content))
    if content.startswith(_JPEG):
        return "image/jpeg"
    if content.startswith(_PNG):
        return "image/png"
    raise RuleBroken("photo_kind", "photo")


def check_size(size: int) -> None:
    """Refuse `photo_too_large` before a file is read at all."""
    if size > LARGEST_PHOTO:
        raise RuleBroken("photo_too_large", "photo", most=LARGEST_PHOTO // (1024 * 1024))


def without_traces(content: bytes) -> bytes:
    """The picture, and which way is up, and nothing else. Raises RuleBroken `photo_broken`."""
    return _clean_jpeg(content) if content.startswith(_JPEG) else _clean_png(content)


def _clean_jpeg(content: bytes) -> bytes:
    kept, turned = [], 1
    for kind, part in _jpeg_parts(content):
        if kind == _EXIF and part[4:10] == b"Exif\0\0":
            turned = _turned(part[10:]) if turned == 1 else turned
        elif kind in _APPLICATION:
            kept += [part] if part[4:].startswith(_APPLICATION[kind]) else []
        elif kind not in _OTHER_PARTS:
            kept.append(part)
    upright = [] if turned == 1 else [_upright(turned)]
    return b"".join([b"\xff\xd8", *upright, *kept])


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each part behind the start, a scan with its data, up to the end of the picture."""
    place = 2
    while True:
        while content[place : place + 2] == b"\xff\xff":
            place += 1
        if content[place : place + 1] != b"\xff" or place + 2 > len(content):
            raise RuleBroken("photo_broken", "photo")
        kind = content[place + 1]
        if kind == _END:
            yield kind, content[place : place + 2]
            return
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        end = place + 2 + length
        if length < 2 or end > len(content):
            raise RuleBroken("photo_broken", "photo")
        if kind == _SCAN:
            found = _AFTER_SCAN.search(content, end)
            if found is None:
                raise RuleBroken("photo_broken", "photo")
            end = found.start()
        yield kind, content[place:end]
        place = end


def _turned(tiff: bytes) -> int:
    """How the camera was held, 1 to 8, where EXIF says so; the only thing in it a viewer needs."""
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        (first,) = struct.unpack_from(order + "I", tiff, 4)
        (entries,) = struct.unpack_from(order + "H", tiff, first)
        for number in range(entries):
            tag, _kind, _count, value = struct.unpack_from(order + "HHIH", tiff, first + 2 + 12 * number)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _upright(turned: int) -> bytes:
    """An EXIF part that says which way is up and nothing else."""
    header = struct.pack(">2sHI", b"MM", 42, 8)
    entry = struct.pack(">HHHIHHI", 1, _ORIENTATION, _SHORT, 1, turned, 0, 0)
    part = b"Exif\0\0" + header + entry
    return struct.pack(">BBH", 0xFF, _EXIF, len(part) + 2) + part


def _clean_png(content: bytes) -> bytes:
    kept, place = [content[:8]], 8
    while place + 12 <= len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4], "big")
        kind = content[place + 4 : place + 8]
        if end > len(content):
            break
        if kind in _CHUNKS:
            kept.append(content[place:end])
        if kind == b"IEND":
            return b"".join(kept)
        place = end
    raise RuleBroken("photo_broken", "photo")
