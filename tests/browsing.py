"""A real browser on a real server; where no browser can be had, journeys are told to have not run."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
_NOT_RUN = "not run: no browser"
_HOW = "Install chromium (Debian: apt-get install chromium) or set PULIH_CHROMIUM to a Chromium program."
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """The Chromium to drive: PULIH_CHROMIUM, else one on the path."""
    named = os.environ.get("PULIH_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark journeys as committing, and as not run where there is no browser."""
    browser = find_browser()
    for item in items:
        if item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.commits)
            if browser is None:
                item.add_marker(pytest.mark.skip(reason=_NOT_RUN))


def _not_run(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    return sum(_NOT_RUN in str(report.longrepr) for report in skipped)


def _tolerated() -> bool:
    return os.environ.get("PULIH_WITHOUT_BROWSER") == "1" and os.environ.get("PULIH_REQUIRE_BROWSER") != "1"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run that skipped its journeys has not passed, unless somebody said so beforehand."""
    if hasattr(session.config, "workerinput"):
        return
    if _not_run(session.config) and not _tolerated() and session.exitstatus in (0, pytest.ExitCode.OK):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say in words that journeys did not run and how to get a browser."""
    if number := _not_run(config):
        terminalreporter.section("journeys not run")
        verdict = "tolerated by PULIH_WITHOUT_BROWSER=1" if _tolerated() else "the run counts as failed"
        terminalreporter.write_line(f"{number} journeys were NOT RUN ({verdict}). {_HOW}")
        if not _tolerated():
            terminalreporter.write_line("Set PULIH_WITHOUT_BROWSER=1 to pass without them.")


class LiveServer:
    """The application behind a real socket, in threads of this process."""

    def __init__(self) -> None:
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
        from django.core.wsgi import get_wsgi_application
        from django.db import connections

        class Quiet(WSGIRequestHandler):
            """Says nothing: the tests do."""

            def log_message(self, format: str, *args: Any) -> None:
                """Drop the line."""

        class Server(ThreadedWSGIServer):
            """Gives a request's connection back when its thread ends."""

            def close_request(self, request: Any) -> None:
                """Close the socket and this thread's database connections."""
                super().close_request(request)
                connections.close_all()

        self._server = Server(("127.0.0.1", 0), Quiet)
        self._server.daemon_threads = True
        self._server.set_app(get_wsgi_application())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)


@pytest.fixture
def live_server(request: pytest.FixtureRequest, db: str) -> Iterator[LiveServer]:
    """The application on this test's database; the test must be marked `journey` or `commits`."""
    if not request.node.get_closest_marker("commits"):
        pytest.fail("a live server works on other connections: mark the test `journey` or `commits`")
    server = LiveServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One Chromium a worker."""
    from playwright.sync_api import sync_playwright

    program = find_browser()
    if program is None:
        pytest.skip(_NOT_RUN)
    # playwright's loop runs in the main thread, where Django would then refuse all work
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: "Browser", live_server: LiveServer) -> Iterator["Page"]:
    """A page of an Indonesian browser; an error in its JavaScript fails the test."""
    context = browser.new_context(
        base_url=live_server.url, locale="id-ID", timezone_id="Asia/Jakarta", reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    errors: list[str] = []
    made = context.new_page()
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    context.close()
    assert not errors, f"the page's JavaScript failed: {errors}"
