"""Plans, notes, voices and a partner of the demo's wave, each as far as somebody would have come by today."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pulih.cli.demo_running import Inside, Stage

ANSWERED_AFTER = timedelta(days=8)
"""Tasks older than this were looked at; the younger ones wait for whoever opens the demo."""


def care(stage: Stage, partner_id: int) -> None:
    """What goes on beside the sessions: some of it well, some of it owed."""
    own = _own(stage)
    for said in stage.data["plans"]:
        _plan(stage, own[said["who"]], said)
    _write_note(stage, own)
    _complain(stage)
    _ask(stage)
    _agree_with_partner(stage, partner_id)
    _answer_tasks(stage)


def _own(stage: Stage) -> list[Inside]:
    """Those of the social programme whom the counsellor looks after."""
    from pulih.queries.caseload import snapshot

    counsellor = stage.workers["konselor"]
    with stage.acting(counsellor, stage.today):
        own = {
            one.enrolment for one in snapshot(counsellor).people if one.counsellor == counsellor.account_id
        }
    return [one for one in stage.of("social") if one.enrolment in own]


def _plan(stage: Stage, who: Inside, said: Mapping[str, Any]) -> None:
    """A plan as it is written: left a draft, or agreed, followed and looked at again."""
    from pulih.actions.plans import add_goal, agree_plan
    from pulih.rules.plans import Goal, Step

    counsellor = stage.workers["konselor"]
    with stage.acting(counsellor, _day(stage, said.get("agreed", 90))):
        for one in said["goals"]:
            steps = tuple(Step("", text) for text in one["steps"])
            goal = Goal(one["dimension"], one["horizon"], one["text"], one["reached_when"], steps)
            add_goal(enrolment_id=who.enrolment, goal=goal, by=counsellor)
        if "agreed" in said:
            first = stage.today + timedelta(days=said["review"])
            agree_plan(
                enrolment_id=who.enrolment,
                on=_day(stage, said["agreed"]),
                own_words=said["own_words"],
                review_on=first if "reviewed" not in said else None,
                by=counsellor,
            )
    _follow(stage, who, said)


def _follow(stage: Stage, who: Inside, said: Mapping[str, Any]) -> None:
    from pulih.actions.plans import record_progress, review_plan
    from pulih.queries.plans import open_plan
    from pulih.rules.plans import Looked, Said

    counsellor = stage.workers["konselor"]
    for one in said.get("progress", ()):
        on = _day(stage, one["days"])
        with stage.acting(counsellor, on):
            goals = open_plan(counsellor, who.enrolment).plans[0].goals
            progress = Said(on, one["state"], one["note"])
            record_progress(
                enrolment_id=who.enrolment, goal=goals[one["goal"]].code, said=progress, by=counsellor
            )
    if looked := said.get("reviewed"):
        on = _day(stage, looked["days"])
        with stage.acting(counsellor, on):
            review = Looked(
                on, looked["outcome"], looked["text"], next_on=stage.today + timedelta(days=said["review"])
            )
            review_plan(enrolment_id=who.enrolment, looked=review, by=counsellor)


def _write_note(stage: Stage, own: Sequence[Inside]) -> None:
    from pulih.actions.plans import write_note

    said, counsellor = stage.data["note"], stage.workers["konselor"]
    day = stage.today - timedelta(days=said["days_ago"])
    with stage.acting(counsellor, day):
        write_note(
            person_id=own[said["who"]].person,
            compartment="psychological",
            on=day,
            text=said["text"],
            by=counsellor,
        )


def _complain(stage: Stage) -> None:
    """Without a name; the answer is owed in a few days."""
    from pulih.actions.voice import record_complaint

    said, counsellor = stage.data["complaint"], stage.workers["konselor"]
    day = stage.today - timedelta(days=said["days_ago"])
    with stage.acting(counsellor, day):
        record_complaint(
            about=said["about"],
            text=said["text"],
            received_on=day,
            wave_id=_wave_id(stage, counsellor),
            by=counsellor,
        )


def _ask(stage: Stage) -> None:
    """A round about one activity that has closed, with answers typed from paper slips."""
    from pulih.actions.voice import open_round, print_slips, type_slip
    from pulih.rules.feedback import AGAIN, STATEMENTS

    said, manager = stage.data["round"], stage.workers["manajer"]
    first = _day(stage, said["first"])
    with stage.acting(manager, first):
        round_id = open_round(
            wave_id=_wave_id(stage, manager),
            module=said["module"],
            opens_on=first,
            closes_on=first + timedelta(days=said["days"] - 1),
            by=manager,
        )
        codes = print_slips(round_id=round_id, count=len(said["answers"]) + 5, by=manager).codes
    with stage.acting(manager, first + timedelta(days=said["days"] - 2)):
        for code, points in zip(codes, said["answers"], strict=False):
            answers = {one: max(1, min(4, points + stage.draw.choice((-1, 0, 0, 1)))) for one in STATEMENTS}
            type_slip(round_id=round_id, code=code, answers={**answers, AGAIN: int(points > 2)}, by=manager)


def _agree_with_partner(stage: Stage, partner_id: int) -> None:
    """An agreement that ends within the quarter, and what is done under it."""
    from pulih.actions.network import add_activity, record_agreement

    said, manager = stage.data["agreement"], stage.workers["manajer"]
    begun = stage.today - timedelta(days=310)
    with stage.acting(manager, _day(stage, 0)):
        made = record_agreement(
            partner_id=partner_id,
            number=said["number"],
            title=said["title"],
            fields=said["fields"],
            signed_on=begun,
            starts_on=begun,
            ends_on=begun + timedelta(days=364),
            by=manager,
        )
        add_activity(
            agreement_id=made,
            field=said["activity"]["field"],
            title=said["activity"]["title"],
            starts_on=_day(stage, said["activity"]["days"]),
            wave_id=_wave_id(stage, manager),
            by=manager,
        )


def _answer_tasks(stage: Stage) -> None:
    """Whoever was asked to look has looked, but for what came up in the last days."""
    from pulih.actions.assessments import finish_task
    from pulih.queries.assessments import tasks_for

    for name in ("konselor", "perawat"):
        worker = stage.workers[name]
        with stage.acting(worker, stage.today):
            waiting = [one for one in tasks_for(worker) if one.done_at is None]
        for one in waiting:
            seen_on = one.raised_at.date() + timedelta(days=2)
            if seen_on + ANSWERED_AFTER < stage.today:
                with stage.acting(worker, seen_on):
                    finish_task(task_id=one.id, note=stage.data["answered"], by=worker)


def _wave_id(stage: Stage, by: Any) -> UUID:
    from pulih.queries import programmes

    return programmes.wave_of(by, stage.wave).id


def _day(stage: Stage, days: int) -> date:
    """So many days after the first one."""
    return stage.start + timedelta(days=days)
