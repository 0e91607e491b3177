"""`pulih generate`: fill a training database with a nation of people who do not exist, or empty it again."""

import sys
import time
from dataclasses import asdict
from typing import Annotated, Any

import psycopg
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from pulih.cli.connecting import connect, owner_url
from pulih.cli.generating import figures
from pulih.cli.output import Json, Refused, answer, facts

EVERY = 0.05
"""Where nobody watches a terminal, a line each time so much more of the whole is behind."""


def generate(
    people: Annotated[int, typer.Option("--people", help="How many people.")] = 0,
    seed: Annotated[
        int, typer.Option("--seed", help="The same seed gives the same nation on the same day.")
    ] = 1,
    wipe_generated: Annotated[
        bool,
        typer.Option("--wipe-generated", help="Empty the training database again, and mend a killed run."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Fill a database that is marked for training with made-up national data, as its owner."""
    if wipe_generated:
        _wipe(as_json)
        if not people:
            return
    if not figures.LEAST_PEOPLE <= people <= figures.MOST_PEOPLE:
        raise Refused(
            "people_out_of_bounds",
            f"--people must lie between {figures.LEAST_PEOPLE:,} and {figures.MOST_PEOPLE:,}.",
            field="people",
        )
    url = owner_url()
    connect(as_owner=True)
    from django.contrib.auth.hashers import make_password

    from pulih.cli.generating.running import run

    password = f"latihan-{seed}"
    with _Telling() as telling:
        made = run(
            url, people, seed, make_password(password, salt=f"latihan{seed:015d}"), password, telling.tell
        )
    document: dict[str, Any] = asdict(made)
    shown = {key: value for key, value in document.items() if key != "rows"} | {"password": password}
    answer("generate", document, as_json=as_json, show=lambda out: out.print(facts(shown)))


def _wipe(as_json: bool) -> None:
    from pulih.cli.generating import marking, wiping

    url = owner_url()
    with psycopg.connect(url, autocommit=True) as connection:
        marking.take_lock(connection)
        generated = marking.require_training(connection)
        if not generated:
            raise Refused("nothing_generated", "There is no made-up nation in this database.")
        tables = wiping.wipe(url, connection, generated)
    document = {"wiped_tables": tables}
    answer("generate", document, as_json=as_json, show=lambda out: out.print(facts(document)))


class _Telling:
    """Progress on standard error: a bar on a terminal, else a line now and then."""

    def __enter__(self) -> "_Telling":
        self.began, self.told = time.monotonic(), -EVERY
        self.bar: Progress | None = None
        if sys.stderr.isatty():
            columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
            self.bar = Progress(*columns, console=Console(stderr=True))
            self.bar.start()
            self.task = self.bar.add_task("", total=1.0)
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()

    def tell(self, what: str, share: float) -> None:
        """Say what is being done."""
        if self.bar:
            self.bar.update(self.task, description=what, completed=share)
        elif share - self.told >= EVERY:
            self.told = share
            sys.stderr.write(f"{share:4.0%} {time.monotonic() - self.began:6.0f} s  {what}\n")
            sys.stderr.flush()
