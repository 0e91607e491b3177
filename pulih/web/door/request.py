"""A request whose form is read quickly: a group of 22 sends a hundred fields."""

from typing import Any, cast

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

FORM = "application/x-www-form-urlencoded"


class SentForm(QueryDict):
    """The fields of a form as they were sent.

    Django asks of every key and value whether it is bytes, and looks three times for the list it belongs to: a
    quarter of what marking a group took. What the parser answers is text.
    """

    def appendlist(self, key: str | bytes, value: Any) -> None:
        """Add a value to the list of a key."""
        if type(key) is str and type(value) is str and self._mutable:
            dict.setdefault(cast("dict[str, Any]", self), key, []).append(value)
        else:
            super().appendlist(key, value)


class Request(WSGIRequest):
    """Django's request with forms read as above; uploads, and bodies somebody has begun to read, as Django does."""

    def _load_post_and_files(self) -> None:
        begun = self._read_started and not hasattr(self, "_body")
        if self.method != "POST" or self.content_type != FORM or self._encoding is not None or begun:
            super()._load_post_and_files()
            return
        self._post = SentForm(self.body, encoding="utf-8")
        self._files: MultiValueDict[str, Any] = MultiValueDict()


def answering_with(application: WSGIHandler) -> WSGIHandler:
    """Let an application make its requests of this class."""
    application.request_class = Request
    return application
