"""Three hundred people at work: each signs in, clicks at a human pace, and remembers what was acknowledged."""

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.client import Answer, Line, NotAnswered, Request, Session, sign_in, token_in

THINK = (2.0, 6.0)
"""Seconds between two clicks."""
_WRITES = 0.3
"""How often a click sends a form, as long as there is one to send."""


@dataclass(frozen=True)
class Task:
    """A form to send, with the key by which it is found in the database afterwards."""

    kind: str
    key: str
    request: Request


@dataclass(frozen=True)
class Work:
    """What one user does: pages to look at, in a mix, and forms to send, each once."""

    username: str
    password: str
    pages: tuple[tuple[str, str], ...]
    """Kind and path."""
    tasks: tuple[Task, ...]
    seed: int


@dataclass(frozen=True)
class Click:
    """One request as its user met it; `at` is seconds since the beginning."""

    at: float
    ms: float
    kind: str
    failure: str

    @property
    def begun(self) -> float:
        """When it was sent, in seconds since the beginning."""
        return self.at - self.ms / 1000


@dataclass
class Diary:
    """What one process of users brings back."""

    clicks: list[Click] = field(default_factory=list)
    acknowledged: list[tuple[str, str]] = field(default_factory=list)


class User:
    """One person at one browser."""

    def __init__(self, port: int, work: Work, began: float, diary: Diary) -> None:
        self.work, self.began, self.diary = work, began, diary
        self.line, self.port = Line(port, patient=False), port
        self.draw = random.Random(work.seed)
        self.session = Session()

    def run(self, seconds: float) -> None:
        """Sign in some time in the first minute, again where it failed, then click until the end."""
        time.sleep(self.draw.uniform(0, min(60.0, seconds / 4)))
        while not self._sign_in() and time.monotonic() - self.began < seconds:
            time.sleep(self.draw.uniform(*THINK))
        tasks = list(self.work.tasks)
        while time.monotonic() - self.began < seconds:
            time.sleep(self.draw.uniform(*THINK))
            if tasks and self.draw.random() < _WRITES:
                self._write(tasks.pop())
            else:
                kind, path = self.draw.choice(self.work.pages)
                self._click(kind, Request("GET", path))
        self.line.close()

    def _sign_in(self) -> bool:
        begun = time.monotonic()
        failure = ""
        try:
            self.session = sign_in(self.port, self.work.username, self.work.password)
        except (OSError, NotAnswered, SystemExit) as why:
            failure = f"{type(why).__name__} {why}"
        self._note(begun, "sign in", failure)
        return not failure

    def _write(self, task: Task) -> None:
        answer = self._click(task.kind, task.request)
        if answer is None:
            return
        self.diary.acknowledged.append((task.kind, task.key))
        if answer.status == 303:
            self._click("page after a form", Request("GET", answer.headers["location"]))

    def _click(self, kind: str, request: Request) -> Answer | None:
        begun, failure, answer = time.monotonic(), "", None
        try:
            answer = self.line.send(request, self.session)
        except (OSError, NotAnswered) as why:
            self.line.close()
            failure = type(why).__name__
        else:
            if answer.status != request.expect:
                failure, answer = f"status {answer.status}", None
            elif token := token_in(answer.text):
                self.session.token = token
        self._note(begun, kind, failure)
        return answer

    def _note(self, begun: float, kind: str, failure: str) -> None:
        now = time.monotonic()
        self.diary.clicks.append(Click(now - self.began, (now - begun) * 1000, kind, failure))


def work_together(port: int, works: Sequence[Work], began: float, seconds: float) -> Diary:
    """All users of one process, a thread each, until the time is over."""
    diary = Diary()
    threads = [
        threading.Thread(target=User(port, one, began, diary).run, args=(seconds,), daemon=True)
        for one in works
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return diary
