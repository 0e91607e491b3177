"""The months of a wave: forms, tests, second looks, holds, exits, transfers; each on its day, by its role."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from pulih.cli.scenarios.fates import Exit, Fate
from pulih.cli.scenarios.forms import Form
from pulih.cli.scenarios.intake import WaveInPlay
from pulih.cli.scenarios.stage import Agenda
from pulih.cli.scenarios.urine import Test
from pulih.rules.actors import Actor

Task = Callable[[Actor], None]

ENDS_STAY = {
    "released_early": "released_early",
    "released_expiry": "released_expiry",
    "died": "died",
    "escaped": "escaped",
    "court": "court_order",
}
"""Exits with which the person leaves the prison too, and how the stay ends."""
RECHECK_EVERY = timedelta(days=30)


def live_through(wave: WaveInPlay, fates: Sequence[Fate]) -> None:
    """Play the time between admission and the last day."""
    agenda = Agenda(wave.stage)
    for fate in fates:
        for form in fate.forms:
            agenda.add(form.on, "assessor", _key_form(wave, fate, form))
        for test in fate.tests:
            _plan_test(agenda, wave, fate, test)
        if fate.hold:
            agenda.add(fate.hold.from_on, "manager", _move(wave, fate, "on_hold", fate.hold.reason))
            agenda.add(fate.hold.until_on, "manager", _move(wave, fate, "admitted"))
        if fate.exit:
            _plan_exit(agenda, wave, fate, fate.exit)
        if fate.completed:
            agenda.add(wave.plan["completed_on"], "manager", _complete(wave, fate))
    _plan_rechecks(agenda, wave)
    agenda.carry_out()


def _key_form(wave: WaveInPlay, fate: Fate, form: Form) -> Task:
    def task(by: Actor) -> None:
        from pulih.actions.assessments import amend_response, record_response

        first = form.keyed_wrong or form
        made = record_response(
            enrolment_id=wave.enrolments[fate.number, fate.programme_on(form.on)],
            instrument="whoqol-bref",
            point=form.point,
            taken_on=form.on,
            answers=first.answers,
            coding=first.coding,
            mode=first.mode,
            outside_because=form.late_because,
            by=by,
        )
        if form.keyed_wrong:
            amend_response(
                response_id=made.id,
                taken_on=form.on,
                answers=form.answers,
                coding=form.coding,
                mode=form.mode,
                outside_because=form.late_because,
                why="Cara cetak lembar salah dipilih",
                by=by,
            )

    return task


def _plan_test(agenda: Agenda, wave: WaveInPlay, fate: Fate, test: Test) -> None:
    """The nurse tests, the assessor looks again; a mistake is found the day after and amended."""
    made: dict[str, Any] = {}
    first = test.keyed_wrong or test

    def record(by: Actor) -> None:
        from pulih.actions.clinic import record_test

        made["id"] = record_test(
            enrolment_id=wave.enrolments[fate.number, fate.programme_on(test.on)],
            point=test.point,
            taken_on=test.on,
            state=first.state,
            results=first.results,
            reason=first.reason,
            witness="Saksi Rekaan",
            by=by,
        )

    def amend(by: Actor) -> None:
        from pulih.actions.clinic import amend_test

        made["id"] = amend_test(
            test_id=made["id"],
            taken_on=test.on,
            state=test.state,
            results=test.results,
            reason=test.reason,
            witness="Saksi Rekaan",
            why="Garis uji dibaca ulang dari foto strip",
            by=by,
        )

    day = test.on
    agenda.add(day, "nurse", record)
    if first.agreed is not None:
        day += timedelta(days=1)
        agenda.add(day, "assessor", _look(made, first.agreed))
    if test.keyed_wrong:
        day += timedelta(days=1)
        agenda.add(day, "nurse", amend)
        if test.agreed is not None:
            agenda.add(day + timedelta(days=1), "assessor", _look(made, test.agreed))


def _look(made: dict[str, Any], agrees: bool) -> Task:
    def task(by: Actor) -> None:
        from pulih.actions.clinic import look_again

        look_again(test_id=made["id"], agrees=agrees, note="" if agrees else "Garis tidak terlihat", by=by)

    return task


def _move(wave: WaveInPlay, fate: Fate, target: str, reason: str = "") -> Task:
    return _step(wave, fate, fate.programmes, target, reason)


def _complete(wave: WaveInPlay, fate: Fate) -> Task:
    return _step(wave, fate, fate.completed, "completed")


def _step(wave: WaveInPlay, fate: Fate, programmes: Sequence[str], target: str, reason: str = "") -> Task:
    def task(by: Actor) -> None:
        from pulih.actions.enrolments import move_on
        from pulih.records import scope

        note = "Melanggar tata tertib berulang kali" if reason == "expelled" else ""
        for programme in programmes:
            move_on(
                enrolment_id=wave.enrolments[fate.number, programme],
                target=target,
                effective_on=scope.today(),
                reason=reason,
                note=note,
                by=by,
            )

    return task


def _plan_exit(agenda: Agenda, wave: WaveInPlay, fate: Fate, leaving: Exit) -> None:
    """Leaving the programme, and with it the prison, the paper, or both."""
    if leaving.reason == "transferred":
        _plan_transfer(agenda, wave, fate, leaving.on)
        return
    first = leaving.keyed_as or leaving.reason
    agenda.add(leaving.on, "manager", _step(wave, fate, leaving.programmes, "exited", first))
    if leaving.keyed_as:
        agenda.add(leaving.on + timedelta(days=1), "manager", _correct(wave, fate, leaving))
    if how := ENDS_STAY.get(leaving.reason):
        agenda.add(leaving.on + timedelta(days=1), "registrar", _end_stay(wave, fate, leaving.on, how))
    if leaving.reason == "withdrew" and not fate.completed:
        agenda.add(leaving.on + timedelta(days=1), "assessor", _withdraw(wave, fate, leaving.on))


def _correct(wave: WaveInPlay, fate: Fate, leaving: Exit) -> Task:
    """The wrong reason stays to be read; a further row replaces it."""

    def task(by: Actor) -> None:
        from pulih.actions.enrolments import correct_change
        from pulih.queries.enrolments import open_enrolment

        for programme in leaving.programmes:
            opened = open_enrolment(by, wave.enrolments[fate.number, programme])
            wrong = next(one for one in opened.changes if one.to_status == "exited")
            correct_change(
                change_id=wrong.id,
                effective_on=leaving.on,
                reason=leaving.reason,
                why="Alasan keluar tertukar dengan orang lain",
                by=by,
            )

    return task


def _end_stay(wave: WaveInPlay, fate: Fate, on: date, how: str) -> Task:
    def task(by: Actor) -> None:
        from pulih.actions.custody import end_stay

        note = "Keputusan tiba pada hari bebas; daftar persiapan dilanjutkan lewat surat"
        end_stay(stay_id=wave.stays[fate.number], ended_on=on, how=how, note=note, revision=None, by=by)

    return task


def _withdraw(wave: WaveInPlay, fate: Fate, on: date) -> Task:
    def task(by: Actor) -> None:
        from pulih.actions.people import withdraw_willingness

        withdraw_willingness(
            consent_id=wave.consents[fate.number], withdrawn_on=on, because="Tidak ingin melanjutkan", by=by
        )

    return task


def _plan_transfer(agenda: Agenda, wave: WaveInPlay, fate: Fate, on: date) -> None:
    made: dict[str, Any] = {}

    def propose(by: Actor) -> None:
        from pulih.actions.enrolments import propose_transfer

        made["id"] = propose_transfer(
            person_id=wave.people[fate.number],
            receiver_id=wave.stage.offices["lapas-wanita-tangerang"],
            reason="Dekat dengan keluarga",
            by=by,
        )

    def accept(by: Actor) -> None:
        from pulih.actions.enrolments import accept_transfer

        kind = "remand" if fate.number.startswith("A") else "sentenced"
        accept_transfer(
            transfer_id=made["id"], register_number=f"P-{fate.number}", kind=kind, block="Anggrek",
            moved_on=on, by=by,
        )  # fmt: skip

    agenda.add(on, "registrar", propose)
    agenda.add(on, "receiver", accept)


def _plan_rechecks(agenda: Agenda, wave: WaveInPlay) -> None:
    """Once a month the registrar looks again at everybody whose end nobody knows."""

    def recheck(by: Actor) -> None:
        from pulih.actions.enrolments import recheck_remand
        from pulih.queries.programmes import participants
        from pulih.records import scope

        today = scope.today()
        for who in participants(by, [wave.facts(by)], today):
            for one in who.enrolled:
                if one.recheck_due(today):
                    recheck_remand(enrolment_id=one.id, still_unknown=True, note="Belum diputus", by=by)

    day = wave.plan["admitted_on"] + RECHECK_EVERY
    while day < wave.plan["completed_on"]:
        agenda.add(day, "registrar", recheck)
        day += RECHECK_EVERY
