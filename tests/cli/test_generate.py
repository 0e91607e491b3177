"""`pulih generate`: who may, what it leaves, that a seed means one nation, and that a killed run is mended.

One nation of a thousand people is made once for all that only look at it; those that write have their own.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.contrib.auth.hashers import check_password

from pulih.actions.imports.judging import Judgement
from pulih.actions.imports.staging import count
from pulih.actions.people.facts import name_key
from pulih.cli.database import mark_training
from pulih.cli.generating import laying_aside
from pulih.cli.generating.rows import COLUMNS
from pulih.language.instruments import instrument
from pulih.records.keys import keys
from pulih.rules.identity import check_reference, parse_national_number
from pulih.rules.instruments import score
from pulih.rules.lifecycles import Change, Status, check_correction
from tests.cli.conftest import Ran, run
from tests.database import Databases

PEOPLE = 1_000


@dataclass
class Place:
    """A database of one's own, marked for training or not."""

    databases: Databases
    name: str

    def __post_init__(self) -> None:
        self.cluster = self.databases.cluster
        self.urls = {
            "DATABASE_URL": self.cluster.app_url(self.name),
            "PULIH_OWNER_URL": self.cluster.owner_url(self.name),
        }

    def mark(self) -> None:
        """For training."""
        mark_training(self.cluster.superuser_url(), self.name)

    def owner(self) -> psycopg.Connection:
        """Past the walls."""
        return psycopg.connect(self.urls["PULIH_OWNER_URL"], autocommit=True)

    def pulih(self, *arguments: object) -> Ran:
        """The command on this database."""
        return run(*arguments, **self.urls)

    def generate(self, seed: int = 7, people: int = PEOPLE) -> Ran:
        """The command under test."""
        return self.pulih("generate", "--people", people, "--seed", seed, "--json")


@pytest.fixture
def place(databases: Databases) -> Iterator[Place]:
    """An empty database, for production until a test marks it."""
    with databases.clone(databases.next_name()) as name:
        yield Place(databases, name)


@dataclass
class Nation:
    """The nation that is only looked at."""

    place: Place
    said: Ran
    before: list[laying_aside.Aside]

    def rows(self, statement: str, *values: Any) -> list[Any]:
        """What the owner sees."""
        with self.place.owner() as connection:
            return connection.execute(statement.encode(), values or None).fetchall()

    @property
    def generated(self) -> dict[str, Any]:
        """What the installation says of it."""
        found: dict[str, Any] = self.rows("SELECT generated FROM installation")[0][0]
        return found


@pytest.fixture(scope="module")
def nation(databases: Databases) -> Iterator[Nation]:
    """A thousand people."""
    with databases.clone(databases.next_name()) as name:
        place = Place(databases, name)
        place.mark()
        with place.owner() as connection:
            before = laying_aside.find(connection)
        said = place.generate()
        assert said.code == 0, said.err
        yield Nation(place, said, before)


def codes(said: Ran) -> list[str]:
    """Why a command was refused; lines of progress before it do not count."""
    return [json.loads(line)["code"] for line in said.err.splitlines() if line.startswith("{")]


def digest(place: Place) -> dict[str, str]:
    """A hash of every table, but for what is sealed with a fresh nonce."""
    found = {}
    with place.owner() as connection:
        for table, columns in {**COLUMNS, "login.account": "*", "audit_seal": "*"}.items():
            columns = columns.replace("national_number_cipher,", "")
            rows = connection.execute(f"SELECT md5(t::text) FROM (SELECT {columns} FROM {table}) t".encode())
            found[table] = hashlib.sha256("".join(sorted(row[0] for row in rows)).encode()).hexdigest()
    return found


def test_a_production_database_is_refused(place: Place) -> None:
    said = place.generate()
    assert (said.code, codes(said)) == (1, ["not_a_training_database"])
    assert "--training" in said.err
    assert codes(place.pulih("generate", "--wipe-generated", "--json")) == ["not_a_training_database"]


@pytest.mark.parametrize("people", [0, 999, 5_000_001])
def test_a_number_of_people_that_makes_no_nation_is_refused(place: Place, people: int) -> None:
    place.mark()
    assert codes(place.generate(people=people)) == ["people_out_of_bounds"]


def test_people_that_somebody_else_made_are_left_alone(place: Place) -> None:
    place.mark()
    with place.owner() as connection:
        connection.execute(
            "INSERT INTO person (id, reference, name, sex, national_number_last4, created_at, revision)"
            " VALUES (gen_random_uuid(), 'X', 'Budi Rekaan', 'male', '', now(), 1)"
        )
    assert codes(place.generate()) == ["people_present"]
    assert codes(place.pulih("generate", "--wipe-generated", "--json")) == ["nothing_generated"]
    with place.owner() as connection:
        connection.execute("UPDATE installation SET purpose = 'production'")
    said = place.pulih(
        "database", "init", "--training", "--json", "--superuser-url", place.cluster.superuser_url()
    )
    assert codes(said) == ["people_present"]


