"""Offices and workers a play begins with, founded by Pulih itself: nobody is there yet to do it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import yaml

from pulih.rules.actors import Actor
from pulih.rules.competencies import COMPETENCIES
from pulih.rules.permissions import Role

TRAINED = {
    Role.ASSESSOR: COMPETENCIES,
    Role.COUNSELLOR: COMPETENCIES,
    Role.NURSE: ("mental_health_screening", "withdrawal_assessment"),
}
"""What the workers of a play were trained for, by role."""


def definition(folder: str, name: str) -> Any:
    """A file of `pulih/definitions`."""
    return yaml.safe_load((files("pulih") / "definitions" / folder / f"{name}.yaml").read_text("utf-8"))


def found(plot: Mapping[str, Any], password: str) -> tuple[dict[str, int], dict[str, Actor]]:
    """Offices and workers of a play in an empty database; answers ids and actors by key."""
    wanted = set(plot["offices"])
    known = [one for one in definition("demo", "organisations") if one["key"] in wanted]
    entries = [*known, *plot.get("more_offices", ())]
    offices = found_offices(entries, renamed=False)
    return offices, engage(plot, offices, {one["key"]: name_of(one) for one in entries}, password)


def engage(
    plot: Mapping[str, Any], offices: Mapping[str, int], names: Mapping[str, str], password: str
) -> dict[str, Actor]:
    """Hire the workers of a play into offices that stand already."""
    from pulih.records import scope
    from pulih.rules.actors import system_actor

    since: date = plot["workers_since"]
    founder = system_actor(offices["ministry"])
    morning = datetime(since.year, since.month, since.day, 8, tzinfo=ZoneInfo("Asia/Jakarta"))
    with scope.acting_as(founder, at=morning):
        return hire(plot["workers"], offices, names, since=since, password=password, founder=founder)


def found_offices(entries: Iterable[Mapping[str, Any]], *, renamed: bool = True) -> dict[str, int]:
    """Record the offices, the ministry first, by nobody's hand; it founds the others. Answers ids by key."""
    from pulih.records import scope
    from pulih.rules.actors import system_actor

    first, *others = entries
    ids: dict[str, int] = {}
    nobody = system_actor(0)
    with scope.acting_as(nobody):
        ids[first["key"]] = _add(first, ids, nobody)
    founder = system_actor(ids[first["key"]])
    with scope.acting_as(founder):
        if renamed:
            _rename(first, ids[first["key"]], founder)
        for entry in others:
            ids[entry["key"]] = _add(entry, ids, founder)
    return ids


def name_of(entry: Mapping[str, Any]) -> str:
    """What an office is called now."""
    return str((entry.get("names") or [entry])[-1]["name"])


def _add(entry: Mapping[str, Any], ids: Mapping[str, int], by: Actor) -> int:
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


def _rename(entry: Mapping[str, Any], organisation_id: int, by: Actor) -> None:
    from pulih.actions.organisations import rename_organisation

    for revision, name in enumerate(entry.get("names", [])[1:], start=1):
        rename_organisation(
            organisation_id=organisation_id,
            name=name["name"],
            short_name=name.get("short", ""),
            from_day=name["from"],
            revision=revision,
            by=by,
        )


def hire(
    workers: Iterable[Mapping[str, Any]],
    offices: Mapping[str, int],
    names: Mapping[str, str],
    *,
    since: date,
    password: str,
    founder: Actor,
) -> dict[str, Actor]:
    """Give each worker an account with one role and a training, inside an open context; actors by key.

    An entry may name competencies that end so many days after today: `ending: {motivation: 30}`.
    """
    from pulih.actions.staff import add_membership, create_account

    hired: dict[str, Actor] = {}
    for one in workers:
        account_id = create_account(
            username=one["username"],
            full_name=one["name"],
            profession=one["profession"],
            password=password,
            must_change_password=False,
            by=founder,
        )
        membership_id = add_membership(
            account_id=account_id,
            organisation_id=offices[one["at"]],
            role=one["role"],
            valid_from=since,
            by=founder,
        )
        _train(account_id, one, since, founder)
        hired[one.get("key", one["username"])] = Actor(
            account_id=account_id,
            name=one["name"],
            role=Role(one["role"]),
            organisation_id=offices[one["at"]],
            organisation_name=names[one["at"]],
            membership_id=membership_id,
        )
    return hired


def _train(account_id: UUID, entry: Mapping[str, Any], since: date, founder: Actor) -> None:
    """Certificates a worker brought along on the first day; most do not end."""
    from pulih.actions.staff import grant_competency
    from pulih.records import scope

    ending = entry.get("ending", {})
    for number, code in enumerate(TRAINED.get(Role(entry["role"]), ()), start=1):
        grant_competency(
            account_id=account_id,
            code=code,
            certificate=f"Sertifikat {number:02}/{since.year}, Lembaga Pelatihan Rekaan",
            granted_on=since,
            expires_on=scope.today() + timedelta(days=ending[code]) if code in ending else None,
            by=founder,
        )
