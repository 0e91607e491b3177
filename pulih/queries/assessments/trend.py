"""One instrument of one person over time: every form in force, in order, with its scores as they were stored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.instruments.comparing import Measured
from pulih.rules.instruments.scales import Label
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class TrendScore:
    """A score in force with what it hangs on; `measured` is what a comparison looks at."""

    measured: Measured
    bands: Mapping[str, Label | None] = field(default_factory=dict)

    @property
    def value(self) -> float | None:
        """The score; None where there is none."""
        return self.measured.value


@dataclass(frozen=True)
class TrendForm:
    """A form in force, of the plan or beside it."""

    id: UUID
    point: str
    wave: str
    """Its wave's name; empty beside every programme."""
    taken_on: date
    version: str
    mode: str
    time_window: str
    scores: Mapping[str, TrendScore]
    """By the code of the scale."""


@dataclass(frozen=True)
class Trend:
    """The forms of one instrument, the earliest first."""

    instrument: str
    forms: tuple[TrendForm, ...]

    def first(self, scale: str) -> TrendScore | None:
        """The earliest score of a scale: what the later ones are read against."""
        scored = (form.scores.get(scale) for form in self.forms)
        return next((one for one in scored if one is not None and one.value is not None), None)

    def scales(self) -> frozenset[str]:
        """Scales that ever had a score."""
        return frozenset(
            code for form in self.forms for code, one in form.scores.items() if one.value is not None
        )


_FORMS = """
SELECT r.id, r.point, coalesce(w.name, ''), r.taken_on, r.version, r.mode, r.time_window,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(s.scale, s.value, s.version, s.coding, s.rule, s.engine,
                                                    s.bands)), '[]')
        FROM score s WHERE s.response_id = r.id AND NOT EXISTS (
            SELECT 1 FROM score n WHERE n.response_id = s.response_id AND n.scale = s.scale AND n.id > s.id))::text
FROM response r LEFT JOIN wave w ON w.id = r.wave_id
WHERE r.organisation_id = %s AND r.person_id = %s AND r.instrument = %s
  AND NOT EXISTS (SELECT 1 FROM response n WHERE n.amends_id = r.id)
ORDER BY r.taken_on, r.recorded_at, r.id
"""


def trend_of(actor: Actor, person_id: UUID, instrument: str) -> Trend:
    """The forms of an instrument that this office took of somebody whose record was opened as `measures`.

    Opening the record left the read event. One statement, whatever the number of forms.
    """
    require(actor.may(Permission.READ_MEASURES), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(_FORMS, [actor.organisation_id, person_id, instrument])
        return Trend(instrument, tuple(_form(row) for row in cursor.fetchall()))


def _form(row: tuple[Any, ...]) -> TrendForm:
    form_id, point, wave, taken_on, version, mode, window, scores = row
    found = {}
    for scale, value, of_version, coding, rule, engine, bands in json.loads(scores):
        measured = Measured(
            scale=scale,
            value=value,
            version=of_version,
            coding=coding,
            rule=rule,
            engine=engine,
            time_window=window,
        )
        found[scale] = TrendScore(measured, bands)
    return TrendForm(form_id, point, wave, taken_on, version, mode, window, found)
