"""Many rows of one table in one statement, for work that comes by the thousand.

The rows travel as one JSON parameter. The ORM would send a parameter a cell (and for updates a CASE a cell),
which takes it ten times as long as the database; the walls are the same for both.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
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
    columns = ", ".join(_name(field) for field in fields)
    source = f"SELECT {columns} FROM jsonb_to_recordset(%s::jsonb) AS r ({_types(fields)})"
    _send(f"INSERT INTO {_table(model)} ({columns}) {source}", rows, fields)


def update_rows(rows: Sequence[Model], names: Iterable[str]) -> None:
    """Write the named fields of rows of one model; a `revision` goes up by one."""
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    fields = [model._meta.get_field(name) for name in names]
    settings = [f"{_name(field)} = r.{_name(field)}" for field in fields]
    if any(field.name == "revision" for field in model._meta.concrete_fields):
        settings.append("revision = t.revision + 1")
    source = f"FROM jsonb_to_recordset(%s::jsonb) AS r ({_types([key, *fields])})"
    where = f"WHERE t.{_name(key)} = r.{_name(key)}"
    _send(f"UPDATE {_table(model)} AS t SET {', '.join(settings)} {source} {where}", rows, [key, *fields])


def _send(statement: str, rows: Sequence[Model], fields: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            chunk = [
                {field.column: getattr(row, field.attname) for field in fields}
                for row in rows[start : start + CHUNK]
            ]
            cursor.execute(statement, [json.dumps(chunk, default=_plain, ensure_ascii=False)])


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value).hex()
    raise TypeError(f"a row cannot hold {type(value).__name__}")


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _name(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _types(fields: Sequence[Any]) -> str:
    return ", ".join(f"{_name(field)} {field.db_type(connection)}" for field in fields)
