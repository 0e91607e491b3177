"""What facilities are entrusted with each budget year, and the registers they brought in month by month."""

import json
import random
from datetime import date
from hashlib import sha256

import psycopg

from pulih.cli.generating import figures
from pulih.cli.generating.nation import Nation
from pulih.cli.generating.rows import moment_of, new_id, stamp
from pulih.rules.permissions import Role
from pulih.rules.register import Outcome

MONTHS = 12
"""guess: so many months of register files are remembered."""
_EMPTY = {one.value: 0 for one in Outcome} | {"bad": 0, "doubt": 0}
"""What an import says of its file, as `actions.imports` counts it."""


def write(connection: psycopg.Connection, nation: Nation, seed: int, today: int) -> None:
    """Designations with their targets, and applied imports; one row each, so that no process is needed."""
    draw = random.Random(f"{seed} entrusted")
    year = date.fromordinal(today).year
    with connection.cursor() as cursor:
        columns = "organisation_id, programme_id, budget_year, target, decree_number, decree_date, revision"
        with cursor.copy(f"COPY designation ({columns}) FROM STDIN".encode()) as copy:
            for one in nation.facilities:
                if not one.programme:
                    continue
                target = round(draw.triangular(*figures.PLACES))
                medical = round(target * draw.uniform(*figures.MEDICAL))
                for of in range(year - figures.YEARS + 1, year + 1):
                    for programme, people in (("medical", medical), ("social", target - medical)):
                        decree = f"SK-{one.number:03}/LATIHAN/{of}"
                        copy.write_row((one.office, programme, of, max(1, people), decree, f"{of}-01-15", 1))
        columns = ("id, organisation_id, account_id, kind, file_name, sha256, state, counts, headings, created_at,"
                   " applied_at, revision")  # fmt: skip
        with cursor.copy(f"COPY import_batch ({columns}) FROM STDIN".encode()) as copy:
            for one in nation.facilities:
                late = draw.randrange(28)
                for month in range(MONTHS):
                    day = today - late - 30 * month
                    counts = json.dumps(_EMPTY | {"same": one.present, "residents": one.present,
                                                  "rows": one.present})  # fmt: skip
                    name = f"register-{date.fromordinal(day):%Y-%m}.csv"
                    hashed = sha256(f"{one.office} {name}".encode()).hexdigest()
                    copy.write_row((new_id(draw, moment_of(day, 70)), one.office,
                                    one.one(Role.REGISTRAR).account, "residents", name, f"\\x{hashed}",
                                    "applied", counts, "{}", stamp(day, 70), stamp(day, 75), 2))  # fmt: skip
