"""`pulih instruments`: the library of instruments, and the licensed wording an office brings."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from pulih.cli.connecting import connect
from pulih.cli.output import Json, answer, complain, facts
from pulih.cli.wording_files import WordingFile, read_file

group = typer.Typer(help="The library of instruments.", no_args_is_help=True)


@group.command("load-wording")
def load_wording(
    code: Annotated[str, typer.Argument(help="The instrument, for example whoqol-bref.")],
    file: Annotated[
        Path, typer.Argument(help="Its licensed text, YAML or JSON: language, holder, licence, items.")
    ],
    username: Annotated[
        str, typer.Option("--as", help="User name of the administrator in whose name it is done.")
    ],
    as_json: Json = False,
) -> None:
    """Take the licensed wording of an instrument into use at the administrator's office: all of it or nothing."""
    given = read_file(file)
    connect()
    document = _load(code, given, username, as_json=as_json)
    answer("load-wording", document, as_json=as_json, show=lambda out: _show(out, document))


def _load(code: str, given: WordingFile, username: str, *, as_json: bool) -> dict[str, Any]:
    from pulih.actions import instruments as actions
    from pulih.queries.staff import worker_named
    from pulih.records import scope
    from pulih.rules.errors import RuleBroken
    from pulih.rules.permissions import Permission

    by = worker_named(username, Permission.LOAD_WORDING)
    try:
        if given.twice:
            raise _twice(given)
        with scope.acting_as(by):
            loaded = actions.load_wording(code=code, pack=given.entries, by=by)
    except RuleBroken as broken:
        _say(broken, given, as_json=as_json)
        raise typer.Exit(1) from None
    said = {name: given.entries.get(name) for name in ("holder", "licence", "licensed_until")}
    return {
        "instrument": code,
        "version": loaded.version,
        "language": loaded.language,
        **said,
        "organisation": by.organisation_name,
        "items": len(given.entries["items"]),
        "pack": loaded.pack_id,
        "sha256": loaded.sha256,
        "state": "loaded" if loaded.fresh else "same",
    }


def _twice(given: WordingFile) -> Exception:
    from pulih.rules.errors import RuleBroken
    from pulih.rules.verdicts import Verdict, refused

    found = [refused("pack_item_twice", where, item=where.rpartition(".")[2]) for where in given.twice]
    return RuleBroken.because(Verdict(False, tuple(reason for one in found for reason in one.reasons)))


def _say(broken: Any, given: WordingFile, *, as_json: bool) -> None:
    """Every reason with the line of the file it is about."""
    from pulih.language.wording import reason_text

    for reason in broken.reasons:
        line = given.twice.get(reason.about or "") or given.line_of(reason.about)
        complain(reason.code, reason_text(reason, "en"), as_json=as_json, row=line, field=reason.about)


def _show(out: Console, document: dict[str, Any]) -> None:
    """The result for people."""
    state = {"loaded": "Loaded; forms use it from now on.", "same": "Loaded already; nothing changed."}
    out.print(facts({name: value for name, value in document.items() if name != "state"}))
    out.print(state[document["state"]])
