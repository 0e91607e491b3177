"""The nation's offices and workers: a ministry, its regions, their facilities, and who works there."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from math import floor
from typing import Any

import psycopg

from pulih.cli.generating import figures
from pulih.cli.generating.names import person_name
from pulih.cli.generating.rows import iso, moment_of, new_id, stamp
from pulih.cli.scenarios.founding import TRAINED, definition
from pulih.rules.permissions import Role

STAFF: Sequence[tuple[Role, str, str]] = (
    (Role.HEAD_OF_FACILITY, "kepala", "correctional_officer"),
    (Role.PROGRAMME_MANAGER, "manajer", "doctor"),
    (Role.REGISTRAR, "registrasi", "correctional_officer"),
    (Role.ASSESSOR, "asesor", "psychologist"),
    (Role.NURSE, "perawat", "nurse"),
    (Role.ADMINISTRATOR, "administrator", "civil_servant"),
)


@dataclass(frozen=True)
class Worker:
    """Somebody with an account, in one role at one office."""

    account: str
    username: str
    name: str
    role: Role
    office: int
    profession: str


@dataclass(frozen=True)
class Facility:
    """A facility, how many people are made for it, and who works there."""

    number: int
    office: int
    region: int
    name: str
    kind: str
    province: str
    bps: str
    present: int
    gone: int
    first_person: int
    """The running number of its first person in the country."""
    measured: bool
    programme: bool
    women: float
    neighbours: tuple[int, ...] = ()
    """Other facilities of the region, where earlier stays may have been."""
    workers: dict[Role, list[Worker]] = field(default_factory=dict)

    def one(self, role: Role) -> Worker:
        """The first worker of a role."""
        return self.workers[role][0]

    @property
    def capacity(self) -> int:
        """Places, so that the facility is as overfull as those of its province."""
        over = figures.OVER_CAPACITY.get(self.province, figures.OVER_CAPACITY_ELSEWHERE)
        return max(10, round(self.present / (1 + over)))


@dataclass(frozen=True)
class Region:
    """A regional office."""

    office: int
    name: str
    province: str
    bps: str
    officer: Worker


@dataclass(frozen=True)
class Nation:
    """All offices."""

    ministry: int
    regions: list[Region]
    facilities: list[Facility]

    @property
    def measured(self) -> Facility:
        """The facility that is the same whatever the number of people."""
        return self.facilities[0]


def plan(people: int, seed: int, first_office: int, today: int) -> Nation:
    """Draw the nation; nothing is written. Offices have the numbers from `first_office` on."""
    draw = random.Random(f"{seed} nation")
    number = max(figures.LEAST_FACILITIES, round(figures.FACILITIES_PER_MILLION * people / 1_000_000))
    provinces = definition("organisations", "provinces")[: max(1, min(33, number // 2))]
    regions = []
    for place, one in enumerate(provinces):
        office = first_office + 1 + place
        officer = _worker(
            draw, Role.REGIONAL_OFFICER, "wilayah", "correctional_officer", office, 1 + place, today
        )
        name = f"Kantor Wilayah Latihan {one['name']}"
        regions.append(Region(office, name, one["code"], one["bps"], officer))
    sizes = _sizes(draw, people, number)
    facilities: list[Facility] = []
    first_facility = first_office + 1 + len(regions)
    first_person = 0
    for place, (present, gone) in enumerate(sizes):
        region = regions[place % len(regions)]
        facilities.append(
            _facility(draw, place, number, first_facility + place, region, (present, gone), first_person,
                      range(first_facility + place % len(regions), first_facility + number, len(regions)),
                      today)
        )  # fmt: skip
        first_person += present + gone
    return Nation(first_office, regions, facilities)


def _sizes(draw: random.Random, people: int, number: int) -> list[tuple[int, int]]:
    """How many are in custody and how many have left, facility by facility; the sums are exact."""
    present = max(
        figures.MEASURED_LEAST, min(figures.MEASURED_PRESENT, round(figures.MEASURED_SHARE * people))
    )
    measured = min(round(present / figures.IN_CUSTODY), round(people * 0.8))
    left_over = people - measured
    weights = [draw.lognormvariate(0, 0.5) for _ in range(number - 1)]
    bounds = [0.0]
    for weight in weights:
        bounds.append(bounds[-1] + weight)
    cuts = [floor(left_over * bound / bounds[-1]) for bound in bounds[:-1]] + [left_over]
    sizes = [(present, measured - present)]
    for first, last in pairwise(cuts):
        here = round((last - first) * figures.IN_CUSTODY)
        sizes.append((here, last - first - here))
    return sizes


def _facility(
    draw: random.Random,
    place: int,
    number: int,
    office: int,
    region: Region,
    size: tuple[int, int],
    first_person: int,
    siblings: range,
    today: int,
) -> Facility:
    share = figures.WITH_PROGRAMME
    kind, named, women = "prison", "Lapas Kelas IIA", figures.WOMEN_ELSEWHERE
    if number <= figures.WOMENS_PRISON_FIRST:
        women = figures.WOMEN_WITHOUT_OWN_PRISON
    if place and place % figures.REMAND_CENTRE_EVERY == figures.REMAND_CENTRE_FIRST:
        kind, named = "remand_centre", "Rutan Kelas I"
    if place % figures.WOMENS_PRISON_EVERY == figures.WOMENS_PRISON_FIRST:
        kind, named, women = "womens_prison", "Lapas Perempuan Kelas IIA", 1.0
    if place % figures.JUVENILE_EVERY == figures.JUVENILE_FIRST:
        kind, named = "juvenile_institution", "LPKA Kelas I"
    workers: dict[Role, list[Worker]] = {
        role: [_worker(draw, role, stem, profession, office, place + 1, today)]
        for role, stem, profession in STAFF
    }
    counsellors = figures.COUNSELLORS if place else figures.COUNSELLORS_MEASURED
    workers[Role.COUNSELLOR] = [
        _worker(draw, Role.COUNSELLOR, f"konselor{one + 1}", "addiction_counsellor", office, place + 1, today)
        for one in range(counsellors)
    ]
    return Facility(
        number=place + 1,
        office=office,
        region=region.office,
        name=f"{named} Latihan {place + 1:03}",
        kind=kind,
        province=region.province,
        bps=region.bps,
        present=size[0],
        gone=size[1],
        first_person=first_person,
        measured=place == 0,
        programme=place == 0 or floor((place + 1) * share) > floor(place * share),
        women=women,
        neighbours=tuple(one for one in siblings if one != office),
        workers=workers,
    )


def _worker(
    draw: random.Random, role: Role, stem: str, profession: str, office: int, number: int, today: int
) -> Worker:
    since = today - 366 * (figures.YEARS + 1)
    name = person_name(draw, draw.random() < 0.5) + " Rekaan"
    username = f"{stem}.{number:04}"
    return Worker(new_id(draw, moment_of(since, 60)), username, name, role, office, profession)


def write(connection: psycopg.Connection, nation: Nation, seed: int, password_hash: str, today: int) -> None:
    """Offices, accounts, memberships and trainings, as COPY."""
    since, draw = today - 366 * (figures.YEARS + 1), random.Random(f"{seed} staff")
    ministry = nation.ministry
    offices: list[tuple[Any, ...]] = [
        (ministry, "ministry", None, "{}", "Kementerian Latihan", "", None, "", "", "")
    ]
    offices += [
        (
            one.office,
            "regional_office",
            ministry,
            f"{{{ministry}}}",
            one.name,
            "",
            None,
            one.province,
            one.bps,
            "",
        )
        for one in nation.regions
    ]
    offices += [
        (one.office, one.kind, one.region, f"{{{ministry},{one.region}}}", one.name, "IIA", one.capacity,
         one.province, one.bps, "women" if one.women == 1.0 else "both" if one.measured else "")
        for one in nation.facilities
    ]  # fmt: skip
    workers = [one.officer for one in nation.regions]
    workers += [one for place in nation.facilities for role in place.workers.values() for one in role]
    with connection.cursor() as cursor:
        columns = ("id, kind, parent_id, ancestors, name, facility_class, capacity, province_code,"
                   " province_code_bps, sex_served, short_name, level, place, time_zone, revision")  # fmt: skip
        with cursor.copy(f"COPY organisation ({columns}) FROM STDIN".encode()) as copy:
            for row in offices:
                copy.write_row((*row, "", "", "", "Asia/Jakarta", 1))
        with cursor.copy(b"COPY organisation_name (organisation_id, name, short_name) FROM STDIN") as copy:
            for row in offices:
                copy.write_row((row[0], row[4], ""))
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('organisation', 'id'), max(id)) FROM organisation"
        )
        columns = ("id, password, username, full_name, profession, is_active, must_change_password, language,"
                   " theme, created_at, revision")  # fmt: skip
        with cursor.copy(f"COPY login.account ({columns}) FROM STDIN".encode()) as copy:
            for one in workers:
                copy.write_row((one.account, password_hash, one.username, one.name, one.profession, "t", "f",
                                "id", "", stamp(since, 60), 1))  # fmt: skip
        columns = "id, account_id, organisation_id, role, valid_from, revision"
        with cursor.copy(f"COPY login.membership ({columns}) FROM STDIN".encode()) as copy:
            for one in workers:
                copy.write_row((new_id(draw, moment_of(since, 61)), one.account, one.office, one.role.value,
                                iso(since), 1))  # fmt: skip
        _train(cursor, draw, workers, since)


def _train(cursor: psycopg.Cursor, draw: random.Random, workers: list[Worker], since: int) -> None:
    columns = ("id, account_id, code, certificate, granted_on, organisation_id, recorded_at,"
               " withdrawn_because")  # fmt: skip
    with cursor.copy(f"COPY login.competency ({columns}) FROM STDIN".encode()) as copy:
        for one in workers:
            for number, code in enumerate(TRAINED.get(one.role, ()), start=1):
                certificate = (
                    f"Sertifikat {number:02}/{date.fromordinal(since).year}, Lembaga Pelatihan Rekaan"
                )
                copy.write_row((new_id(draw, moment_of(since, 62)), one.account, code, certificate, iso(since),
                                one.office, stamp(since, 62), ""))  # fmt: skip
