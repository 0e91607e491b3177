"""A slip is answered: by whoever holds it, signed in nowhere, or typed from paper by a worker.

What somebody leaves on the public page is no audit event: the trail would say at what minute, and those
who watch the room know who sat there then. That slips were used is told when the round has closed.
"""

from collections.abc import Mapping
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.voice.rounds import take_round
from pulih.records import audit, scope, slips
from pulih.rules.actors import Actor
from pulih.rules.documents import read_code
from pulih.rules.errors import RuleBroken, require
from pulih.rules.feedback import check_answers, is_closed
from pulih.rules.permissions import Permission


@action(None)
def leave_answers(*, code: str, answers: Mapping[str, int], text: str = "") -> None:
    """Use a slip once. Every slip that opens nothing is refused in the same words."""
    require(check_answers(answers, text))
    signs = read_code(code)
    if signs is None or slips.leave(signs, answers, text.strip(), typed=False, at=scope.now()) is None:
        raise RuleBroken("slip_opens_nothing", "code")


@action(Permission.PREPARE_FEEDBACK)
def type_slip(
    *,
    round_id: UUID,
    code: str,
    answers: Mapping[str, int],
    text: str = "",
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Put in what stands on a paper slip; its code makes sure that nothing counts twice.

    The trail keeps who typed into which round, neither code nor answers.
    """
    use_once(token, by)
    row = take_round(round_id, by)
    if is_closed(row.closes_on, scope.today()):
        raise RuleBroken("feedback_closed", date=row.closes_on)
    require(check_answers(answers, text))
    signs = read_code(code)
    used = slips.leave(signs, answers, text.strip(), typed=True, at=scope.now()) if signs else None
    if used != row.pk:
        raise RuleBroken("slip_opens_nothing", "code")
    audit.note_event("voice.type_slip", by=by, subject="feedback_round", subject_id=row.pk)
