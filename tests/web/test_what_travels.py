"""What a form brings and a notice carries away: read as Django reads it, and readable by nobody else."""

from http.cookies import SimpleCookie

import pytest
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory, override_settings
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st

from pulih.web.door.notices import COOKIE, IN_SESSION, SealedNotices
from pulih.web.door.request import SentForm


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=9)), max_size=12))
def test_a_sent_form_holds_what_djangos_would(pairs):
    kept = QueryDict(mutable=True)
    for key, value in pairs:
        kept.appendlist(key, value)
    body = kept.urlencode().encode()
    assert list(SentForm(body, encoding="utf-8").lists()) == list(QueryDict(body, encoding="utf-8").lists())


@given(st.binary(max_size=60))
def test_nor_does_any_rubbish_read_differently(body):
    assert list(SentForm(body, encoding="utf-8").lists()) == list(QueryDict(body, encoding="utf-8").lists())


def test_a_sent_form_is_not_changed_and_has_a_limit():
    form = SentForm(b"a=1&a=2")
    assert form.getlist("a") == ["1", "2"]
    with pytest.raises(AttributeError):
        form.appendlist("a", "3")
    with pytest.raises(AttributeError):
        form["a"] = "3"
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=1), pytest.raises(TooManyFieldsSent):
        SentForm(b"a=1&b=2")


class _Session(dict):
    def __init__(self, key):
        super().__init__()
        self.session_key = key


def store(session, cookies=None):
    request = RequestFactory().get("/")
    request.session = session
    request.COOKIES = dict(cookies or {})
    return SealedNotices(request)


def carried(session, *messages, cookies=None):
    """The cookies a browser has after an answer with these notices."""
    kept, response = store(session, cookies), HttpResponse()
    for level, text in messages:
        kept.add(level, text)
    kept.update(response)
    return {name: one.value for name, one in SimpleCookie(response.cookies.output(header="")).items()}


pytestmark = pytest.mark.usefixtures("db")


def test_a_notice_is_said_once_and_lies_sealed_in_the_browser():
    session = _Session("satu")
    cookies = carried(session, (25, "Agus Rekaan diterima."), (30, mark_safe("<b>Dua</b> orang.")))
    assert "Agus" not in cookies[COOKIE]
    assert not session, "nothing lies in the session"
    kept = store(session, cookies)
    assert [(one.level, one.message) for one in kept] == [
        (25, "Agus Rekaan diterima."),
        (30, "<b>Dua</b> orang."),
    ]
    assert [isinstance(one.message, SafeString) for one in kept] == [False, True]
    response = HttpResponse()
    kept.update(response)
    assert response.cookies[COOKIE]["max-age"] == 0, "said, and taken away"


def test_another_session_a_changed_cookie_and_none_say_nothing():
    cookies = carried(_Session("satu"), (25, "Tersimpan."))
    assert list(store(_Session("dua"), cookies)) == []
    assert list(store(_Session("satu"), {COOKIE: cookies[COOKIE][:-6] + "AAAAA="})) == []
    for rubbish in ("", '""', "x", "é", "A" * 40):
        assert list(store(_Session("satu"), {COOKIE: rubbish})) == []


def test_long_notices_lie_in_the_session_and_are_said_once_too():
    session = _Session("satu")
    cookies = carried(session, (30, "Panjang " * 400))
    assert cookies[COOKIE] == IN_SESSION
    kept = store(session, cookies)
    assert [one.message for one in kept] == ["Panjang " * 400]
    response = HttpResponse()
    kept.update(response)
    assert not session
    assert response.cookies[COOKIE]["max-age"] == 0


def test_what_was_not_said_yet_waits_beside_what_is_new():
    session = _Session("satu")
    first = carried(session, (25, "Satu."))
    both = carried(session, (25, "Dua."), cookies=first)
    assert [one.message for one in store(session, both)] == ["Satu.", "Dua."]
