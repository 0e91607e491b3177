"""Sessions in schema `login`, with account and membership as columns, read together with the scope."""

from typing import Any, cast

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from pulih.records.asking import ask
from pulih.records.models.staff import Session

_KEEP = """
UPDATE session SET session_data = %(data)s, expire_date = %(ends)s, account_id = %(account)s::uuid,
                   membership_id = %(membership)s::uuid
WHERE session_key = %(key)s RETURNING 1
"""

MEMBERSHIP = "membership"
"""Key in the session's data that names the active membership."""


class SessionStore(DatabaseStore):
    """Django's database store on our own model; `preload` spares the second read of the row."""

    _encoded: str | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The model Django's store works on."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Copy account and membership out of the data into columns."""
        session = cast(Session, super().create_model_instance(data))
        session.account_id = data.get("_auth_user_id")
        session.membership_id = data.get(MEMBERSHIP)
        return session

    def save(self, must_create: bool = False) -> None:
        """Keep the session; one that exists with one statement and no savepoint."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        data: dict[str, Any] = self._session  # type: ignore[attr-defined]
        values = {
            "key": self.session_key,
            "data": self.encode(data),
            "ends": self.get_expiry_date(),
            "account": data.get("_auth_user_id"),
            "membership": data.get(MEMBERSHIP),
        }
        if not ask(_KEEP, values):
            raise UpdateError

    def preload(self, encoded: str) -> None:
        """Take the data the scope's statement has already read; most answers never look into it."""
        self._encoded = encoded

    def load(self) -> dict[str, Any]:
        """The session's data: what was read with the scope, else its row."""
        if self._encoded is not None:
            encoded, self._encoded = self._encoded, None
            return self.decode(encoded)
        return super().load()
