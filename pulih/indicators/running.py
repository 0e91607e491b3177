"""Running indicators: one statement over facts handed along, with the eyes of `pulih_reader` alone.

The facts stand before the indicators as common table expressions of the star's names; no table is made for
them. `pulih_reader` has no right to any table of records: an indicator cannot reach a person by mistake.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.db import connection

from pulih.indicators.facts import FACTS, columns_of
from pulih.records.asking import ask

Cells = Mapping[str, list[dict[str, Any]]]
Rows = Mapping[str, Sequence[tuple[Any, ...]]]

INDICATORS = ("started", "places", "measured", "improvement", "urine", "success")


@lru_cache
def indicator(name: str) -> str:
    """The text of an indicator's file."""
    return (files("pulih.indicators") / f"{name}.sql").read_text(encoding="utf-8")


def run(rows: Rows, names: Iterable[str] = INDICATORS) -> Cells:
    """The cells of these indicators over these facts."""
    return run_texts(rows, tuple((name, indicator(name)) for name in names))


def run_texts(rows: Rows, texts: tuple[tuple[str, str], ...]) -> Cells:
    """The cells of indicators by their names, each row by the names of its columns."""
    given = {
        f"{table}_{name}": _array(kind, column)
        for table in FACTS
        for (name, kind), column in zip(columns_of(table).items(), _turned(rows[table], table), strict=True)
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE pulih_reader")
        [found] = ask(_statement(texts), given)
        # An indicator that fails ends its transaction or savepoint, and the reader's eyes with it.
        cursor.execute("RESET ROLE")
    return {name: cells for (name, _), cells in zip(texts, found, strict=True)}


def _turned(rows: Sequence[tuple[Any, ...]], table: str) -> Iterable[Sequence[Any]]:
    return zip(*rows, strict=True) if rows else [()] * len(columns_of(table))


@lru_cache
def _statement(texts: tuple[tuple[str, str], ...]) -> str:
    """The facts, then each indicator as one JSON; the text never changes, so it stays prepared."""
    tables = ",\n".join(_table(table) for table in FACTS)
    cells = ",\n".join(
        f"(SELECT coalesce(json_agg(cell), '[]') FROM (\n{text.replace('%', '%%')}\n) AS cell)"
        for _, text in texts
    )
    return f"WITH {tables}\nSELECT {cells}"


def _table(table: str) -> str:
    columns = columns_of(table)
    arrays = ", ".join(f"%({table}_{name})s::{kind}[]" for name, kind in columns.items())
    # Keys are compared and never shown: bytes are enough, a language's order costs.
    shown = ", ".join(f'{name} COLLATE "C" AS {name}' if name.endswith("_key") else name for name in columns)
    return f"{table} AS MATERIALIZED (SELECT {shown} FROM unnest({arrays}) AS fact ({', '.join(columns)}))"


def _array(kind: str, column: Iterable[Any]) -> str:
    """An array as PostgreSQL reads it: a column as one value is a tenth of the work of a row at a time."""
    return "{" + ",".join(map(str if kind == "int" else _element, column)) + "}"


@lru_cache(maxsize=4096)
def _element(value: object) -> str:
    if value is None:
        return "NULL"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
