"""Rows as COPY takes them: text lines by table, keys that sort by time, days and moments as text."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

import psycopg

NULL = "\\N"
EPOCH = date(1970, 1, 1).toordinal()
LARGEST = 24_000_000
"""Characters that are held before they are sent."""

COLUMNS: dict[str, str] = {
    "person": "id,reference,name,sex,birth_date,birth_year,national_number_cipher,national_number_hash,"
    "national_number_last4,created_at,revision",
    "person_name": "id,person_id,name,kind",
    "person_access": "id,person_id,organisation_id,basis,valid_from,valid_to,origin",
    "person_search": "organisation_id,person_id,name_key",
    "stay": "id,person_id,organisation_id,register_number,kind,block,started_on,ended_on,how_ended,note,revision",
    "sentence": "id,person_id,organisation_id,articles,started_on,two_thirds_on,expires_on,as_of,source,"
    "recorded_at",
    "participant_category": "id,person_id,organisation_id,category,legal_basis,clinical_basis,paper,decided_on,"
    "recorded_at,recorded_by",
    "consent": "id,person_id,organisation_id,purpose,text_version,language,signed_on,witness,read_aloud,"
    "guardian,withdrawn_because,recorded_at,recorded_by",
    "wave": "id,reference,organisation_id,name,budget_year,starts_on,closed_on,created_at,revision",
    "cycle": "id,wave_id,organisation_id,programme_id,version_id,capacity,taken,months,plan,success_rule,"
    "rule_set_on,revision",
    "enrolment": "id,person_id,organisation_id,programme_id,cycle_id,register_number,status,since,held_from,"
    "in_place,admitted_on,ended_on,exit_reason,end_unknown,opened_at,revision",
    "status_change": "id,enrolment_id,person_id,organisation_id,from_status,to_status,reason,side,note,"
    "effective_on,late,recorded_at,recorded_by,annuls",
    "response": "id,person_id,organisation_id,enrolment_id,wave_id,instrument,version,point,taken_on,coding,"
    "rule,mode,language,reader,answers,circumstances,time_window,outside_because,scorable,why,recorded_at,"
    "recorded_by",
    "score": "id,response_id,person_id,organisation_id,scale,value,figures,bands,reason,items_used,"
    "items_missing,rule,coding,version,engine",
    "urine_test": "id,person_id,organisation_id,enrolment_id,wave_id,point,taken_on,state,reason,"
    "outside_because,witness,why,recorded_at,recorded_by",
    "analyte_result": "id,test_id,person_id,organisation_id,analyte,result",
    "second_look": "id,test_id,person_id,organisation_id,agrees,note,looked_at,looked_by",
    "room": "id,organisation_id,name,seats",
    "session_group": "id,organisation_id,cycle_id,name,closed_on,revision",
    "group_member": "id,organisation_id,group_id,person_id,enrolment_id,from_on,until_on",
    "session_plan": 'id,organisation_id,wave_id,cycle_id,group_id,module,title,"on",starts_at,ends_at,room_id,'
    "leader_id,state,cancelled_side,cancelled_because,marked_at,marked_by,revision",
    "attendance": '"on",id,organisation_id,session_id,person_id,enrolment_id,attended,side,reason,late_minutes,'
    "entered_late,why,marked_at,marked_by",
    "assignment": "id,organisation_id,person_id,enrolment_id,account_id,main,from_on,until_on,because,"
    "assigned_at,assigned_by",
    "audit_event": "day,id,at,account_id,role,organisation_id,event,outcome,subject,subject_id,person_id,body,"
    "sha256",
    "read_event": "day,id,at,account_id,role,organisation_id,person_id,what,by_break_glass",
}
"""The tables that are written in bulk, and the columns that are given; the others are empty or default."""


class Sheets:
    """Lines by table, sent when there are many; counts what was written."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.lines: dict[str, list[str]] = {table: [] for table in COLUMNS}
        self.held = 0
        self.written: Counter[str] = Counter()

    def add(self, table: str, line: str) -> None:
        """One row, tabs between its values, without the end of the line."""
        self.lines[table].append(line)
        self.held += len(line)

    def extend(self, table: str, lines: list[str]) -> None:
        """Many rows of a table."""
        self.lines[table] += lines
        self.held += sum(map(len, lines))

    def send(self, *, only_if_many: bool = False) -> None:
        """Copy what is held into the database."""
        if only_if_many and self.held < LARGEST:
            return
        with self.connection.cursor() as cursor:
            for table, lines in self.lines.items():
                if not lines:
                    continue
                with cursor.copy(f"COPY {table} ({COLUMNS[table]}) FROM STDIN".encode()) as copy:
                    for part in _parts(lines):
                        copy.write(part)
                self.written[table] += len(lines)
                lines.clear()
        self.held = 0


def _parts(lines: list[str], size: int = 20_000) -> Iterator[str]:
    for first in range(0, len(lines), size):
        yield "\n".join(lines[first : first + size]) + "\n"


@lru_cache(20_000)
def _beginning(moment: int) -> str:
    return f"{moment >> 16:08x}-{moment & 0xFFFF:04x}-7"


def new_id(draw: random.Random, moment: int) -> str:
    """A key in the layout of UUID version 7: it begins with the moment (milliseconds), so that keys sort by time."""
    chance = f"{draw.getrandbits(72):018x}"
    return f"{_beginning(moment)}{chance[:3]}-a{chance[3:6]}-{chance[6:]}"


@cache
def iso(day: int) -> str:
    """A day, given as its ordinal, as text."""
    return date.fromordinal(day).isoformat()


def moment_of(day: int, minute: int) -> int:
    """Milliseconds since 1970 of a minute of a day, both in UTC."""
    return (day - EPOCH) * 86_400_000 + minute * 60_000


@cache
def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}:00"


def stamp(day: int, minute: int) -> str:
    """The same as the database reads it."""
    return f"{iso(day)} {_clock(minute)}+00"


def stamp_of_event(day: int, minute: int) -> str:
    """The same as the text of an audit event writes it."""
    return f"{iso(day)}T{_clock(minute)}.000Z"
