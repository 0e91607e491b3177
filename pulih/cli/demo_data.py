"""What the demo holds: the articles' organisations, an invented prison with made-up people, accounts.

Everything goes through actions, as the right actor, so that the demo has audit, seals and walls like any
office. The people come in by the import of a register, drawn from lists with a fixed seed.
"""

import csv
import io
import json
import os
import random
import secrets
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

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
    accounts = _hire(ids)
    _import_people(ids["tirta-wana"], "registrasi")
    kept.write_text(json.dumps([asdict(one) for one in accounts]), encoding="utf-8")
    kept.chmod(0o600)
    return accounts


def _data(name: str) -> Any:
    return yaml.safe_load((files("pulih") / "definitions" / "demo" / f"{name}.yaml").read_text("utf-8"))


def _found_organisations() -> dict[str, int]:
    """The ministry first, by nobody's hand; it founds the others."""
    from pulih.actions.organisations import designate
    from pulih.records import scope
    from pulih.rules.actors import Actor, system_actor

    first, *others = _data("organisations")
    ids: dict[str, int] = {}
    nobody: Actor = system_actor(0)
    with scope.acting_as(nobody):
        ids[first["key"]] = _add(first, ids, nobody)
    founder = system_actor(ids[first["key"]])
    with scope.acting_as(founder):
        _rename(first, ids[first["key"]], founder)
        for entry in others:
            ids[entry["key"]] = _add(entry, ids, founder)
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


def _add(entry: dict[str, Any], ids: dict[str, int], by: Any) -> int:
    from pulih.actions.organisations import add_organisation

    name = (entry.get("names") or [entry])[0]
    made = add_organisation(
        kind=entry["kind"],
        name=name["name"],
        short_name=name.get("short", ""),
        parent_id=ids.get(entry.get("parent", "")),
        level=entry.get("level", ""),
        facility_class=entry.get("class", ""),
        sex_served=entry.get("sex", ""),
        capacity=entry.get("capacity"),
        province_code=entry.get("province", ""),
        place=entry.get("place", ""),
        by=by,
    )
    return int(made.pk)


def _rename(entry: dict[str, Any], organisation_id: int, by: Any) -> None:
    from pulih.actions.organisations import rename_organisation

    for revision, name in enumerate(entry["names"][1:], start=1):
        rename_organisation(
            organisation_id=organisation_id,
            name=name["name"],
            short_name=name.get("short", ""),
            from_day=name["from"],
            revision=revision,
            by=by,
        )


def _hire(ids: dict[str, int]) -> list[DemoAccount]:
    from pulih.actions.staff import add_membership, create_account
    from pulih.language.wording import say
    from pulih.records import scope
    from pulih.rules.actors import system_actor

    names = {entry["key"]: (entry.get("names") or [entry])[-1]["name"] for entry in _data("organisations")}
    founder = system_actor(ids["ministry"])
    hired: list[DemoAccount] = []
    with scope.acting_as(founder):
        for one in _data("accounts"):
            # One password for all: the demo is for looking around, and it is made anew for each installation.
            password = hired[0].password if hired else f"coba-{secrets.token_hex(3)}"
            account_id = create_account(
                username=one["username"],
                full_name=one["name"],
                profession=one["profession"],
                password=password,
                must_change_password=False,
                by=founder,
            )
            add_membership(
                account_id=account_id,
                organisation_id=ids[one["at"]],
                role=one["role"],
                valid_from=scope.today() - timedelta(days=30),
                by=founder,
            )
            role = say(f"role.{one['role']}", "id")
            hired.append(DemoAccount(one["username"], password, role, names[one["at"]], one["name"]))
    return hired


def _import_people(organisation_id: int, username: str) -> None:
    """Two registers: everybody, then one where some moved and some are gone, so that there is work to do."""
    from pulih.queries import imports
    from pulih.records import scope

    registrar = imports.may_import_as(username)
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
