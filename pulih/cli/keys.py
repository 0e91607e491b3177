"""`pulih keys`: make, look at and rotate the keys that live outside the database."""

import os
from pathlib import Path
from typing import Any

import psycopg
import typer
from rich.progress import Progress

from pulih.actions.keys import rotation_event
from pulih.cli.connecting import owner_url
from pulih.cli.output import Json, answer, facts, people
from pulih.records.keys import Keys, key_folder, too_open

group = typer.Typer(help="The keys outside the database.", no_args_is_help=True)


@group.command("init")
def init(as_json: Json = False) -> None:
    """Make the keys of this installation; keys that exist are never overwritten."""
    made = Keys.create(key_folder())
    document = {"folder": made.folder, "current": made.current_id()}
    answer(
        "keys-init",
        document,
        as_json=as_json,
        show=lambda out: out.print(
            f"Keys are in {made.folder}. Keep a second copy elsewhere: a lost disk loses the numbers."
        ),
    )


def second_copy() -> Path | None:
    """Where the second copy of the keys is said to lie."""
    named = os.environ.get("PULIH_SECOND_KEYS")
    return Path(named).resolve() if named else None


def differs(folder: Path, copy: Path) -> list[str]:
    """The key files that the second copy lacks or holds differently."""

    def text(path: Path) -> str | None:
        return path.read_text().strip() if path.exists() else None

    names = sorted(path.name for path in folder.iterdir() if path.suffix == ".key" or path.name == "current")
    return [name for name in names if text(folder / name) != text(copy / name)]


@group.command("status")
def status(as_json: Json = False) -> None:
    """Which keys there are, who may read them, and whether the second copy agrees."""
    kept = Keys.load(key_folder())
    copy = second_copy()
    document: dict[str, Any] = {
        "folder": kept.folder,
        "current": kept.current_id(),
        "data_keys": sorted(kept.data),
        "public_key": kept.public_key(),
        "too_open": too_open(kept.folder),
        "second_copy": copy,
        "second_copy_differs": differs(kept.folder, copy) if copy else None,
    }
    answer(
        "keys-status",
        document,
        as_json=as_json,
        show=lambda out: out.print(facts(document)),
    )


@group.command("rotate")
def rotate(as_json: Json = False) -> None:
    """Make a new data key and seal every national number with it. Connects as the owner; may be repeated."""
    url = owner_url()
    kept = Keys.load(key_folder())
    with (
        psycopg.connect(url) as connection,
        Progress(console=people(), disable=as_json, transient=True) as bar,
    ):
        new = kept.rotate()
        task = bar.add_task("Sealing anew", total=None)
        done = kept.reseal_people(connection, tell=lambda count: bar.update(task, completed=count))
        connection.execute("SELECT gate.note_event(%s)", [rotation_event(new, done)])
    answer(
        "keys-rotate",
        {"current": new, "resealed": done},
        as_json=as_json,
        show=lambda out: out.print(
            f"{done} numbers are sealed with the new key {new}. Renew the second copy now."
        ),
    )
