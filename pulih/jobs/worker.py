"""What runs by itself beside the pages: sealing the audit, keeping partitions ahead, procrastinate's jobs."""

import asyncio
import contextlib
import logging
import os
import signal
import threading
import time
from types import FrameType

import psycopg

log = logging.getLogger("pulih.worker")

SEAL_EVERY = 1.0
PARTITIONS_EVERY = 24 * 3600.0
_LONGEST_PAUSE = 30.0


class Sealer(threading.Thread):
    """Seals the audit each second on a connection of its own; a lost connection is opened again."""

    def __init__(self, url: str, stop: threading.Event, *, parent: int | None = None) -> None:
        super().__init__(name="sealer", daemon=True)
        self.url = url
        self.stopping = stop
        self.parent = parent

    def run(self) -> None:
        """Seal until told to stop; after a failure wait longer each time."""
        pause = SEAL_EVERY
        while not self.stopping.is_set():
            try:
                with psycopg.connect(
                    self.url, autocommit=True, application_name="pulih sealer"
                ) as connection:
                    self._seal(connection)
            except psycopg.Error as error:
                log.warning("sealing failed and is tried again in %.0f s: %s", pause, str(error).strip())
                self.stopping.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                pause = SEAL_EVERY

    def _seal(self, connection: psycopg.Connection) -> None:
        partitions_due = 0.0
        while not self.stopping.is_set():
            if time.monotonic() >= partitions_due:
                connection.execute("SELECT gate.ensure_partitions()")
                partitions_due = time.monotonic() + PARTITIONS_EVERY
            connection.execute("SELECT gate.seal()")
            if self.parent is not None and os.getppid() != self.parent:
                self.stopping.set()
            self.stopping.wait(SEAL_EVERY)


async def _run_jobs(stop: threading.Event) -> None:
    """Run procrastinate's worker until told to stop."""
    from procrastinate.contrib.django import app

    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker_app.open_async():
        running = asyncio.create_task(
            worker_app.run_worker_async(install_signal_handlers=False, shutdown_graceful_timeout=20)
        )
        while not stop.is_set() and not running.done():
            await asyncio.sleep(0.2)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


def _work(stop: threading.Event) -> None:
    """Run jobs, and begin again after the database went away."""
    while not stop.is_set():
        try:
            asyncio.run(_run_jobs(stop))
        except Exception:
            log.exception("the jobs stopped and are started again in %.0f s", _LONGEST_PAUSE)
            stop.wait(_LONGEST_PAUSE)


def _has_tasks() -> bool:
    """Whether anything but procrastinate's own housekeeping is registered."""
    from procrastinate.contrib.django import app

    app.perform_import_paths()
    return any("procrastinate.builtin_tasks" not in name for name in app.tasks)


def run(url: str, *, parent: int | None = None) -> None:
    """Work until SIGTERM or SIGINT, or until the parent process that wanted us is gone."""
    stop = threading.Event()

    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    sealer = Sealer(url, stop, parent=parent)
    sealer.start()
    if _has_tasks():
        _work(stop)
    stop.wait()
    sealer.join(timeout=10)


def main(parent: int | None = None) -> None:
    """Work on the database that the environment names, as long as `parent` lives where one is given."""
    import django

    django.setup()
    run(os.environ["DATABASE_URL"], parent=parent)


if __name__ == "__main__":
    main()
