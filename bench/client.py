"""A keep-alive HTTP client that costs next to nothing, because it shares the two cores with what it measures.

It knows what a browser must know to sign in and to send forms: cookies, the form's hidden token, redirects
that are not followed. It speaks to 127.0.0.1 alone.
"""

import gzip
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_TIMEOUT = 60


class NotAnswered(Exception):
    """The line broke before the whole answer was there: whether the request was carried out is unknown."""


@dataclass(frozen=True)
class Answer:
    """What came back; `wire` counts the body as it travelled."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    wire: int

    @property
    def text(self) -> str:
        """The body in words."""
        return self.body.decode(errors="replace")


@dataclass(frozen=True)
class Request:
    """One request of an operation, ready to be sent; `expect` is the only status that counts as done."""

    method: str
    path: str
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    expect: int = 200
    json: bytes = b""


@dataclass
class Session:
    """Somebody who is signed in: their cookies and the token their forms carry."""

    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""


class Line:
    """One connection, kept open; made anew when the other side closed it."""

    def __init__(self, port: int, *, compressed: bool = True, patient: bool = True) -> None:
        """`patient` sends again on a new line what an idle line that was closed meanwhile did not take."""
        self.port = port
        self.compressed = compressed
        self.patient = patient
        self._socket: socket.socket | None = None
        self._rest = b""

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b""

    def raw(self, request: Request, session: Session) -> bytes:
        """The request as it travels."""
        body = request.json
        extra = dict(request.headers)
        if request.form:
            body = urlencode({"csrfmiddlewaretoken": session.token, **request.form}).encode()
            extra.setdefault("Content-Type", "application/x-www-form-urlencoded")
        elif body:
            extra.setdefault("Content-Type", "application/json")
        cookie = "; ".join(f"{name}={value}" for name, value in session.cookies.items())
        lines = [f"{request.method} {request.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if cookie:
            lines.append(f"Cookie: {cookie}")
        if self.compressed:
            lines.append("Accept-Encoding: gzip")
        if body:
            lines.append(f"Content-Length: {len(body)}")
        lines += [f"{name}: {value}" for name, value in extra.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    def send(self, request: Request, session: Session) -> Answer:
        """Send and take the whole answer; cookies are kept, redirects are answers like others."""
        answer = self.exchange(self.raw(request, session))
        if cookies := answer.headers.get("set-cookie"):
            for one in cookies.split("\n"):
                name, _, value = one.split(";", 1)[0].partition("=")
                session.cookies[name.strip()] = value
        return answer

    def exchange(self, raw: bytes) -> Answer:
        """Bytes out, answer in."""
        idle = self._socket is not None
        try:
            return self._exchange(raw)
        except (OSError, NotAnswered):
            self.close()
            if not (idle and self.patient):
                raise
        return self._exchange(raw)

    def _exchange(self, raw: bytes) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=_TIMEOUT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(raw)
        head = self._until(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(":")
            name, value = name.lower(), value.strip()
            headers[name] = f"{headers[name]}\n{value}" if name in headers else value
        body = self._body(int(first.split(" ", 2)[1]), headers)
        wire = len(body)
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(int(first.split(" ", 2)[1]), headers, body, wire)

    def _body(self, status: int, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            pieces = []
            while size := int(self._until(b"\r\n").split(b";")[0], 16):
                pieces.append(self._exactly(size + 2)[:-2])
            self._until(b"\r\n")
            return b"".join(pieces)
        if status in (204, 304):
            return b""
        return self._exactly(int(headers.get("content-length", "0")))

    def _more(self) -> None:
        assert self._socket is not None
        piece = self._socket.recv(262_144)
        if not piece:
            raise NotAnswered("the connection was closed")
        self._rest += piece

    def _until(self, mark: bytes) -> bytes:
        while (place := self._rest.find(mark)) < 0:
            self._more()
        found, self._rest = self._rest[:place], self._rest[place + len(mark) :]
        return found

    def _exactly(self, size: int) -> bytes:
        while len(self._rest) < size:
            self._more()
        found, self._rest = self._rest[:size], self._rest[size:]
        return found


def token_in(page: str) -> str:
    """The hidden token of a page's forms."""
    found = _TOKEN.search(page)
    return found.group(1) if found else ""


def sign_in(port: int, username: str, password: str) -> Session:
    """Sign in by the form, as a person does; the token is that of the page one lands on."""
    session, line = Session(), Line(port)
    session.token = token_in(line.send(Request("GET", "/sign-in/"), session).text)
    form = {"login": username, "password": password}
    answer = line.send(Request("POST", "/sign-in/", form), session)
    if answer.status not in (302, 303):
        raise SystemExit(f"{username} could not sign in: the server answered {answer.status}.")
    landed = line.send(Request("GET", answer.headers["location"]), session)
    if landed.status != 200:
        raise SystemExit(
            f"{username} signed in and met {landed.status} {landed.headers.get('location', '')}."
        )
    session.token = token_in(landed.text)
    line.close()
    return session
