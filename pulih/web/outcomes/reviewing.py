"""The steps of a review as buttons: those open now, and those that are not with their reasons."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pulih.language.wording import say
from pulih.queries.outcomes import SheetView
from pulih.rules.outcomes import SheetState
from pulih.rules.verdicts import Reason, Verdict


@dataclass(frozen=True)
class Step:
    """A step of the review: what its button says, and whether it is open."""

    code: str
    words: str
    verdict: Verdict
    primary: bool = False


@dataclass(frozen=True)
class Closed:
    """Steps that are closed for the same reasons, so that each reason is read once."""

    reasons: tuple[Reason, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Steps:
    """What can be done with a sheet now, and why the rest cannot."""

    open: tuple[Step, ...]
    closed: tuple[Closed, ...]
    may_return: bool


def steps_of(view: SheetView, language: str) -> Steps:
    """The steps that make sense for this sheet in its state; none for a revision that is not the last."""
    found = _in_state(view)
    closed = [one for one in found if not one.verdict]
    gathered: dict[str, list[Step]] = {}
    for one in closed:
        codes = [reason.code for reason in one.verdict.reasons]
        gathered.setdefault(
            "permission_missing" if "permission_missing" in codes else " ".join(codes), []
        ).append(one)
    return Steps(
        open=tuple(one for one in found if one.verdict and one.code != "return"),
        closed=tuple(Closed(_reasons(steps, language), tuple(steps)) for steps in gathered.values()),
        may_return=any(one.code == "return" and one.verdict for one in found),
    )


def _in_state(view: SheetView) -> list[Step]:
    head = view.sheet.head
    newest = not view.revisions or head.revision in (0, view.revisions[0].number)
    if not newest:
        return []
    if view.sheet_id is None or head.state == SheetState.RETURNED or head.superseded_at:
        return [Step("draft", _("Susun konsep"), view.may["draft"], True)]
    found = []
    if head.state == SheetState.DRAFT:
        found.append(Step("check", _("Sudah diperiksa, cocok"), view.may["check"], True))
    if head.state in (SheetState.DRAFT, SheetState.CHECKED):
        checked = head.state == SheetState.CHECKED
        found.append(Step("approve", _("Setujui lembar hasil"), view.may["approve"], checked))
        found.append(Step("return", _("Kembalikan lembar"), view.may["return"]))
    return found


def _reasons(steps: list[Step], language: str) -> tuple[Reason, ...]:
    """The reasons these steps share. Who lacks a permission reads of that alone, all they lack at once."""
    reasons = [reason for step in steps for reason in step.verdict.reasons]
    lacking = [reason for reason in reasons if reason.code == "permission_missing"]
    if not lacking:
        return steps[0].verdict.reasons
    names = dict.fromkeys(say(f"permission.{one.facts['permission']}", language) for one in lacking)
    return (Reason("permission_missing", {**lacking[0].facts, "permission": ", ".join(names)}),)
