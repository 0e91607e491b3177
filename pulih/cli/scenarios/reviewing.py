"""The end of a wave: tasks done, the wave closed, the sheet drafted, checked, returned where due, approved."""

from typing import Any
from uuid import UUID

from pulih.cli.scenarios.intake import WaveInPlay


def close(wave: WaveInPlay) -> None:
    """The counsellor has looked at every worrying answer; then the manager closes the wave."""
    from pulih.actions.assessments import finish_task
    from pulih.actions.programmes import close_wave
    from pulih.queries.assessments import tasks_for

    day = wave.plan["closed_on"]
    with wave.stage.acting("counsellor", day) as counsellor:
        for task in tasks_for(counsellor):
            if task.done_at is None:
                finish_task(task_id=task.id, note="Sudah dibicarakan berdua", by=counsellor)
    with wave.stage.acting("manager", day) as manager:
        close_wave(wave_id=wave.facts(manager).id, closed_on=day, by=manager)


def review(wave: WaveInPlay, *, returned: str = "") -> None:
    """Three pairs of eyes. With a reason the first draft goes back once, and a second one is approved."""
    from pulih.actions.outcomes import approve_sheet, check_sheet, return_sheet

    drafted, checked, approved = wave.plan["reviewed_on"]
    sheet_id = _draft(wave, drafted)
    if returned:
        with wave.stage.acting("assessor", drafted) as assessor:
            return_sheet(sheet_id=sheet_id, why=returned, by=assessor)
        sheet_id = _draft(wave, drafted)
    with wave.stage.acting("manager", drafted) as manager:
        wave.stage.must_refuse("sheet_own_draft", check_sheet, sheet_id=sheet_id, by=manager)
    with wave.stage.acting("assessor", checked) as assessor:
        check_sheet(sheet_id=sheet_id, by=assessor)
    with wave.stage.acting("head", approved) as head:
        approve_sheet(sheet_id=sheet_id, by=head)


def _draft(wave: WaveInPlay, day: Any) -> UUID:
    from pulih.actions.outcomes import draft_sheet
    from pulih.queries.outcomes import sheet_of

    with wave.stage.acting("manager", day) as manager:
        draft_sheet(wave_id=wave.facts(manager).id, by=manager)
        drafted = sheet_of(manager, wave.reference).sheet_id
        assert drafted is not None
        return drafted
