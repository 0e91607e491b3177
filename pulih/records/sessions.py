"""Sessions in schema `login`, with account and membership as columns, read together with the scope."""

from typing import Any, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from pulih.records.models.staff import Session

MEMBERSHIP = "membership"
"""Key in the session's data that names the active membership."""


class SessionStore(DatabaseStore):
    """Django's database store on our own model; `preload` spares the second read of the row."""

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

    def preload(self, encoded: str) -> None:
        """Take the data the scope's statement has already read."""
        self._session_cache = self.decode(encoded)
