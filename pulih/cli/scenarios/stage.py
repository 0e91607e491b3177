"""Who plays where, on which day: each act in its role's context, in the order of the calendar."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken

_WESTERN = ZoneInfo("Asia/Jakarta")
_WITHIN_A_DAY = ("registrar", "assessor", "counsellor", "nurse", "manager", "head", "region", "receiver")
"""Who comes first on one day: somebody is measured before a step ends the measuring."""


class NotRefused(AssertionError):
    """The play tried what the rules must refuse, and was let through."""


@dataclass
class Stage:
    """The offices, the workers, the dice, and what was refused on the way."""

    offices: Mapping[str, int]
    workers: Mapping[str, Actor]
    draw: random.Random
    refused: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def acting(self, who: str, day: date) -> Iterator[Actor]:
        """Work as somebody on a morning of that day."""
        from pulih.records import scope

        actor = self.workers[who]
        moment = datetime(day.year, day.month, day.day, 9, tzinfo=_WESTERN)
        with scope.acting_as(actor, at=moment):
            yield actor

    def must_refuse(self, code: str, act: Callable[..., Any], **arguments: Any) -> None:
        """Try what a rule forbids, and count its refusal."""
        try:
            act(**arguments)
        except RuleBroken as broken:
            if code not in {reason.code for reason in broken.reasons}:
                raise
            self.refused[code] += 1
        else:
            raise NotRefused(f"{code}: {act.__name__} was not refused")

    def day_between(self, first: date, last: date) -> date:
        """A day of a period, both ends included."""
        return first + timedelta(days=self.draw.randint(0, (last - first).days))


@dataclass
class Agenda:
    """What is to be done in a wave, kept by day and role, and done in that order."""

    stage: Stage
    _tasks: list[tuple[date, str, Callable[[Actor], None]]] = field(default_factory=list)

    def add(self, day: date, who: str, task: Callable[[Actor], None]) -> None:
        """Put a task down."""
        self._tasks.append((day, who, task))

    def carry_out(self) -> None:
        """Do everything, one transaction a day and role."""
        ordered = sorted(self._tasks, key=lambda one: (one[0], _WITHIN_A_DAY.index(one[1])))
        self._tasks.clear()
        for (day, who), tasks in groupby(ordered, key=lambda one: one[:2]):
            with self.stage.acting(who, day) as actor:
                for _day, _who, task in tasks:
                    task(actor)
