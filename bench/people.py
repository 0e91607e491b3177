"""Who the bench is: one account of the measured facility for each role, signed in once by the form."""

from bench.client import Line, Request, Session, sign_in, token_in
from bench.consumed import Store
from bench.serving import Server

COPIES = 64
_COOKIE = "pulih"
_ALSO = {"head_of_facility": "facility_head"}


class Desk:
    """Somebody signed in, with further sessions of the same person for what is sent many times."""

    def __init__(self, server: Server, store: Store, role: str) -> None:
        accounts = store.nation.accounts
        username = accounts.get(role) or accounts[_ALSO.get(role, role)]
        self.server = server
        self.own = sign_in(server.port, username, store.nation.password)
        keys = store.several(self.own.cookies[_COOKIE], COPIES)
        self.sessions = [Session({**self.own.cookies, _COOKIE: key}, self.own.token) for key in keys]

    def page(self, path: str) -> str:
        """A page this person looks at; what its forms need is kept for all sessions."""
        line = Line(self.server.port)
        answer = line.send(Request("GET", path), self.own)
        line.close()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}: the bench cannot go on.")
        if token := token_in(answer.text):
            for one in (self.own, *self.sessions):
                one.token = token
                one.cookies["csrftoken"] = self.own.cookies["csrftoken"]
        return answer.text
