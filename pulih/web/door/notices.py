"""What the next page is to say ("Kehadiran tersimpan."), carried by the browser instead of the database.

Kept in the session, a notice costs a statement when it is made and another when it is read, at every form. A
browser may carry it because it is sealed: it can name a person, and nobody is to find names in what a shared
computer keeps. It opens only in the session it was made in.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from hashlib import sha256
from secrets import token_bytes
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.session import SessionStorage
from django.db import transaction
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe

COOKIE: Final = "pulih_kabar"
IN_SESSION: Final = "session"
"""The whole cookie where the notices are too long for one: then they lie in the session after all."""
LONGEST: Final = 2000
_NONCE: Final = 12


class SealedNotices(SessionStorage):
    """Django's store of messages in a sealed cookie of this session; long ones in the session itself."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message], bool]:
        brought = self.request.COOKIES.get(COOKIE, "")
        if brought == IN_SESSION:
            found: tuple[list[Message], bool] = super()._get(*args, **kwargs)  # type: ignore[misc]
            return found
        return self._open(brought) if brought else [], True

    def _store(
        self, messages: list[Message], response: HttpResponse, *args: Any, **kwargs: Any
    ) -> list[Message]:
        brought = self.request.COOKIES.get(COOKIE)
        if brought == IN_SESSION:
            super()._store([], response)  # type: ignore[misc]
        # What was to be said of an act that is not kept would be a lie.
        if messages and not transaction.get_rollback():
            sealed = self._seal(messages)
            if len(sealed) > LONGEST:
                super()._store(messages, response)  # type: ignore[misc]
                sealed = IN_SESSION
            response.set_cookie(
                COOKIE,
                sealed,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite=settings.SESSION_COOKIE_SAMESITE,
            )
        elif brought is not None:
            response.delete_cookie(COOKIE, samesite=settings.SESSION_COOKIE_SAMESITE)
        return []

    def _session(self) -> bytes:
        return (self.request.session.session_key or "").encode()

    def _seal(self, messages: list[Message]) -> str:
        said = [
            [one.level, str(one.message), isinstance(one.message, SafeString), one.extra_tags]
            for one in messages
        ]
        nonce = token_bytes(_NONCE)
        sealed = _cipher().encrypt(nonce, json.dumps(said, ensure_ascii=False).encode(), self._session())
        return urlsafe_b64encode(nonce + sealed).decode()

    def _open(self, brought: str) -> list[Message]:
        """The notices; none when the cookie was changed, or is of another session or another key."""
        try:
            sealed = urlsafe_b64decode(brought)
            said = json.loads(_cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], self._session()))
        except (InvalidTag, ValueError):
            return []
        return [
            Message(level, mark_safe(text) if safe else text, extra_tags=tags)
            for level, text, safe, tags in said
        ]


@cache
def _cipher() -> AESGCM:
    return AESGCM(sha256(b"pulih notices " + settings.SECRET_KEY.encode()).digest())
