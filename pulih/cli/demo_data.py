"""What the demo holds: the articles' organisations, an invented prison with made-up people, accounts.

Everything goes through actions, as the right actor, so that the demo has audit, seals and walls like any
office. The people come in by the import of a register, drawn from lists with a fixed seed. The scenarios
are played into it as well.
"""

import csv
import io
import json
import os
import random
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pulih.cli import demo_wave
from pulih.cli.scenarios.founding import definition, found_offices, hire, name_of
from pulih.rules.actors import Actor

PEOPLE = 300
SEED = 20261122
_ACCOUNTS = "demo-accounts.json"


@dataclass(frozen=True)
class DemoAccount:
    """An account to try, as printed on the terminal and shown on the demo's sign-in page."""

    username: str
    password: str
    role: str
    organisation: str
    name: str


def load(*, fresh: bool = False) -> list[DemoAccount]:
    """Fill an empty database; one that is filled already keeps what is in it."""
    from pulih.queries.founding import is_founded

    kept = Path(os.environ.get("PULIH_HOME") or ".pulih") / _ACCOUNTS
    if is_founded() and kept.exists() and not fresh:
        return [DemoAccount(**one) for one in json.loads(kept.read_text(encoding="utf-8"))]
    if is_founded():
        return []
    ids = _found_organisations()
    accounts, workers = _hire(ids)
    _import_people(ids["tirta-wana"], "registrasi")
    played = _play(ids, accounts[0].password)  # years before: on the programmes as they were then
    demo_wave.play(workers, ids["rsud-tirta-wana"], SEED)
    accounts += played
    kept.write_text(json.dumps([asdict(one) for one in accounts]), encoding="utf-8")
    kept.chmod(0o600)
    return accounts


def _data(name: str) -> Any:
    return definition("demo", name)


def _found_organisations() -> dict[str, int]:
    """The offices of the articles and of the invented province, and what the invented one is entrusted with."""
    from pulih.actions.organisations import designate
    from pulih.records import scope
    from pulih.rules.actors import system_actor

    ids = found_offices(_data("organisations"))
    founder = system_actor(ids["ministry"])
    with scope.acting_as(founder):
        for one in _data("designations"):
            designate(
                organisation_id=ids[one["organisation"]],
                programme=one["programme"],
                budget_year=one["year"],
                target=one["target"],
                decree_number=one["decree"],
                decree_date=one["date"],
                by=founder,
            )
    return ids


def _names() -> dict[str, str]:
    return {entry["key"]: name_of(entry) for entry in _data("organisations")}


def _hire(ids: dict[str, int]) -> tuple[list[DemoAccount], dict[str, Actor]]:
    from pulih.records import scope
    from pulih.rules.actors import system_actor

    # One password for all: the demo is for looking around, and it is made anew for each installation.
    password = f"coba-{secrets.token_hex(3)}"
    founder = system_actor(ids["ministry"])
    workers = _data("accounts")
    with scope.acting_as(founder):
        since = scope.today() - timedelta(days=400)
        hired = hire(workers, ids, _names(), since=since, password=password, founder=founder)
    return _shown(workers, password), hired


def _shown(workers: Iterable[Mapping[str, Any]], password: str) -> list[DemoAccount]:
    """Accounts as the terminal and the sign-in page tell them."""
    from pulih.language.wording import say

    names = _names()
    return [
        DemoAccount(
            one["username"], password, say(f"role.{one['role']}", "id"), names[one["at"]], one["name"]
        )
        for one in workers
    ]


def _play(ids: dict[str, int], password: str) -> list[DemoAccount]:
    """Both waves of Palembang, played as `pulih scenario` plays them, with workers one can sign in as."""
    from pulih.cli.scenarios import palembang

    palembang.play(palembang.DEFAULT_SEED, ids, palembang.engage(ids, _names(), password))
    return _shown(palembang.book()["workers"], password)