def test_the_document_counts_what_was_written(nation: Nation) -> None:
    made = nation.said.document
    assert made["schema"] == "pulih.generate/1"
    assert (made["people"], made["seed"]) == (PEOPLE, 7)
    assert made["attendance"] == made["rows"]["attendance"] > 20 * PEOPLE
    for table, number in made["rows"].items():
        assert nation.rows(f"SELECT count(*) FROM {table}")[0][0] == number, table
    assert 0 < made["peak_memory_mb"] < 500
    assert codes(nation.place.generate()) == ["generated_already"]


def test_everything_laid_aside_is_back(nation: Nation) -> None:
    with nation.place.owner() as connection:
        assert set(laying_aside.find(connection)) == set(nation.before)
    assert nation.rows("SELECT conname FROM pg_constraint WHERE NOT convalidated") == []
    assert nation.rows("SELECT tgname FROM pg_trigger WHERE tgenabled = 'D'") == []
    assert nation.generated["laid_aside"] == []


def test_the_audit_is_whole_and_doctor_is_content(nation: Nation) -> None:
    verified = nation.place.pulih("audit", "verify", "--json")
    assert verified.document["holds"] is True
    assert verified.document["events"] == nation.said.document["rows"]["audit_event"]
    found = nation.place.pulih("doctor", "--json").document
    assert "generation" in found["checked"]
    assert {one["code"] for one in found["problems"]} <= {"key_too_open"}


