"""What is measured of participants: screenings before, quality of life and urine tests along the plan."""

import random

from pulih.cli.generating import figures
from pulih.cli.generating.forms import FormText, QualityOfLife, Screenings
from pulih.cli.generating.nation import Facility
from pulih.cli.generating.pathways import Taking
from pulih.cli.generating.people import Person
from pulih.cli.generating.rows import NULL, Sheets, iso, moment_of, new_id, stamp
from pulih.cli.generating.trail import Trail
from pulih.rules.permissions import Role
from pulih.rules.urine import PANEL

QUALITY_POINTS = (("baseline", 0, 14), ("month_3", 84, 100), ("month_6", 158, 178))
URINE_POINTS = (("start", 0, 10), ("middle", 84, 100), ("month_6", 160, 178))
"""Between which days after admission a point of the plan is done."""
PANEL_CODES = tuple(one.value for one in PANEL)


class Measuring:
    """Forms and tests of one facility."""

    def __init__(
        self, facility: Facility, draw: random.Random, today: int, sheets: Sheets, trail: Trail,
        quality: QualityOfLife, screenings: Screenings,
    ) -> None:  # fmt: skip
        self.facility, self.draw, self.today, self.sheets, self.trail = facility, draw, today, sheets, trail
        self.quality, self.screenings = quality, screenings
        self.assessor, self.nurse = facility.one(Role.ASSESSOR), facility.one(Role.NURSE)
        self.counsellor = facility.one(Role.COUNSELLOR)

    def screen(self, person: Person, day: int, *, selected: bool) -> None:
        """Both screenings on one day, beside every programme."""
        assist, dast = self.screenings.draw(self.draw, selected=selected)
        self._form(person, None, assist, "extra", day, day, "before_custody_3_months")
        self._form(person, None, dast, "extra", day, day, "before_custody_12_months")

    def follow(self, taking: Taking, *, whole: bool, entered_on: int) -> None:
        """The plan of one participant as far as it has come; `whole` leaves nothing out.

        `entered_on` is the one day on which all forms of the wave were entered; 0 where each had its own.
        """
        draw = self.draw
        levels, gain = self.quality.levels(draw), draw.uniform(*figures.QUALITY_GAIN)
        gains = {"baseline": 0.0, "month_3": gain / 2, "month_6": gain}
        for point, first, last in QUALITY_POINTS:
            day, why = self._day(taking, first, last), ""
            if point == "month_6" and taking.ended and not whole and draw.random() < figures.AFTER_RELEASE:
                day, why = taking.ended + draw.randrange(1, 20), "Diisi setelah yang bersangkutan keluar"
            if not day or day > self.today or not (whole or draw.random() < figures.DONE[point]):
                continue
            form = self.quality.fill(draw, levels, gains[point])
            self._form(
                taking.person, taking, form, point, day, max(day, min(entered_on, self.today)), "", why
            )
        for point, first, last in URINE_POINTS:
            day = self._day(taking, first, last)
            if day and day <= self.today and (whole or draw.random() < figures.URINE_DONE):
                self._test(taking, point, day, whole=whole)

    def _day(self, taking: Taking, first: int, last: int) -> int:
        """A day of a window; 0 where the programme had ended."""
        if taking.ended:
            last = min(last, taking.ended - taking.admitted)
        return taking.admitted + self.draw.randint(first, last) if first <= last else 0

    def _form(
        self, person: Person, taking: Taking | None, form: FormText, point: str, day: int, entered: int,
        window: str, why: str = "",
    ) -> None:  # fmt: skip
        draw, office = self.draw, self.facility.office
        minute = 200 + draw.randrange(200)
        at = moment_of(entered, minute)
        key = new_id(draw, at)
        of = f"{taking.enrolment}\t{taking.wave}" if taking else f"{NULL}\t{NULL}"
        self.sheets.add(
            "response",
            f"{key}\t{person.id}\t{office}\t{of}\t{form.instrument}\t{form.version}\t{point}\t{iso(day)}\traw"
            f"\t{form.rule}\tinterview\tid\t\t{form.answers}\t{{}}\t{window}\t{why}"
            f"\t{'t' if form.scorable else 'f'}\t\t{stamp(entered, minute)}\t{self.assessor.account}",
        )
        made = f"{form.rule}\traw\t{form.version}\t{form.engine}"
        self.sheets.extend(
            "score",
            [f"{new_id(draw, at)}\t{key}\t{person.id}\t{office}\t{one.row}\t{made}" for one in form.scores],
        )
        scorable = "true" if form.scorable else "false"
        self.trail.event(
            entered, minute, self.assessor, "assessments.record_response", "response", key, person.id,
            f'{{"coding":[null,"raw"],"instrument":[null,"{form.instrument}"],"point":[null,"{point}"],'
            f'"scorable":[null,{scorable}],"taken_on":[null,"{iso(day)}"],"version":[null,"{form.version}"]}}',
        )  # fmt: skip

    def _test(self, taking: Taking, point: str, day: int, *, whole: bool) -> None:
        draw, office, person = self.draw, self.facility.office, taking.person
        chance, minute = draw.random(), 180 + draw.randrange(120)
        at = moment_of(day, minute)
        key, state, found = new_id(draw, at), "negative", ""
        if chance < figures.POSITIVE[point]:
            state, found = "positive", draw.choice(("met", "met", "met", "thc", "bzo"))
        elif chance > 1 - figures.NO_RESULT and not whole:
            state = draw.choice(("invalid", "refused"))
        self.sheets.add(
            "urine_test",
            f"{key}\t{person.id}\t{office}\t{taking.enrolment}\t{taking.wave}\t{point}\t{iso(day)}\t{state}\t\t\t"
            f"{self.counsellor.name}\t\t{stamp(day, minute)}\t{self.nurse.account}",
        )
        if state in ("negative", "positive"):
            self.sheets.extend(
                "analyte_result",
                [
                    f"{new_id(draw, at)}\t{key}\t{person.id}\t{office}\t{one}"
                    f"\t{'positive' if one == found else 'negative'}"
                    for one in PANEL_CODES
                ],
            )
        if found:
            self.sheets.add(
                "second_look",
                f"{new_id(draw, at + 3_600_000)}\t{key}\t{person.id}\t{office}\tt\t\t{stamp(day, minute + 60)}"
                f"\t{self.assessor.account}",
            )
        self.trail.event(
            day, minute, self.nurse, "clinic.record_test", "urine_test", key, person.id,
            f'{{"point":[null,"{point}"],"taken_on":[null,"{iso(day)}"]}}',
        )  # fmt: skip