def _import_people(organisation_id: int, username: str) -> None:
    """Two registers: everybody, then one where some moved and some are gone, so that there is work to do."""
    from pulih.queries.staff import worker_named
    from pulih.records import scope
    from pulih.rules.permissions import Permission

    registrar = worker_named(username, Permission.IMPORT_REGISTER)
    assert registrar.organisation_id == organisation_id
    with scope.acting_as(registrar):
        first = register(scope.today())
        header, *rows = first.decode("utf-8-sig").splitlines()
        second = [header, *(_moved(row, place) for place, row in enumerate(rows) if place % 71 != 7)]
        _apply(first, "register-bulan-lalu.csv", registrar)
        _apply("\n".join(second).encode("utf-8"), "register-bulan-ini.csv", registrar)


def _moved(row: str, place: int) -> str:
    cells = row.split(";")
    if place % 37 == 3:
        cells[8] = "D 1"
    return ";".join(cells)


def _apply(content: bytes, name: str, registrar: Any) -> None:
    from pulih.actions.imports import apply_import, stage_import
    from pulih.exchange.spreadsheets.importing import register_from
    from pulih.queries import imports

    batch_id = stage_import(file=register_from(content, name), by=registrar)
    doubts = [row.id for row in imports.rows_in_doubt(registrar, batch_id)]
    revision = imports.batch(registrar, batch_id).revision
    apply_import(batch_id=batch_id, revision=revision, take=doubts, leave_out=True, by=registrar)


def register(today: date, people: int = PEOPLE, seed: int = SEED) -> bytes:
    """A register as the prison database exports it, of people who do not exist."""
    draw, lists = random.Random(seed), _data("people")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(
        ["Nomor Register", "Nama", "Alias", "Jenis Kelamin", "Tanggal Lahir", "Tahun Lahir", "NIK", "Status",
         "Blok", "Tanggal Masuk", "Pasal", "Tanggal Mulai Pidana", "Tanggal 2/3", "Tanggal Ekspirasi",
         "Per Tanggal"]
    )  # fmt: skip
    seen: set[str] = set()
    for number in range(people):
        writer.writerow(_row(draw, lists, number, today, seen))
    return out.getvalue().encode("utf-8-sig")


def _row(draw: random.Random, lists: Any, number: int, today: date, seen: set[str]) -> list[str]:
    woman = draw.random() < 0.08
    name = ""
    while not name or name in seen:
        given = draw.choice(lists["given_women" if woman else "given_men"])
        parts = [given, draw.choice(lists["middle"]), draw.choice(lists["family"])]
        name = " ".join(part for part in parts if part)
    seen.add(name)
    born = today - timedelta(days=round(draw.triangular(18, 60, 31) * 365.25 + 60))
    remand = draw.random() < 0.3
    entered = today - timedelta(days=draw.randint(5, 120) if remand else draw.randint(90, 1500))
    length = max(round(draw.lognormvariate(1.6, 0.45) * 365), (today - entered).days + draw.randint(-20, 900))
    started = entered - timedelta(days=draw.randint(0, 60))
    block = draw.choice([one for one in lists["blocks"] if one.startswith("Wanita") == woman])
    return [
        f"{'A' if remand else 'B'}{draw.choice('234')}-{2000 + number}/{entered.year}",
        name,
        draw.choice(lists["aliases"]) if draw.random() < 0.06 else "",
        "P" if woman else "L",
        "" if number % 29 == 0 else f"{born:%d/%m/%Y}",
        str(born.year) if number % 29 == 0 else "",
        "" if number % 9 == 0 else _national_number(draw, born, woman),
        "Tahanan" if remand else "Narapidana",
        block,
        f"{entered:%d/%m/%Y}",
        draw.choice(lists["articles"]),
        "" if remand else f"{started:%d/%m/%Y}",
        "" if remand else f"{started + timedelta(days=length * 2 // 3):%d/%m/%Y}",
        "" if remand or number % 23 == 0 else f"{started + timedelta(days=length):%d/%m/%Y}",
        "" if remand else f"{today:%d/%m/%Y}",
    ]


def _national_number(draw: random.Random, born: date, woman: bool) -> str:
    """Sixteen digits of a region that does not exist (99), so that it can be nobody's."""
    day = born.day + 40 if woman else born.day
    return f"99{draw.randint(1000, 9999)}{day:02}{born:%m%y}{draw.randint(1, 9999):04}"
