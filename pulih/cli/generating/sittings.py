"""Groups, their sessions and who came: the mass of the made-up nation."""

import random

from pulih.cli.generating import figures
from pulih.cli.generating.nation import Facility
from pulih.cli.generating.pathways import Taking
from pulih.cli.generating.rows import NULL, Sheets, iso, moment_of, new_id, stamp
from pulih.rules.attendance import LATE_ENTRY_DAYS, REASONS
from pulih.rules.permissions import Role

HOURS = (8, 9, 10, 13, 14, 15, 7, 11, 16)
SEATS = 30
WEEK = {
    "social": (("group", "Kelompok statis"), ("seminar", "Seminar"), ("group", "Kelompok statis"),
               ("cbt", "Mengelola pikiran dan perilaku"), ("faith", "Bimbingan rohani")),
    "medical": (("group", "Kelompok"), ("health_education", "Pendidikan kesehatan"), ("group", "Kelompok"),
                ("relapse_prevention", "Pencegahan kekambuhan"), ("faith", "Bimbingan rohani")),
}  # fmt: skip
"""What a group does on each weekday."""
WHY_ABSENT = (
    "excused",
    "visit",
    "clinic",
    "court",
    "work_duty",
    "ill",
    "ill",
    "no_word",
    "no_word",
    "asleep",
)
WHY_CANCELLED = (("facility", "Ruang dipakai upacara"), ("facility", "Petugas mengikuti pelatihan"),
                 ("external", "Listrik padam"))  # fmt: skip
MARKED = 540
"""The minute of the day (UTC) at which a day is marked."""
_PLACES = tuple(f"-7{place:03x}-" for place in range(4096))


class Sittings:
    """Sessions of one facility."""

    def __init__(self, facility: Facility, draw: random.Random, today: int, sheets: Sheets) -> None:
        self.facility, self.draw, self.today, self.sheets = facility, draw, today, sheets
        self.leaders = facility.workers[Role.COUNSELLOR]
        self.manager = facility.one(Role.PROGRAMME_MANAGER)
        self.rooms: list[str] = []
        self.absences = [f"f\t{REASONS[one].side.value}\t{one}\t0" for one in WHY_ABSENT]

    def furnish(self, day: int) -> None:
        """A room for each leader."""
        for place, _leader in enumerate(self.leaders):
            key = new_id(self.draw, moment_of(day, 60))
            self.rooms.append(key)
            self.sheets.add("room", f"{key}\t{self.facility.office}\tRuang {place + 1}\t{SEATS}")

    def hold(
        self, wave: str, cycle: str, start: int, end: int, programme: str, takings: list[Taking]
    ) -> None:
        """Everybody of a cycle in groups, each with its leader, through all weeks of the programme."""
        number = -(-len(takings) // figures.GROUP)
        closed = iso(end + 12) if end + 12 < self.today else NULL
        for place in range(number):
            members = takings[place::number]
            # Medical groups come after the social ones, so that no leader is in two rooms at once.
            slot = place if programme == "social" else place + 5 * len(self.leaders)
            leader = slot % len(self.leaders)
            key = new_id(self.draw, moment_of(start - 3, 100))
            self.sheets.add(
                "session_group",
                f"{key}\t{self.facility.office}\t{cycle}\tKelompok {place + 1}\t{closed}\t{1 if closed == NULL else 2}",
            )
            self._join(key, members, leader)
            frame = f"{self.facility.office}\t{wave}\t{cycle}\t{key}"
            hour = HOURS[slot // len(self.leaders) % len(HOURS)]
            self._weeks(frame, members, leader, hour, start, end, WEEK[programme])
            self.sheets.send(only_if_many=True)

    def _join(self, group: str, members: list[Taking], leader: int) -> None:
        draw, office, account = self.draw, self.facility.office, self.leaders[leader].account
        for one in members:
            until = iso(one.ended) if one.ended else NULL
            at = moment_of(one.admitted, 110)
            self.sheets.add(
                "group_member",
                f"{new_id(draw, at)}\t{office}\t{group}\t{one.person.id}\t{one.enrolment}\t{iso(one.admitted)}"
                f"\t{until}",
            )
            because = "Program selesai" if one.ended else ""
            self.sheets.add(
                "assignment",
                f"{new_id(draw, at)}\t{office}\t{one.person.id}\t{one.enrolment}\t{account}\tt\t{iso(one.admitted)}"
                f"\t{until}\t{because}\t{stamp(one.admitted, 110)}\t{self.manager.account}",
            )

    def _weeks(
        self, frame: str, members: list[Taking], leader: int, hour: int, start: int, end: int,
        week: tuple[tuple[str, str], ...],
    ) -> None:  # fmt: skip
        planned = moment_of(start - 2, 120)
        account, room = self.leaders[leader].account, self.rooms[leader]
        for day in range(start, end + 1):
            weekday = (day - 1) % 7
            if weekday not in figures.WEEKDAYS:
                continue
            module, title = week[weekday]
            key = new_id(self.draw, planned)
            said = self._held(key, day, members, account)
            self.sheets.add(
                "session_plan",
                f"{key}\t{frame}\t{module}\t{title}\t{iso(day)}\t{hour:02}:00\t{hour:02}:50\t{room}\t{account}\t{said}",
            )

    def _held(self, session: str, day: int, members: list[Taking], account: str) -> str:
        """What became of a session; where it was held and marked, who came."""
        draw = self.draw
        waits = day > self.today - figures.UNMARKED_DAYS and draw.random() < 0.5
        if day >= self.today or waits:
            return f"planned\t\t\t{NULL}\t{NULL}\t1"
        marked = day
        if draw.random() < figures.LATE_MARKS:
            marked = min(self.today - 1, day + draw.randrange(1, 10))
        if draw.random() < figures.CANCELLED:
            side, because = draw.choice(WHY_CANCELLED)
            return f"cancelled\t{side}\t{because}\t{stamp(marked, MARKED)}\t{account}\t2"
        there = [one for one in members if one.admitted <= day and (not one.ended or day <= one.ended)]
        self._attend(session, day, marked, there, account)
        return f"held\t\t\t{stamp(marked, MARKED)}\t{account}\t2"

    def _attend(self, session: str, day: int, marked: int, there: list[Taking], account: str) -> None:
        """One row each. Keys of a session share their chance and differ by a count, which is much quicker."""
        random_, choice = self.draw.random, self.draw.choice
        at = moment_of(marked, MARKED)
        chance = self.draw.getrandbits(62)
        head = f"{iso(day)}\t{at >> 16:08x}-{at & 0xFFFF:04x}"
        middle = (
            f"{0x8000 | chance >> 48:04x}-{chance & 0xFFFFFFFFFFFF:012x}\t{self.facility.office}\t{session}\t"
        )
        late = "t" if marked - day > LATE_ENTRY_DAYS else "f"
        tail = f"\t{late}\t\t{stamp(marked, MARKED)}\t{account}"
        came, absences = "t\t\t\t0", self.absences
        self.sheets.extend(
            "attendance",
            [
                f"{head}{_PLACES[place]}{middle}{one.person.id}\t{one.enrolment}\t"
                f"{came if random_() >= figures.ABSENT else choice(absences)}{tail}"
                for place, one in enumerate(there)
            ],
        )
