"""Running an indicator: the facts are laid out in temporary tables, and read as `pulih_reader` alone.

The tables have the shape of the star that schema `mart` will have, so that the same files run there.
They live as long as the transaction. `pulih_reader` has no right to any other table: an indicator
cannot reach a person by mistake.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

from django.db import connection

FACTS = {
    "mart_enrolment": "enrolment_key text, person_key text, programme text, removed int, completed int,"
    " place_group text, place_reason text, place_rank int, ended_on date, better int, measured_both int",
    "mart_measure": "enrolment_key text, person_key text, programme text, completed int, point text",
    "mart_domain": "enrolment_key text, person_key text, programme text, completed int, domain text,"
    " in_rule int, measured int, increased int, improved int, declined int",
    "mart_urine": "enrolment_key text, person_key text, programme text, state text, state_rank int,"
    " eligible int, tested int, passed int",
}
"""Each fact table with its columns; truth is 0 or 1, which every engine can add up."""


@contextmanager
def facts(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Iterator[None]:
    """Lay out the facts for the length of a block, and read them with the reader's eyes."""
    with connection.cursor() as cursor:
        for table, columns in FACTS.items():
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
            cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")
            cursor.execute(
                f"INSERT INTO pg_temp.{table} SELECT * FROM jsonb_to_recordset(%s::jsonb) AS r ({columns})",
                [json.dumps(list(rows[table]), default=str)],
            )
            cursor.execute(f"GRANT SELECT ON pg_temp.{table} TO pulih_reader")
        cursor.execute("SET LOCAL ROLE pulih_reader")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")


def run(name: str) -> list[dict[str, Any]]:
    """The cells of one indicator, by the names of its columns."""
    with connection.cursor() as cursor:
        cursor.execute((files("pulih.indicators") / f"{name}.sql").read_text(encoding="utf-8"))
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
