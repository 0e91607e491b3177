"""One prepared statement, one round trip: for what every click asks.

Planning a join of six walled tables takes several times as long as reading them, so what is asked all day is
planned once a connection. Django's own cursors write the values into the text, which can never be prepared.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections


class _Prepared(psycopg.Cursor[Any]):
    """A cursor whose statements stay prepared on their connection, from their first use."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        """As psycopg's, prepared."""
        return super().execute(query, params, prepare=True, **more)


def ask(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of one statement whose text never changes; one that writes ends with RETURNING.

    Values travel beside the text: cast them where PostgreSQL cannot know their type (`%(day)s::date`).
    """
    line: Any = connections[DEFAULT_DB_ALIAS]
    line.ensure_connection()
    cursor = _Prepared(line.connection)
    if not line.queries_logged and not line.execute_wrappers:
        line.validate_no_broken_transaction()
        with line.wrap_database_errors, cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()
    # Somebody counts or reads statements: then Django's wrapper sees this one too.
    wrap = line.make_debug_cursor if line.queries_logged else line.make_cursor
    with wrap(cursor) as asked:
        asked.execute(statement, values)
        return asked.fetchall()
