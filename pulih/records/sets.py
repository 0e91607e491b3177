"""Many rows of one table in one statement, for work that comes by the thousand.

The rows travel as one JSON parameter. The ORM would send a parameter a cell (and for updates a CASE a cell),
which takes it ten times as long as the database; the walls are the same for both.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

CHUNK = 1000
"""Rows a statement; larger ones would hold more memory and win no time."""


def insert_rows(rows: Sequence[Model]) -> None:
    """Insert rows of one model, a thousand a statement."""
    if not rows:
        return
    model = type(rows[0])
    fields = model._meta.concrete_fields
    columns = ", ".join(name_of(field) for field in fields)
    source = f"SELECT {columns} FROM jsonb_to_recordset(%s::jsonb) AS r ({types_of(fields)})"
    _send(f"INSERT INTO {table_of(model)} ({columns}) {source}", rows, fields)


def update_rows(rows: Sequence[Model], names: Iterable[str]) -> None:
    """Write the named fields of rows of one model; a `revision` goes up by one."""
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    fields = [model._meta.get_field(name) for name in names]
    settings = [f"{name_of(field)} = r.{name_of(field)}" for field in fields]
    if any(field.name == "revision" for field in model._meta.concrete_fields):
        settings.append("revision = t.revision + 1")
    source = f"FROM jsonb_to_recordset(%s::jsonb) AS r ({types_of([key, *fields])})"
    where = f"WHERE t.{name_of(key)} = r.{name_of(key)}"
    _send(f"UPDATE {table_of(model)} AS t SET {', '.join(settings)} {source} {where}", rows, [key, *fields])


def _send(statement: str, rows: Sequence[Model], fields: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            chunk = [
                {field.column: getattr(row, field.attname) for field in fields}
                for row in rows[start : start + CHUNK]
            ]
            cursor.execute(statement, [json.dumps(chunk, default=as_json, ensure_ascii=False)])


def as_json(value: Any) -> str:
    """A cell as the text that PostgreSQL reads; for `json.dumps`."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value).hex()
    raise TypeError(f"a row cannot hold {type(value).__name__}")


def table_of(model: type[Model]) -> str:
    """A model's table, quoted."""
    return connection.ops.quote_name(model._meta.db_table)


def name_of(field: Any) -> str:
    """A field's column, quoted."""
    return connection.ops.quote_name(field.column)


def types_of(fields: Sequence[Any]) -> str:
    """Columns with their types, as `jsonb_to_recordset` wants them."""
    return ", ".join(f"{name_of(field)} {field.db_type(connection)}" for field in fields)
