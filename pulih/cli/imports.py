"""`pulih import`: a facility's register from a file, in the name of whoever keeps it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pulih.cli.connecting import connect
from pulih.cli.import_responses import SheetWish, import_sheets, show_sheets
from pulih.cli.output import Json, Refused, answer, complain, table

group = typer.Typer(help="Bring in what other systems know.", no_args_is_help=True)

_DOING = {"reading": "Reading", "staging": "Checking", "applying": "Writing"}
Standing = tuple[int | None, str | None, str, str]
"""What stands in the way: row, field, code and words."""
MOST_NAMED = 20
"""Refused rows a person is told of on the terminal; the rest are in the workbook of `--errors`."""
_SHOWN = ("new", "changed", "same", "gone", "conflict", "bad", "doubt")


Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Wish:
    """What the command was asked for."""

    username: str
    as_of: date | None
    dry_run: bool
    leave_out: bool
    part: bool
    complete: bool
    errors: Path | None


@group.command("residents")
def residents(
    file: Annotated[Path, typer.Argument(help="The register: XLSX or CSV.")],
    username: Annotated[
        str, typer.Option("--as", help="User name of the registrar in whose name it is done.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check and keep the result; apply nothing.")
    ] = False,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Apply although rows stand in the way; they are left out.")
    ] = False,
    part: Annotated[
        bool, typer.Option("--part", help="The file is only some of the register: nobody is missing from it.")
    ] = False,
    complete: Annotated[
        bool,
        typer.Option("--complete", help="The file is the whole register, although very many are missing."),
    ] = False,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of", formats=["%Y-%m-%d"], help="When the sentence dates were true, if not in the file."
        ),
    ] = None,
    errors: Annotated[
        Path | None, typer.Option("--errors", help="Where to write the rows to mend, as a workbook.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check a register against the residents and apply it: all of it or nothing, and never a deletion."""
    content = _content(file)
    connect()
    wish = Wish(username, as_of.date() if as_of else None, dry_run, leave_out, part, complete, errors)
    with _progress(as_json) as tell:
        document, standing = _import(content, file.name, wish, tell)
    for row, field, code, message in standing if as_json else standing[-MOST_NAMED:]:
        complain(code, message, as_json=as_json, row=row, field=field)
    answer("import-residents", document, as_json=as_json, show=lambda out: _show(out, document))
    if document["state"] == "refused" or (dry_run and standing):
        raise typer.Exit(1)


@group.command("responses")
def responses(
    file: Annotated[Path, typer.Argument(help="The answer sheets: XLSX or CSV, a row a person.")],
    username: Annotated[str, typer.Option("--as", help="User name of the worker in whose name it is done.")],
    instrument: Annotated[str, typer.Option("--instrument", help="Code of the instrument: whoqol-bref.")],
    wave: Annotated[str, typer.Option("--wave", help="Reference of the wave the people are of.")],
    point: Annotated[
        str, typer.Option("--point", help="The measurement point of rows that do not say: baseline, extra.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check and keep the result; apply nothing.")
    ] = False,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Apply although rows stand in the way; they are left out.")
    ] = False,
    errors: Annotated[
        Path | None, typer.Option("--errors", help="Where to write the rows to mend, as a workbook.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check answer sheets against the people of a wave and record them: all of them or none."""
    content = _content(file)
    connect()
    wish = SheetWish(username, instrument, wave, point, dry_run, leave_out, errors)
    document, standing = import_sheets(content, file.name, wish)
    for row, field, code, message in standing if as_json else standing[-MOST_NAMED:]:
        complain(code, message, as_json=as_json, row=row, field=field)
    answer("import-responses", document, as_json=as_json, show=lambda out: show_sheets(out, document))
    if document["state"] == "refused" or (dry_run and standing):
        raise typer.Exit(1)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as trouble:
        raise Refused(
            "file_unreadable", f"{file} cannot be read: {trouble.strerror}.", field="file"
        ) from None


def _import(content: bytes, name: str, wish: Wish, tell: Tell) -> tuple[dict[str, Any], list[Standing]]:
    """Check in one transaction and apply in the next: what was checked is kept when applying is refused."""
    from pulih.actions import imports as actions
    from pulih.exchange.spreadsheets.importing import register_from
    from pulih.queries import imports as queries
    from pulih.queries.staff import worker_named
    from pulih.records import scope
    from pulih.rules.errors import RuleBroken
    from pulih.rules.permissions import Permission

    by = worker_named(wish.username, Permission.IMPORT_REGISTER)
    tell("reading", 0, 1)
    with scope.acting_as(by):
        register = register_from(content, name, as_of=wish.as_of or scope.today(), part=wish.part)
        batch_id = actions.stage_import(file=register, tell=tell, by=by)
        batch = queries.batch(by, batch_id)
        standing = _standing(queries.rows_standing(by, batch_id))
        if wish.errors and standing:
            _write_rows_to_mend(wish.errors, batch_id, by)
    document: dict[str, Any] = {"batch": batch_id, "file": name, "organisation": by.organisation_name}
    document |= {"state": "checked", "rows": batch.counts["rows"]}
    document["outcomes"] = {outcome: batch.counts[outcome] for outcome in _SHOWN}
    if wish.dry_run:
        return document, standing
    try:
        with scope.acting_as(by):
            applied = actions.apply_import(
                batch_id=batch_id,
                revision=batch.revision,
                leave_out=wish.leave_out,
                complete=wish.complete,
                tell=tell,
                by=by,
            )
    except RuleBroken as broken:
        return document | {"state": "refused"}, standing + [_said(None, reason) for reason in broken.reasons]
    return document | {"state": "applied", "applied": applied.counts}, standing if not wish.leave_out else []


def _standing(rows: Any) -> list[Standing]:
    return [_said(row.row, reason) for row in rows for reason in row.reasons]


def _said(row: int | None, reason: Any) -> Standing:
    from pulih.language.wording import reason_text

    return row, reason.about, reason.code, reason_text(reason, "en")


def _write_rows_to_mend(path: Path, batch_id: Any, by: Any) -> None:
    from pulih.actions import imports as actions
    from pulih.exchange.spreadsheets.importing import rows_to_mend
    from pulih.language.wording import reason_text

    back = actions.hand_back_rows(batch_id=batch_id, by=by)
    path.write_bytes(rows_to_mend(back, lambda reason: reason_text(reason, by.language), by.language))


@contextmanager
def _progress(as_json: bool) -> Iterator[Tell]:
    """A bar on a terminal, silence elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=as_json or not console.is_terminal
    ) as bar:
        tasks: dict[str, Any] = {}

        def tell(doing: str, done: int, total: int) -> None:
            if doing not in tasks:
                tasks[doing] = bar.add_task(_DOING.get(doing, doing), total=total or 1)
            bar.update(tasks[doing], completed=done, total=total or 1)

        yield tell


def _show(out: Console, document: dict[str, Any]) -> None:
    """The result for people."""
    words = {
        "checked": "Checked; nothing of the record changed.",
        "applied": "Applied.",
        "refused": "Refused; nothing of the record changed. Mend the rows, or apply with --leave-out.",
    }
    out.print(f"{document['file']} at {document['organisation']}: {document['rows']} rows")
    out.print(table(("outcome", "rows"), document["outcomes"].items()))
    if "applied" in document:
        out.print(f"Left out: {document['applied']['left_out']}")
    out.print(words[document["state"]])
