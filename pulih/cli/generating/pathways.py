"""The pathway of one person: an enrolment with its whole history, by legal steps alone."""

import random
from dataclasses import dataclass

from pulih.cli.generating import figures
from pulih.cli.generating.nation import Facility, Worker
from pulih.cli.generating.people import Person
from pulih.cli.generating.rows import NULL, Sheets, iso, moment_of, new_id, stamp
from pulih.cli.generating.trail import Trail
from pulih.rules.lifecycles import LATE_AFTER_DAYS, Status, reason_of
from pulih.rules.permissions import Role
from pulih.rules.willingness import TEXT_VERSION

NOTES = {"expelled": "Melanggar tata tertib rumah rehabilitasi", "other": "Dipindah tugas kerja"}
ENDED = frozenset(
    one.value
    for one in (Status.COMPLETED, Status.EXITED, Status.NOT_SELECTED, Status.SCREENED_OUT, Status.DECLINED)
)


@dataclass(frozen=True, slots=True)
class Step:
    """A status from a day on."""

    status: str
    day: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody who was admitted, as measuring and sessions see them; `ended` is 0 while it runs."""

    person: Person
    enrolment: str
    wave: str
    cycle: str
    admitted: int
    ended: int


class Pathways:
    """Enrolments of one facility."""

    def __init__(
        self, facility: Facility, draw: random.Random, today: int, sheets: Sheets, trail: Trail
    ) -> None:
        self.facility, self.draw, self.today, self.sheets, self.trail = facility, draw, today, sheets, trail
        assessor, manager = facility.one(Role.ASSESSOR), facility.one(Role.PROGRAMME_MANAGER)
        self.by: dict[str, Worker] = {
            "candidate": facility.one(Role.REGISTRAR),
            "assessed": assessor,
            "recommended": assessor,
            "screened_out": assessor,
        }
        self.manager, self.witness = manager, facility.one(Role.COUNSELLOR)

    def sign(self, person: Person, day: int) -> None:
        """The statement of willingness."""
        key, by = new_id(self.draw, moment_of(day, 130)), self.witness
        self.sheets.add(
            "consent",
            f"{key}\t{person.id}\t{self.facility.office}\trehabilitation\t{TEXT_VERSION}\tid\t{iso(day)}\t{by.name}"
            f"\tf\t\t\t{stamp(day, 130)}\t{by.account}",
        )
        facts = f'{{"signed_on":[null,"{iso(day)}"],"text_version":[null,"{TEXT_VERSION}"]}}'
        self.trail.event(day, 130, by, "people.record_willingness", "consent", key, person.id, facts)

    def categorise(self, person: Person, day: int) -> None:
        """Why rehabilitation is owed, as the assessment found."""
        category = self.draw.choices(("addict", "abuser", "victim"), (45, 52, 3))[0]
        self.sheets.add(
            "participant_category",
            f"{new_id(self.draw, moment_of(day, 150))}\t{person.id}\t{self.facility.office}\t{category}\t"
            f"\tassessment\t\t{iso(day)}\t{stamp(day, 150)}\t{self.by['assessed'].account}",
        )

    def walk(self, person: Person, programme: str, cycle: str, steps: list[Step]) -> str:
        """Write an enrolment that went through these steps; answers its key."""
        draw, office = self.draw, self.facility.office
        first, last = steps[0], steps[-1]
        opened = moment_of(first.day, 100)
        key = new_id(draw, opened)
        admitted = next((one.day for one in steps if one.status == "admitted"), 0)
        ended = next((one.day for one in steps if one.status in ENDED), 0)
        exited = next((one.reason for one in steps if one.status == "exited"), "")
        unknown = "t" if last.status == "admitted" and not person.expires else "f"
        self.sheets.add(
            "enrolment",
            f"{key}\t{person.id}\t{office}\t{programme}\t{cycle}\t{person.register}\t{last.status}\t{iso(last.day)}"
            f"\t\t{'t' if last.status == 'admitted' else 'f'}\t{iso(admitted) if admitted else NULL}"
            f"\t{iso(ended) if ended else NULL}\t{exited}\t{unknown}\t{stamp(first.day, 100)}\t{len(steps)}",
        )
        before = ""
        for place, step in enumerate(steps):
            self._change(person, key, before, step, place)
            before = step.status
        return key

    def _change(self, person: Person, enrolment: str, before: str, step: Step, place: int) -> None:
        draw = self.draw
        day, minute = step.day, 100 + 20 * place + draw.randrange(20)
        if before and draw.random() < figures.ENTERED_LATE:
            day = min(self.today, day + draw.randrange(8, 25))
        late = day - step.day > LATE_AFTER_DAYS
        by = self.by.get(step.status, self.manager)
        known = reason_of(Status(step.status), step.reason) if step.reason else None
        note = NOTES.get(step.reason, "") if known and known.needs_note else ""
        self.sheets.add(
            "status_change",
            f"{new_id(draw, moment_of(step.day, minute))}\t{enrolment}\t{person.id}\t{self.facility.office}\t{before}"
            f"\t{step.status}\t{step.reason}\t{known.side.value if known else ''}\t{note}\t{iso(step.day)}"
            f"\t{'t' if late else 'f'}\t{stamp(day, minute)}\t{by.account}\tf",
        )
        if not before:
            return  # bringing candidates is one event for all of them
        reason = f'"reason":[null,"{step.reason}"],' if step.reason else ""
        self.trail.event(
            day, minute, by, "enrolments.admit" if step.status == "admitted" else "enrolments.move_on",
            "enrolment", enrolment, person.id,
            f'{{"effective_on":[null,"{iso(step.day)}"],{reason}"status":["{before}","{step.status}"]}}', note,
        )  # fmt: skip
