"""One prepared statement, one round trip: for what every click asks.

Planning a join of six walled tables takes several times as long as reading them, so what is asked all day is
planned once a connection. Django's own cursors write the values into the text, which can never be prepared.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection


class _Prepared(psycopg.Cursor[Any]):
    """A cursor whose statements stay prepared on their connection, from their first use."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        """As psycopg's, prepared."""
        return super().execute(query, params, prepare=True, **more)


def ask(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of one statement whose text never changes; one that writes ends with RETURNING.

    Values travel beside the text: cast them where PostgreSQL cannot know their type (`%(day)s::date`).
    """
    connection.ensure_connection()
    cursor = _Prepared(connection.connection)
    # Through Django's wrapper, so that errors have its classes and counting in tests sees the statement.
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(cursor) as asked:  # type: ignore[arg-type]
        asked.execute(statement, values)
        return asked.fetchall()
