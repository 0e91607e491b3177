"""How many statements an operation sends, counted by PostgreSQL itself."""

import psycopg

_TURNING = r"^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|START TRANSACTION|END)\y|FOR KEY SHARE OF x$"
"""What opens and closes transactions is not counted, nor what PostgreSQL asks itself for a foreign key."""


class Counter:
    """Statements of the application's role in one database, at the top level: not those inside functions."""

    def __init__(self, superuser_url: str, role: str) -> None:
        self.connection = psycopg.connect(superuser_url, autocommit=True)
        self.connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        self.connection.execute("SET pg_stat_statements.track = 'none'")
        self.role = role

    def reset(self) -> None:
        """Begin at nothing."""
        self.connection.execute("SELECT pg_stat_statements_reset()")

    def rows(self) -> list[tuple[str, int, float, float]]:
        """Every statement with its calls, milliseconds and rows, the costliest first."""
        return self.connection.execute(
            "SELECT s.query, s.calls, s.total_exec_time, s.rows::float FROM pg_stat_statements s"
            " WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
            "   AND s.userid = %s::regrole AND s.toplevel AND s.query !~* %s ORDER BY 3 DESC",
            (self.role, _TURNING),
        ).fetchall()

    def calls(self) -> int:
        """How many there were since the beginning."""
        return sum(calls for _query, calls, _time, _rows in self.rows())

    def close(self) -> None:
        """Leave."""
        self.connection.close()
