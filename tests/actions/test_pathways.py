"""Whatever happens in whatever order, the sheet counts everybody once and the oracle agrees with it.

Random sequences of everything people do in a wave, in one real database; what a rule refuses is part of the
story. Each story begins from the same wave and is undone at its end.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row
from psycopg.types.json import JsonbLoader

from pulih.actions import assessments, clinic, enrolments, programmes
from pulih.queries.outcomes import sheet_of
from pulih.records.models import Cycle, Enrolment, Response, StatusChange, Suspension, UrineTest
from pulih.rules.errors import RuleBroken
from pulih.rules.lifecycles import IN_PLACE, Change, Status, standing
from tests import factories, waves
from tests.scenarios import oracle
from tests.scenarios.comparing import unlike
from tests.waves import NEGATIVE, START, acting

PEOPLE = 5
FOLLOWS = (("medical", "social"), ("medical", "social"), ("medical",), ("social",), ("social",))
EXITS = ("released_early", "withdrew", "medical", "died", "escaped", "court")
STATES = ("negative", "positive", "prescribed_positive", "refused", "no_sample", "exempt")


@dataclass
class Story:
    """A wave with people who could be admitted, and the day it is."""

    here: waves.Team
    there: waves.Team
    wave: waves.Planned
    people: list
    day: date = START
    accepted: int = field(default=0)

    def enrolment(self, pick: int):
        """Some enrolment of this office; later ones too."""
        known = list(
            Enrolment.objects.filter(organisation_id=self.here.office)
            .order_by("id")
            .values_list("pk", flat=True)
        )
        return known[pick % len(known)]


def admit(story, pick, _choice):
    with acting(story.here.manager, story.day):
        enrolments.admit(enrolment_id=story.enrolment(pick), on=story.day, by=story.here.manager)


def move(target, reasons=("",)):
    def event(story, pick, choice):
        with acting(story.here.manager, story.day):
            enrolments.move_on(
                enrolment_id=story.enrolment(pick), target=target, effective_on=story.day,
                reason=reasons[choice % len(reasons)], by=story.here.manager,
            )  # fmt: skip

    return event


def bring_again(story, pick, choice):
    """Somebody who left comes back as a candidate, in the same wave."""
    person, cycle = story.people[pick % PEOPLE], list(story.wave.cycles.values())[choice % 2]
    enrolment = waves.candidate(story.here, cycle, person, story.day)
    for target in ("assessed", "recommended"):
        with acting(story.here.assessor, story.day):
            enrolments.move_on(
                enrolment_id=enrolment, target=target, effective_on=story.day, by=story.here.assessor
            )


def correct(story, pick, choice):
    """Another day, another reason, or the step taken back: of any step, not the last alone."""
    with acting(story.here.manager, story.day):
        changes = list(StatusChange.objects.filter(enrolment=story.enrolment(pick)).order_by("id"))
        wrong = changes[-1 - choice % min(3, len(changes))]
        day = wrong.effective_on + timedelta(days=choice % 7 - 3)
        reason = EXITS[choice % len(EXITS)] if wrong.to_status == "exited" else wrong.reason
        enrolments.correct_change(
            change_id=wrong.pk, effective_on=day, reason=reason, annul=choice % 3 == 0,
            why="Salah dicatat pada hari itu", by=story.here.manager,
        )  # fmt: skip


def transfer(story, pick, _choice):
    person = story.people[pick % PEOPLE]
    with acting(story.here.registrar, story.day):
        proposed = enrolments.propose_transfer(
            person_id=person, receiver_id=story.there.office, reason="Dekat keluarga", by=story.here.registrar
        )
    story.accepted += 1
    with acting(story.there.registrar, story.day):
        enrolments.accept_transfer(
            transfer_id=proposed, register_number=f"B1-{900 + story.accepted}", kind="sentenced", block="",
            moved_on=story.day, by=story.there.registrar,
        )  # fmt: skip


def measure(story, pick, choice):
    form = waves.answers(1 + choice % 5, q5=1 + pick % 5, q10=1 + choice % 3)
    if choice % 4 == 0:
        form |= dict.fromkeys(("12", "13", "14", "23", "24", "25"))
    with acting(story.here.assessor, story.day):
        assessments.record_response(
            enrolment_id=story.enrolment(pick), instrument="whoqol-bref",
            point=("baseline", "month_6", "month_3")[choice % 3], taken_on=story.day, answers=form,
            coding=("raw", "pre_reversed")[choice % 2], mode="interview",
            outside_because="Asesor sakit lama", by=story.here.assessor,
        )  # fmt: skip


def amend(story, pick, choice):
    with acting(story.here.assessor, story.day):
        rows = list(Response.objects.filter(organisation_id=story.here.office).order_by("id"))
        if not rows:
            return
        wrong = rows[pick % len(rows)]
        assessments.amend_response(
            response_id=wrong.pk, taken_on=wrong.taken_on + timedelta(days=choice % 3 - 1),
            answers=waves.answers(1 + choice % 5), coding="raw", mode="interview",
            outside_because="Asesor sakit lama", why="Salah menyalin lembar", by=story.here.assessor,
        )  # fmt: skip


def _sample(choice):
    state = STATES[choice % len(STATES)]
    results = {"negative": NEGATIVE, "positive": NEGATIVE | {"met": "positive"},
               "prescribed_positive": NEGATIVE | {"mop": "prescribed"}}.get(state, {})  # fmt: skip
    return {"state": state, "results": results, "reason": "Metadon atau rawat inap"}


def test_urine(story, pick, choice):
    with acting(story.here.nurse, story.day):
        clinic.record_test(
            enrolment_id=story.enrolment(pick), point=("month_6", "start", "extra")[choice % 3],
            taken_on=story.day, outside_because="Strip baru datang", by=story.here.nurse, **_sample(choice),
        )  # fmt: skip


test_urine.__test__ = False  # an event of a story, not a test


def amend_urine(story, pick, choice):
    with acting(story.here.nurse, story.day):
        rows = list(UrineTest.objects.filter(organisation_id=story.here.office).order_by("id"))
        if rows:
            wrong = rows[pick % len(rows)]
            clinic.amend_test(test_id=wrong.pk, taken_on=wrong.taken_on, why="Garis dibaca ulang",
                              outside_because="Strip baru datang", by=story.here.nurse,
                              **_sample(choice))  # fmt: skip


def look_again(story, pick, choice):
    with acting(story.here.assessor, story.day):
        rows = list(UrineTest.objects.filter(organisation_id=story.here.office).order_by("id"))
        if rows:
            clinic.look_again(test_id=rows[pick % len(rows)].pk, agrees=choice % 3 > 0,
                              note="Garis tidak terlihat", by=story.here.assessor)  # fmt: skip


def stand_still(story, _pick, _choice):
    with acting(story.here.head, story.day):
        programmes.suspend(wave_id=None, from_on=story.day, reason="outbreak", note="Wabah di blok",
                           by=story.here.head)  # fmt: skip


def go_on(story, _pick, _choice):
    with acting(story.here.head, story.day):
        running = Suspension.objects.filter(organisation_id=story.here.office, until_on=None).first()
        if running:
            programmes.resume(suspension_id=running.pk, until_on=story.day, by=story.here.head)


def months_pass(story, _pick, choice):
    """Nothing happens for long, so that some stories reach the end of the programme."""
    story.day += timedelta(days=50 * (1 + choice % 3))


EVENTS = {
    "admit": admit,
    "admit more": admit,
    "hold": move("on_hold", ("ill", "court_hearing")),
    "back": move("admitted"),
    "exit": move("exited", EXITS),
    "complete": move("completed"),
    "complete more": move("completed"),
    "remove": move("removed", ("wrong_person", "entered_twice")),
    "aftercare": move("aftercare"),
    "close": move("closed"),
    "bring again": bring_again,
    "correct": correct,
    "transfer": transfer,
    "measure": measure,
    "measure more": measure,
    "amend": amend,
    "test": test_urine,
    "test more": test_urine,
    "amend test": amend_urine,
    "look again": look_again,
    "stand still": stand_still,
    "go on": go_on,
    "months pass": months_pass,
    "months pass again": months_pass,
}


def begin() -> Story:
    """Five people, two of them in both programmes; one place too few in each."""
    region = factories.region()
    here = waves.team(factories.organisation(parent=region))
    there = waves.team(factories.organisation(parent=region), "2")
    wave = waves.plan(here, medical=2, social=3)
    people = [waves.resident(here) for _ in range(PEOPLE)]
    for person, follows in zip(people, FOLLOWS, strict=True):
        for programme in follows:
            waves.recommended(here, wave.cycles[programme], person)
    for pick in range(PEOPLE):
        story = Story(here, there, wave, people)
        if pick < 3:
            admit(story, pick, 0)
    return Story(here, there, wave, people)


@contextmanager
def undone():
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tell(story: Story, events) -> None:
    """Let it happen; a rule may refuse, nothing else may go wrong."""
    for name, pick, choice, days in events:
        story.day += timedelta(days=days)
        try:
            with transaction.atomic():
                EVENTS[name](story, pick, choice)
        except RuleBroken:
            pass


def check(story: Story) -> None:
    """Everything that must hold of a wave at any time."""
    with acting(story.here.manager, story.day):
        sheet = sheet_of(story.here.manager, story.wave.reference, 0).sheet
        ever = [
            one for one in Enrolment.objects.filter(organisation_id=story.here.office)
            if _check_head(one)
        ]  # fmt: skip
        started = [one for one in ever if one.status != "removed"]
        for column in sheet.columns:
            assert column.adds_up
            assert column.ever_admitted == column.started + column.removed
            assert sum(column.urine.states.values()) == column.started
            for domain in column.domains:
                assert domain.improved + domain.unchanged + domain.declined == domain.measured
                assert domain.increased <= domain.measured <= column.started
        assert sum(one.started for one in sheet.cycles) == len(started)
        assert sheet.people.started == len({one.person_id for one in started})
        for cycle in Cycle.objects.filter(wave_id=story.wave.id):
            inside = Enrolment.objects.filter(cycle=cycle, in_place=True).count()
            assert cycle.taken == inside <= cycle.capacity
        (wave,) = oracle.figures_of(_Rows(), story.day).values()
    assert unlike(sheet, wave) == []
    assert all(kept == inside for kept, inside in wave["taken"].values())


def _check_head(row: Enrolment) -> bool:
    """The head is what the history says; answers whether it was ever admitted."""
    history = standing(
        Change(one.pk, Status(one.to_status), one.effective_on, one.reason, one.corrects_id, one.annuls)
        for one in StatusChange.objects.filter(enrolment=row).order_by("id")
    )
    assert row.status == history[-1].target.value
    assert row.since == history[-1].effective_on
    first = next((one.effective_on for one in history if one.target is Status.ADMITTED), None)
    assert row.admitted_on == first
    inside = history[-1].target in IN_PLACE and first is not None
    assert row.in_place == inside
    return first is not None


class _Rows:
    """The rows of this test's own transaction, by name, as the oracle reads them."""

    def execute(self, sql, values=()):
        cursor = connection.connection.cursor(row_factory=dict_row)
        cursor.adapters.register_loader("jsonb", JsonbLoader)
        return cursor.execute(sql, values)


