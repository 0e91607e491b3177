"""`pulih doctor`: what is wrong with this installation, where, and how to mend it."""

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import psycopg
import typer

from pulih.cli import health
from pulih.cli.connecting import app_url, connect, in_production
from pulih.cli.generating import marking
from pulih.cli.health import Place, Problem
from pulih.cli.output import Json, answer, table

Check = Callable[[Place], Iterator[Problem]]

CHECKS: dict[str, Check] = {
    "settings": health.settings,
    "role": health.role,
    "walls": health.walls,
    "partitions": health.partitions,
    "seals": health.seals,
    "jobs": health.jobs,
    "migrations": health.migrations,
    "keys": health.keys,
    "backup": health.backup,
    "disk": health.disk,
    "generation": marking.unfinished,
}


@dataclass(frozen=True)
class Findings:
    """What was looked at and what was found."""

    ok: bool
    checked: list[str]
    problems: list[Problem]


def examine(place: Place) -> Findings:
    """Run every check; one that cannot look because of the database says so and the others go on."""
    problems: list[Problem] = []
    for name, check in CHECKS.items():
        try:
            problems += check(place)
        except psycopg.Error as error:
            problems.append(
                Problem("check_failed", name, f"The database refused to be asked: {str(error).strip()}")
            )
    return Findings(not problems, list(CHECKS), problems)


def doctor(as_json: Json = False) -> None:
    """Look at settings, database, roles, walls, jobs, seals, backups, keys and disk."""
    url = app_url()
    os.environ.setdefault("PULIH_CONNECT_AS", "app")
    connect()
    with psycopg.connect(url, autocommit=True) as connection:
        found = examine(Place(connection, in_production()))
    document = asdict(found)
    if found.ok:
        words = f"All is well: {', '.join(found.checked)}."
        answer("doctor", document, as_json=as_json, show=lambda out: out.print(words))
        return
    rows = [(one.code, one.where, one.how_to_mend) for one in found.problems]
    shown = table(("problem", "where", "how to mend it"), rows)
    answer("doctor", document, as_json=as_json, show=lambda out: out.print(shown))
    raise typer.Exit(1)
