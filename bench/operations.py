"""The nine operations as people carry them out, each with the bare statement's parameters beside it.

A request is the one a click makes: htmx's where the page asks by htmx, the script's where a script sends.
Forms carry what a browser would send, hidden fields included; the page that shows the form is not timed.
"""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from bench.client import Request
from bench.consumed import MARK, Store, answers_of
from bench.people import Desk

_HTMX = {"HX-Request": "true"}
_IN_PLACE = {**_HTMX, "HX-Target": "isi"}
"""A tab, filter or pager: what lies beneath the frame is exchanged."""
REGISTER = {"sex": "male", "birth_year": "", "aliases": "", "kind": "sentenced", "block": "A 3", "revision": "",
             "confirmed_new": ""}  # fmt: skip
ITEMS = 26


@dataclass(frozen=True)
class Pair:
    """The same thing asked of Pulih and of the bare application."""

    pulih: Request
    bare: Request


@dataclass(frozen=True)
class Operation:
    """One operation of the issue: who does it, and how `count` of it are laid ready."""

    name: str
    role: str
    words: str
    lay_ready: Callable[[Desk, Store, int], list[Pair]]
    writes: bool = False
    many: int = 200
    """How many are timed with one client."""


def _bare(name: str, /, **values: object) -> Request:
    return Request("POST", f"/{name}", json=json.dumps(values, default=str).encode())


def _repeat(pairs: list[Pair], count: int) -> list[Pair]:
    return [pairs[place % len(pairs)] for place in range(count)]


def _search(desk: Desk, store: Store, count: int) -> list[Pair]:
    """A keystroke in the search field, sent in the way the field itself is marked to send."""
    field = re.search(r'<input id="cari"[^>]*hx-(get|post)="([^"]+)"', desk.page("/"))
    if field is None:
        raise SystemExit("The search field asks nothing while somebody types.")
    how, address = field.group(1), field.group(2).replace("&amp;", "&")
    pairs = []
    for text in store.fragments(min(count, 100)):
        bare = _bare("search", office=store.nation.office, part=f"%{text}%", first=f"{text}%")
        if how == "post":
            request = Request("POST", address, {"q": text}, _HTMX)
        else:
            request = Request("GET", f"{address}{'&' if '?' in address else '?'}q={text}", headers=_HTMX)
        pairs.append(Pair(request, bare))
    return _repeat(pairs, count)


def _open(desk: Desk, store: Store, count: int) -> list[Pair]:
    """A person's whole page."""
    return _repeat(
        [
            Pair(Request("GET", f"/people/record/{one}/"), _bare("open", reference=one))
            for one in store.references(min(count, 300))
        ],
        count,
    )


def _create(desk: Desk, store: Store, count: int) -> list[Pair]:
    """Somebody new, with a national number nobody has."""
    desk.page("/people/register/")
    today = store.today
    pairs = []
    for _ in range(count):
        serial = secrets.randbelow(10**8)
        word = "".join(chr(97 + int(digit)) for digit in f"{serial:08d}")
        # Days of birth differ too: names that sound alike on one day are asked about.
        day, month, year = secrets.randbelow(28) + 1, secrets.randbelow(12) + 1, 1970 + secrets.randbelow(30)
        number = f"99{serial // 10_000:04d}{day:02d}{month:02d}{year % 100:02d}{serial % 9999 + 1:04d}"
        form = {
            **REGISTER,
            "name": f"Rekaan {word.capitalize()} {MARK}",
            "birth_date_day": str(day),
            "birth_date_month": str(month),
            "birth_date_year": str(year),
            "national_number": number,
            "register_number": f"B1-U{serial}",
            "started_on_day": str(today.day),
            "started_on_month": str(today.month),
            "started_on_year": str(today.year),
            "once": str(uuid4()),
        }
        bare = _bare(
            "create",
            id=uuid4(),
            reference=f"UKUR-{secrets.token_hex(6)}",
            name=form["name"],
            hash=secrets.token_hex(32),
            office=store.nation.office,
            register=f"B1-R{serial}-{secrets.token_hex(2)}",
        )
        pairs.append(Pair(Request("POST", "/people/register/", form, expect=303), bare))
    return pairs