def test_the_text_of_an_event_is_canonical(nation: Nation) -> None:
    for (body,) in nation.rows("SELECT DISTINCT ON (event) body FROM audit_event"):
        again = json.dumps(json.loads(body), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert body == again


def test_a_register_brought_in_counts_its_rows_as_an_import_does(nation: Nation) -> None:
    said = set(count(Judgement((), {}, {}, {})))
    imports = nation.rows("SELECT counts FROM import_batch")
    assert imports
    for (counts,) in imports:
        assert set(counts) == said
        assert counts["rows"] == counts["same"] == counts["residents"] > 0


def test_every_history_is_a_legal_pathway(nation: Nation) -> None:
    histories = defaultdict(list)
    for row in nation.rows(
        "SELECT c.enrolment_id, c.id, c.to_status, c.effective_on, c.reason, e.status, current_date + 1"
        " FROM status_change c JOIN enrolment e ON e.id = c.enrolment_id ORDER BY c.enrolment_id, c.id"
    ):
        histories[row[0]].append(row)
    assert len(histories) > 400
    for rows in histories.values():
        changes = [Change(row[1], Status(row[2]), row[3], row[4]) for row in rows]
        assert check_correction(changes, rows[0][6]).allowed
        assert rows[-1][5] == rows[-1][2]


def test_places_that_are_taken_are_counted(nation: Nation) -> None:
    assert nation.rows(
        "SELECT c.id FROM cycle c WHERE taken <> (SELECT count(*) FROM enrolment e WHERE e.cycle_id = c.id"
        " AND e.in_place)"
    ) == []  # fmt: skip
    assert nation.rows("SELECT sum(taken) FROM cycle")[0][0] > 100


def test_nobody_takes_part_while_held_elsewhere_or_before_willing(nation: Nation) -> None:
    assert nation.rows(
        "SELECT e.id FROM enrolment e WHERE e.admitted_on IS NOT NULL AND NOT EXISTS (SELECT FROM stay s"
        " WHERE s.person_id = e.person_id AND s.organisation_id = e.organisation_id"
        " AND s.started_on <= e.admitted_on AND (s.ended_on IS NULL OR s.ended_on >= e.ended_on))"
    ) == []  # fmt: skip
    assert nation.rows(
        "SELECT r.id FROM response r WHERE NOT EXISTS (SELECT FROM consent c WHERE c.person_id = r.person_id"
        " AND c.signed_on <= r.taken_on)"
    ) == []  # fmt: skip
    assert nation.rows("SELECT count(*) FROM response WHERE recorded_at > now()")[0][0] == 0
    assert nation.rows("SELECT person_id FROM consent GROUP BY person_id HAVING count(*) > 1") == []


def test_scores_are_those_of_the_engine(nation: Nation) -> None:
    found = nation.rows("SELECT id, instrument, answers, scorable FROM response ORDER BY id LIMIT 400")
    assert {row[1] for row in found} == {"whoqol-bref", "assist-3.1", "dast-10"}
    gaps = nation.rows(
        "SELECT id, instrument, answers, scorable FROM response WHERE instrument = 'whoqol-bref'"
        " AND (SELECT count(*) FROM jsonb_object_keys(answers)) < 26"
    )
    assert gaps
    for key, code, answers, scorable in found + gaps:
        scored = score(instrument(code), answers, coding="raw")
        kept = {
            row[0]: row[1:]
            for row in nation.rows(
                "SELECT scale, value, figures, bands, reason, items_used, items_missing, rule, version, engine"
                " FROM score WHERE response_id = %s",
                key,
            )
        }
        assert scored.scorable == scorable
        assert kept == {
            one.code: (
                one.value, dict(one.figures) if len(one.figures) > 1 else {}, dict(one.bands),
                one.reason.code if one.reason else "", one.items_used, one.items_missing, scored.rule,
                scored.version, scored.engine,
            )
            for one in scored.subscales
        }  # fmt: skip


def test_people_are_as_the_actions_would_have_made_them(nation: Nation) -> None:
    assert nation.rows("SELECT count(*) FROM person")[0][0] == PEOPLE
    for reference, key, names in nation.rows(
        "SELECT p.reference, s.name_key, array_agg(n.name ORDER BY n.id) FROM person p"
        " JOIN person_search s ON s.person_id = p.id JOIN person_name n ON n.person_id = p.id GROUP BY 1, 2"
    ):
        assert check_reference(reference) == reference
        assert key == name_key(names)
    numbered = nation.rows(
        "SELECT id, national_number_cipher, national_number_hash, national_number_last4 FROM person"
        " WHERE national_number_hash IS NOT NULL"
    )
    assert len(numbered) > PEOPLE * 0.8
    for person, cipher, index, last in numbered[:50]:
        digits = keys().open_number(cipher, person)
        assert parse_national_number(digits).synthetic
        assert (keys().index_number(digits), digits[-4:]) == (bytes(index), last)


def test_the_measured_facility_can_be_worked_in(nation: Nation) -> None:
    office, accounts = nation.generated["measured_office"], nation.generated["accounts"]
    assert set(accounts) >= {"registrar", "assessor", "programme_manager", "counsellor", "head_of_facility",
                             "regional_officer"}  # fmt: skip
    for role, username in accounts.items():
        password, where, held = nation.rows(
            "SELECT a.password, m.organisation_id, m.role FROM login.account a"
            " JOIN login.membership m ON m.account_id = a.id WHERE username = %s", username,
        )[0]  # fmt: skip
        assert held == role
        assert where == (nation.generated["region_office"] if role == "regional_officer" else office)
    assert check_password(nation.generated["password"], password)
    assert nation.generated["password"] == "latihan-7"
    finished = "FILTER (WHERE e.status IN ('completed', 'closed'))"
    waves = nation.rows(
        f"SELECT count(*), count(*) {finished}, count(r.id) {finished}, count(u.id) {finished}, w.closed_on"
        " FROM wave w JOIN cycle c ON c.wave_id = w.id JOIN enrolment e ON e.cycle_id = c.id"
        " AND e.admitted_on IS NOT NULL LEFT JOIN response r ON r.enrolment_id = e.id"
        " AND r.point = 'month_6' LEFT JOIN urine_test u ON u.enrolment_id = e.id AND u.point = 'month_6'"
        " WHERE w.organisation_id = %s GROUP BY w.id ORDER BY w.starts_on DESC LIMIT 2",
        office,
    )
    (running, _, _, _, still_open), (people, completed, measured, tested, closed) = waves
    assert (running, still_open) == (130, None)
    assert people == 130
    assert closed is not None
    assert completed == measured == tested > 120
    states = dict(nation.rows(
        "SELECT state, count(*) FROM session_plan s WHERE organisation_id = %s AND \"on\" < current_date"
        " AND \"on\" > current_date - 6 GROUP BY state", office,
    ))  # fmt: skip
    assert states.get("planned")


def test_a_seed_means_one_nation(place: Place) -> None:
    place.mark()
    made = []
    for seed in (3, 3, 4):
        assert place.generate(seed).code == 0
        made.append(digest(place))
        assert place.pulih("generate", "--wipe-generated").code == 0
    assert made[0] == made[1]
    assert made[0]["attendance"] != made[2]["attendance"]
    with place.owner() as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM organisation),"
            " (SELECT count(*) FROM login.account), (SELECT count(*) FROM audit_event), generated"
            " FROM installation"
        ).fetchone()
    assert row == (0, 0, 0, 0, {})


def test_a_killed_run_is_explained_and_mended(place: Place) -> None:
    place.mark()
    with place.owner() as connection:
        before = set(laying_aside.find(connection))
    begun = subprocess.Popen(
        [sys.executable, "-m", "pulih.cli.main", "generate", "--people", "4000", "--seed", "5"],
        env={**os.environ, **place.urls},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert begun.stderr is not None
    for line in begun.stderr:
        if "of 4,000 people" in line:
            break
    begun.send_signal(signal.SIGKILL)
    begun.wait()
    found = place.pulih("doctor", "--json")
    problem = next(one for one in found.document["problems"] if one["code"] == "generation_unfinished")
    assert "--wipe-generated" in problem["how_to_mend"]
    assert codes(place.generate()) == ["generated_already"]
    assert place.pulih("audit", "verify", "--json").code in (0, 1)  # answers, whatever it finds
    assert place.pulih("generate", "--wipe-generated").code == 0
    with place.owner() as connection:
        assert set(laying_aside.find(connection)) == before
    found = place.pulih("doctor", "--json")
    assert "generation_unfinished" not in {one["code"] for one in found.document["problems"]}
    assert place.generate().code == 0
