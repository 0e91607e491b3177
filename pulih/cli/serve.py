"""`pulih serve` and `pulih worker`: the parts that stay up."""

import contextlib
import gc
import importlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from random import randrange
from typing import Annotated, Any

import typer

from pulih.cli.connecting import SETTINGS, app_url, in_production, surroundings
from pulih.cli.output import Refused

APPLICATION = "pulih.config.wsgi:application"
_WORKER = "pulih.jobs.worker"
_HANG_UP_AFTER = 50
"""Answers on one line, on average."""
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_THREADS = 8
"""As many as the connection pool holds, so that no request waits for a connection."""

Host = Annotated[str, typer.Option("--host", help="The address to listen on.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")]


def port_is_free(host: str, port: int) -> bool:
    """Whether we could listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _forget_the_owner() -> None:
    """What stays up never holds the owner's address."""
    os.environ.pop("PULIH_CONNECT_AS", None)
    os.environ.pop("PULIH_OWNER_URL", None)


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """A worker as a child for as long as we serve; it leaves by itself should we be killed."""
    child = subprocess.Popen(
        [sys.executable, "-m", "pulih.cli.main", "worker", "--beside", str(os.getpid())],
        env={name: value for name, value in surroundings().items() if name != "PULIH_OWNER_URL"},
        stdin=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            child.kill()


def _leave_with(parent: int) -> None:
    """End this worker when its parent was killed, so that no port stays taken by an orphan."""
    while os.getppid() == parent:
        time.sleep(2)
    os.kill(os.getpid(), signal.SIGTERM)


def load_application(target: str) -> Any:
    """Import the application in a server's worker, out of reach of Ctrl+C, which is for the parent to handle.

    A worker that hears it from the terminal and from its parent as well does not end by itself.
    """
    os.setpgid(0, 0)
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    module, _, name = target.partition(":")
    application = getattr(importlib.import_module(module), name)
    _look_for_rubbish_seldom()
    return spreading(application)


def spreading(application: Wsgi) -> Wsgi:
    """The application, hanging up after one answer in fifty.

    Browsers and proxies keep their lines open, so that after a worker was replaced all of them stay with those that
    were left, and the new one has nothing to do. Hanging up now and then shares them out within minutes.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            if randrange(_HANG_UP_AFTER) == 0:
                headers = [*headers, ("Connection", "close")]
            return start_response(status, headers, *failure)

        return application(environ, start)

    return answer


def _look_for_rubbish_seldom() -> None:
    """Leave what was loaded out of the search for unused objects, and search after ten thousand new ones.

    Python would after seven hundred, several times a page, through everything Django holds: a tenth of a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def run_server(host: str, port: int, workers: int, *, ready: Callable[[], None] | None = None) -> None:
    """Serve pages until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    if not port_is_free(host, port):
        raise Refused(
            "port_taken", f"Port {port} on {host} is taken. Choose another with --port.", field="port"
        )
    _forget_the_owner()
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        backpressure=_THREADS * 32,
        workers_kill_timeout=20,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.error,
    )
    if ready:
        threading.Thread(target=_tell_when_open, args=(host, port, ready), daemon=True).start()
    server.serve(target_loader=load_application)


def _tell_when_open(host: str, port: int, ready: Callable[[], None]) -> None:
    """Name the address once something answers there: granian's own hook runs before its workers listen."""
    while True:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            break
        time.sleep(0.05)
    ready()


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that answer requests.")] = 1,
) -> None:
    """Serve the pages. Outside production a worker runs beside."""
    app_url()
    with contextlib.nullcontext() if in_production() else worker_beside():
        run_server(host, port, workers, ready=lambda: typer.echo(f"Pulih answers at http://{host}:{port}/"))


def worker(
    beside: Annotated[
        int | None, typer.Option("--beside", hidden=True, help="Leave with this process.")
    ] = None,
) -> None:
    """Seal the audit each second, keep partitions ahead, run jobs. One is enough; two do not hurt."""
    app_url()
    _forget_the_owner()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    importlib.import_module(_WORKER).main(beside)  # a command may start jobs, but knows none of them