def _instrument(desk: Desk, store: Store, count: int) -> list[Pair]:
    """A whole WHOQOL-BREF of 26 answers, keyed from paper."""
    lacking = store.forms()[:count]
    if not lacking:
        raise SystemExit("Nobody of the running wave lacks a WHOQOL-BREF that could be recorded.")
    desk.page(f"/assessments/{lacking[0][0]}/whoqol-bref/{lacking[0][1]}/")
    pairs = []
    for enrolment, point in lacking:
        values = [1 + secrets.randbelow(5) for _ in range(ITEMS)]
        form = {
            "taken_on_day": str(store.today.day),
            "taken_on_month": str(store.today.month),
            "taken_on_year": str(store.today.year),
            "outside_because": "Dicatat untuk mengukur kecepatan",
            "coding": "raw",
            "mode": "interview",
            "reader": "",
            "language": "id",
            "language_other": "",
            "once": str(uuid4()),
            "revision": "",
            **{f"item_{place + 1}": str(value) for place, value in enumerate(values)},
        }
        address = f"/assessments/{enrolment}/whoqol-bref/{point}/"
        bare = _bare("instrument", enrolment=enrolment, point=point, answers=answers_of(values))
        pairs.append(Pair(Request("POST", address, form, expect=303), bare))
    return pairs


def _enrolments(desk: Desk, store: Store, count: int) -> list[Pair]:
    """Everybody who is in a programme of the facility, the first twenty."""
    bare = _bare("enrolments", office=store.nation.office)
    return [Pair(Request("GET", "/enrolments/?step=admitted", headers=_IN_PLACE), bare)] * count


def _months(desk: Desk, store: Store, count: int) -> list[Pair]:
    """The facility's enrolments month by month."""
    bare = _bare("months", office=store.nation.office)
    return [Pair(Request("GET", "/enrolments/months/"), bare)] * count


def _attendance(desk: Desk, store: Store, count: int) -> list[Pair]:
    """A whole group, two of whom are ill: sent by the page's script."""
    sittings = store.sittings(count)
    page = desk.page(f"/attendance/{sittings[0].id}/")
    # A browser sends every list of reasons too, at its first choice.
    first = dict(re.findall(r'<select[^>]* name="(excused|absent)_[^"]*"[^>]*><option value="([^"]*)"', page))
    pairs = []
    for sitting in sittings:
        form: dict[str, str] = {"once": str(uuid4()), "revision": ""}
        for place, one in enumerate(sitting.enrolments):
            form |= {f"m_{one}": "ill" if place in (3, 7) else "present", f"l_{one}": ""}
            form |= {f"{word}_{one}": reason for word, reason in first.items()}
        headers = {"Accept": "application/json"}
        bare = _bare("attendance", session=sitting.id, people=[str(one) for one in sitting.enrolments])
        pairs.append(Pair(Request("POST", f"/attendance/{sitting.id}/", form, headers), bare))
    return pairs


def _sheet(desk: Desk, store: Store, count: int) -> list[Pair]:
    """The result sheet of a finished wave."""
    wave = store.finished_wave()
    return [Pair(Request("GET", f"/outcomes/{wave}/"), _bare("sheet", wave=wave))] * count


def _region(desk: Desk, store: Store, count: int) -> list[Pair]:
    """The page that opens a regional officer's day."""
    return [Pair(Request("GET", "/"), _bare("region", region=store.region()))] * count


OPERATIONS = (
    Operation("search", "registrar", "1 find somebody by a part of a name", _search),
    Operation("open", "registrar", "2 open a person's page", _open),
    Operation("create", "registrar", "3 register a person", _create, writes=True, many=150),
    Operation("instrument", "assessor", "4 record 26 answers", _instrument, writes=True, many=150),
    Operation("enrolments", "programme_manager", "5 list active enrolments", _enrolments),
    Operation("months", "programme_manager", "6 enrolments by month", _months),
    Operation("attendance", "counsellor", "7 mark a group of 22", _attendance, writes=True, many=150),
    Operation("sheet", "head_of_facility", "8 a wave's result sheet", _sheet, many=40),
    Operation("region", "regional_officer", "9 a region's page", _region),
)
