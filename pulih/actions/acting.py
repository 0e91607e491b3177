"""The frame of every action: a permission, a savepoint, and the memory of what was refused."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import connection, transaction

from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

P = ParamSpec("P")
R = TypeVar("R")


def action(permission: Permission | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a use case: `by` must hold the permission; a refusal undoes what was written.

    None is for what everybody may do to their own account, and for the door itself: signing in has
    no `by` yet.

    The savepoint lets a refused form render again in the same transaction. Refusals that are
    attempts (a missing permission, somebody else's record) are audited after the transaction.
    """

    def frame(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            by = cast("Actor | None", kwargs.get("by"))
            try:
                if permission is not None:
                    require(cast(Actor, by).may(permission), attempt=True)
                with transaction.atomic():
                    return function(*args, **kwargs)
            except RuleBroken as broken:
                if broken.attempt and by is not None:
                    scope.note_refusal(by, broken, f"{_topic(function)}.{function.__name__}")
                raise

        act.permission = permission  # type: ignore[attr-defined]
        return act

    return frame


def _topic(function: Callable[..., object]) -> str:
    """`staff` for `pulih.actions.staff` as for a module inside a package of that name."""
    return function.__module__.removeprefix("pulih.actions.").split(".")[0]


def use_once(token: UUID | None, by: Actor) -> None:
    """Refuse a form that was already carried out: a double click, a reload, a second tab.

    The row is written with the work, so a refused attempt leaves the token free. A second request
    at the same moment waits for the first to end.
    """
    if token is None or by.account_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO submission (token, account_id, at) VALUES (%s, %s, now()) ON CONFLICT DO NOTHING",
            [token, by.account_id],
        )
        if cursor.rowcount == 0:
            raise RuleBroken("already_sent")


def require_first_time(taken: int, token: UUID | None, by: Actor) -> None:
    """The same for a statement that took the token with `ONCE`: `taken` is how many rows that wrote."""
    if token is not None and by.account_id is not None and not taken:
        raise RuleBroken("already_sent")
