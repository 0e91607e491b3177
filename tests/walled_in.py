"""What keeps tests honest: no network, no database unasked for, no commit where none was announced."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_open = False


class NetworkBlocked(RuntimeError):
    """A test reached for another machine."""


def _is_here(host: object) -> bool:
    if host in ("localhost", "", None, b"localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def block_network() -> None:
    """Let sockets of this process reach this machine only."""
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise NetworkBlocked(f"tests reach no other machine, not even {address[0]}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(self, address)
        return connect_ex(self, address)

    def guarded_lookup(host: Any, *rest: Any, **named: Any) -> Any:
        if not _is_here(host):
            raise NetworkBlocked(f"tests look up no other machine, not even {host!r}")
        return lookup(host, *rest, **named)

    socket.socket.connect = guarded_connect  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = guarded_lookup


def block_database() -> None:
    """A test that did not ask for `db` gets none, so that pure tests stay pure and fast."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    connect = BaseDatabaseWrapper.connect

    def guarded(self: BaseDatabaseWrapper) -> None:
        if not _open:
            raise RuntimeError("this test did not ask for a database: use the fixture `db`")
        connect(self)

    BaseDatabaseWrapper.connect = guarded  # type: ignore[method-assign]


@contextmanager
def database_open() -> Iterator[None]:
    """The time in which a test may use its database."""
    global _open
    _open = True
    try:
        yield
    finally:
        _open = False


@contextmanager
def rolled_back() -> Iterator[None]:
    """One transaction around a test, undone at its end; `durable` blocks are allowed inside it."""
    from django.db import transaction

    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]
    with around:
        yield
        transaction.set_rollback(True)
