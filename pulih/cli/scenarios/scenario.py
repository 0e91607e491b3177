"""`pulih scenario`: a public account played in a database of its own, and judged by what the records say."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer
from rich.console import Console

from pulih.cli.output import Json, Refused, answer, table
from pulih.cli.scenarios.playing import throw_away_database

NAMES = ("palembang-2020-2021", "serang-2021")


def scenario(
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(NAMES)}.")],
    seed: Annotated[
        int | None, typer.Option("--seed", help="Decides everything the account does not give.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Play a scenario through actions, read its statements back, and drop the database. Exit 1 when one fails.

    What the account does not give is made up, listed under `assumed`, and differs with the seed.
    """
    if name not in NAMES:
        raise Refused(
            "scenario_unknown", f"There is no scenario {name}. Known: {', '.join(NAMES)}.", field="name"
        )
    document = run(name, seed)
    answer("scenario", document, as_json=as_json, show=lambda out: _show(out, document))
    if not all(one["holds"] for one in document["statements"].values()):
        raise typer.Exit(1)


def run(name: str, seed: int | None, look: Callable[[str], None] | None = None) -> dict[str, Any]:
    """Play and judge; `look` gets the owner's address of the database before it is dropped."""
    import secrets

    with throw_away_database() as owner_url:
        from pulih.cli.scenarios import palembang, serang, serang_statements, statements

        plays: dict[str, tuple[Any, Callable[[Any], dict[str, Any]]]] = {
            palembang.NAME: (palembang, statements.judge),
            serang.NAME: (serang, serang_statements.judge),
        }
        play, judge = plays[name]
        offices, workers = play.found(secrets.token_urlsafe(16))
        document = judge(play.play(play.DEFAULT_SEED if seed is None else seed, offices, workers))
        if look:
            look(owner_url)
    return document


def _show(out: Console, document: Mapping[str, Any]) -> None:
    rows = [
        (code, "holds" if one["holds"] else "FAILS", _in_words(one["figures"]), "\n".join(one["assumed"]))
        for code, one in document["statements"].items()
    ]
    title = f"{document['scenario']}, seed {document['seed']}"
    out.print(table(("statement", "", "figures", "assumed"), rows, title=title))


def _in_words(figures: Mapping[str, Any], before: str = "") -> str:
    """Nested figures one a line, the way they are nested as the label."""
    lines = []
    for name, value in figures.items():
        label = f"{before}{name.replace('_', ' ')}"
        if isinstance(value, Mapping):
            lines.append(_in_words(value, f"{label}, "))
        else:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            lines.append(f"{label}: {shown}")
    return "\n".join(line for line in lines if line)
