"""The database as Django's settings name it: `pulih.records.engine`.

Django's own check of a pooled connection sends an empty statement before every request. A server that went
away has closed its end of the line, which the operating system knows at once: looking there costs no round trip.

Every action has a savepoint; it is sent as the plain command it is, without cursor and wrappers.
"""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base, operations
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus


class DatabaseOperations(operations.DatabaseOperations):
    """Says a statement's text also where it was sent prepared, which Django's does not know."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """What was sent, for those who count or read statements."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    """Hands out no connection whose other end is closed, such as after a restart of the server."""

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection of the pool that is alive; the pool replaces those that are not."""
        connection = super().get_new_connection(conn_params)
        while self.pool and not _is_open(connection):
            connection.close()
            self.pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        return connection

    def _savepoint(self, sid: str) -> None:
        self._command(self.ops.savepoint_create_sql(sid))

    def _savepoint_rollback(self, sid: str) -> None:
        self._command(self.ops.savepoint_rollback_sql(sid))

    def _savepoint_commit(self, sid: str) -> None:
        self._command(self.ops.savepoint_commit_sql(sid))

    def _command(self, command: str) -> None:
        """Send what takes no values and answers no rows; psycopg opens the transaction with a first statement."""
        line = self.connection.pgconn if self.connection is not None else None
        if line is None or line.transaction_status == TransactionStatus.IDLE:
            with self.cursor() as cursor:
                cursor.execute(command)
            return
        with self.wrap_database_errors:
            result = line.exec_(command.encode())
            if result.status != ExecStatus.COMMAND_OK:
                raise error_from_result(result)


def _is_open(connection: Any) -> bool:
    """Whether nothing waits on the line of an idle connection: a server that ends one writes, or closes it."""
    if connection.closed:
        return False
    line = select.poll()
    line.register(connection.pgconn.socket, select.POLLIN | select.POLLERR | select.POLLHUP)
    if not line.poll(0):
        return True
    # A notice may have come as well, such as of a reloaded setting: then the server is asked.
    try:
        connection.execute("")
    except psycopg.Error:
        return False
    return True
