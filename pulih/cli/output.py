"""How commands speak: tables for people, one JSON document for programs, errors that name what to mend."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]


class Refused(Exception):
    """A command cannot do what was asked, for a reason that whoever runs it can mend; nothing was changed."""

    def __init__(self, code: str, message: str, *, row: int | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.row = row
        self.field = field

    def __reduce__(self) -> tuple[type["Refused"], tuple[str, str]]:
        return (type(self), (self.code, str(self)))


def people() -> Console:
    """Where words for people go."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def _plain(value: object) -> object:
    """What JSON has no type for: dates in ISO form, the rest as text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID | Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def answer(
    command: str, document: Mapping[str, Any], *, as_json: bool, show: Callable[[Console], None]
) -> None:
    """Give a command's result: the document with its schema, or `show` for people."""
    if as_json:
        named = {"schema": f"pulih.{command}/1", **document}
        sys.stdout.write(json.dumps(named, default=_plain, ensure_ascii=False, indent=2) + "\n")
        sys.stdout.flush()
    else:
        show(people())


def table(columns: Iterable[str], rows: Iterable[Iterable[object]], title: str | None = None) -> Table:
    """A table for people; a missing value is an empty cell."""
    made = Table(*columns, title=title, title_justify="left", header_style="bold")
    for row in rows:
        made.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    return made


def facts(document: Mapping[str, Any]) -> Table:
    """A document as a table of two columns; bytes as hexadecimal, lists one item a line."""
    made = Table(show_header=False)
    for name, value in document.items():
        shown = "\n".join(map(str, value)) if isinstance(value, list | tuple) else value
        shown = shown.hex() if isinstance(shown, bytes) else shown
        made.add_row(name.replace("_", " "), "" if shown is None else escape(str(shown)))
    return made


def complain(
    code: str,
    message: str,
    *,
    as_json: bool,
    row: int | None = None,
    field: str | None = None,
) -> None:
    """Say on standard error what was wrong: one JSON object a line, or a line for people."""
    if as_json:
        found: dict[str, object] = {"code": code, "message": message}
        found |= {name: value for name, value in (("row", row), ("field", field)) if value is not None}
        sys.stderr.write(json.dumps(found, ensure_ascii=False) + "\n")
        return
    where = " ".join(
        f"{name} {value}:" for name, value in (("row", row), ("field", field)) if value is not None
    )
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        f"[red]{escape(where + ' ' if where else '')}{escape(message)}[/red]"
    )
