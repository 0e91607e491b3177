"""The writes of one act in one statement: they take effect together and cost one round trip.

Each table's rows travel as one JSON parameter, so that the text depends on the tables alone and stays prepared.
The walls, constraints and triggers are those of single statements; foreign keys are looked at when it ends.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Model

from pulih.records import audit
from pulih.records.asking import ask
from pulih.records.sets import as_json, name_of, table_of, types_of
from pulih.rules.actors import Actor

ONCE = """once AS (
    INSERT INTO submission (token, account_id, at)
    SELECT %(token)s::uuid, %(account)s::uuid, now() WHERE %(token)s::uuid IS NOT NULL
    ON CONFLICT DO NOTHING RETURNING token)"""
"""A part of a statement that takes a form's token while it asks for facts: `once_values` gives its values,
`(SELECT count(*) FROM once)` is 0 for a form that was carried out before."""


def once_values(token: UUID | None, by: Actor) -> dict[str, UUID | None]:
    """The values of `ONCE`; a program or a system actor has no token to take."""
    return {"token": token if by.account_id else None, "account": by.account_id}


class Together:
    """Collects rows to insert, rows to update and the audit event; `write` sends them all."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, type[Model], tuple[str, ...]], list[Model]] = {}
        self._parts: list[tuple[str, Mapping[str, Any]]] = []
        self._events: list[str] = []

    def insert(self, *rows: Model) -> None:
        """Add rows of any models; keys and defaults are those the instances carry."""
        for row in rows:
            self._rows.setdefault(("insert", type(row), ()), []).append(row)

    def update(self, row: Model, *names: str) -> None:
        """Write the named fields of a row that exists, found by its key; set them on the instance first."""
        self._rows.setdefault(("update", type(row), names), []).append(row)

    def also(self, part: str, values: Mapping[str, Any]) -> None:
        """Add a statement of its own that changes rows, such as a DELETE; its values need names of its own."""
        self._parts.append((part, values))

    def note(self, event: str, **facts: Any) -> None:
        """Add the audit event; arguments as of `audit.event_body`."""
        self._events.append(audit.event_body(event, **facts))

    def write(self) -> list[int]:
        """Send everything; answers how many rows each update and each further part changed, in order."""
        parts, values = self._composed()
        events = [f"gate.note_event(%(event{place})s)::text" for place in range(len(self._events))]
        values |= {f"event{place}": body for place, body in enumerate(self._events)}
        counts = [f"(SELECT count(*) FROM {name})" for name, _ in parts if not name.startswith("insert")]
        head = "WITH " + ", ".join(f"{name} AS ({text})" for name, text in parts) if parts else ""
        found = ask(f"{head} SELECT {', '.join([*counts, *events]) or '1'}", values)
        return [int(one) for one in found[0][: len(counts)]]

    def _composed(self) -> tuple[list[tuple[str, str]], dict[str, Any]]:
        parts: list[tuple[str, str]] = []
        values: dict[str, Any] = {}
        for (kind, model, names), rows in self._rows.items():
            name = f"{kind}{len(parts)}"
            text, columns = _insertion(model) if kind == "insert" else _change(model, names)
            parts.append((name, text % {"rows": f"%({name})s"}))
            values[name] = _sent(rows, columns)
        for text, own in self._parts:
            parts.append((f"part{len(parts)}", f"{text} RETURNING 1"))
            values |= own
        return parts, values


def _sent(rows: Sequence[Model], columns: Sequence[tuple[str, str]]) -> str:
    cells = [{column: getattr(row, attribute) for column, attribute in columns} for row in rows]
    return json.dumps(cells, default=as_json, ensure_ascii=False)


def _cells(fields: Sequence[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((field.column, field.attname) for field in fields)


@lru_cache
def _insertion(model: type[Model]) -> tuple[str, tuple[tuple[str, str], ...]]:
    fields = model._meta.concrete_fields
    names = ", ".join(name_of(field) for field in fields)
    text = (
        f"INSERT INTO {table_of(model)} ({names})"
        f" SELECT {names} FROM jsonb_to_recordset(%(rows)s::jsonb) AS r ({types_of(fields)})"
    )
    return text, _cells(fields)


@lru_cache
def _change(model: type[Model], names: tuple[str, ...]) -> tuple[str, tuple[tuple[str, str], ...]]:
    key = model._meta.pk
    fields = [model._meta.get_field(name) for name in names]
    settings = ", ".join(f"{name_of(field)} = r.{name_of(field)}" for field in fields)
    text = (
        f"UPDATE {table_of(model)} AS t SET {settings}"
        f" FROM jsonb_to_recordset(%(rows)s::jsonb) AS r ({types_of([key, *fields])})"
        f" WHERE t.{name_of(key)} = r.{name_of(key)} RETURNING 1"
    )
    return text, _cells([key, *fields])
