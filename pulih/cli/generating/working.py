"""The processes that make facilities, one after another; a facility is one transaction."""

import os
import random
import resource
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess

import psycopg

from pulih.cli.generating.forms import QualityOfLife, Screenings
from pulih.cli.generating.measuring import Measuring
from pulih.cli.generating.nation import Facility
from pulih.cli.generating.pathways import Pathways
from pulih.cli.generating.people import Register, first_day
from pulih.cli.generating.rows import Sheets
from pulih.cli.generating.sittings import Sittings
from pulih.cli.generating.trail import Trail
from pulih.cli.generating.waves import Programmes, Version
from pulih.records.keys import keys


@dataclass(frozen=True)
class Order:
    """What every process must know."""

    url: str
    seed: int
    today: int
    versions: dict[str, Version]


@dataclass(frozen=True)
class Done:
    """A facility that was written: rows by table, and the most memory its process took."""

    facility: Facility
    rows: Counter[str]
    kilobytes: int


class _Ready:
    """What a process prepares once."""

    order: Order
    quality: QualityOfLife
    screenings: Screenings


def _prepare(order: Order) -> None:
    """Get ready, and end with the process that called: nobody writes into a database that was wiped meanwhile."""
    _Ready.order = order
    _Ready.quality, _Ready.screenings = QualityOfLife(), Screenings(order.seed)
    caller = parent_process()
    if caller is not None:
        threading.Thread(target=_end_with, args=(caller,), daemon=True).start()


def _end_with(caller: BaseProcess) -> None:
    caller.join()
    os._exit(1)


def _make(facility: Facility) -> Done:
    order = _Ready.order
    with psycopg.connect(order.url) as connection:
        connection.execute("SET LOCAL synchronous_commit = off")
        sheets = Sheets(connection)
        fill(facility, order, sheets)
        sheets.send()
    return Done(facility, sheets.written, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def fill(facility: Facility, order: Order, sheets: Sheets) -> None:
    """Everything about one facility."""
    seed, today = order.seed, order.today
    trail = Trail(sheets, seed, facility.number)
    people = Register(facility, seed, today, sheets, trail, keys()).fill()
    if not facility.programme:
        return
    draw = random.Random(f"{seed} waves {facility.number}")
    sittings = Sittings(facility, draw, today, sheets)
    sittings.furnish(first_day(today))
    pathways = Pathways(facility, draw, today, sheets, trail)
    measuring = Measuring(facility, draw, today, sheets, trail, _Ready.quality, _Ready.screenings)
    Programmes(
        facility, seed, today, sheets, trail, order.versions, pathways, measuring, sittings, draw
    ).run(people)  # fmt: skip


def make_all(facilities: list[Facility], order: Order, processes: int) -> Iterator[Done]:
    """All facilities, the largest first, as they get done."""
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=_prepare, initargs=(order,)) as pool:
        largest_first = sorted(facilities, key=lambda one: -(one.present + one.gone))
        waiting = [pool.submit(_make, one) for one in largest_first]
        for one in as_completed(waiting):
            yield one.result()