def test_every_story_adds_up_and_the_oracle_tells_the_same(db):
    story = begin()
    event = st.tuples(
        st.sampled_from(sorted(EVENTS)), st.integers(0, 9), st.integers(0, 11), st.integers(0, 25)
    )

    @settings(max_examples=40, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.lists(event, min_size=3, max_size=24))
    def any_story(events):
        with undone():
            told = Story(story.here, story.there, story.wave, story.people)
            tell(told, events)
            check(told)

    any_story()


def test_a_story_with_everything_in_it(db):
    """One that is sure to reach the end of the programme, whatever the dice say."""
    story = begin()
    months = [("measure", pick, choice, 5) for pick, choice in ((0, 0), (2, 3), (4, 9))]
    ends = [("measure", pick, 4, 0) for pick in range(5)] + [("test", pick, 0, 0) for pick in range(5)]
    tell(story, [
        *months, ("stand still", 0, 0, 10), ("go on", 0, 0, 30), ("transfer", 0, 0, 20), ("hold", 4, 0, 5),
        ("back", 4, 0, 10), ("exit", 2, 1, 20), ("correct", 2, 4, 1), ("measure", 4, 4, 70), *ends,
        ("amend test", 1, 1, 1), ("look again", 2, 1, 1), ("complete", 4, 0, 20), ("aftercare", 4, 0, 5),
    ])  # fmt: skip
    check(story)
