"""The pathway drawn from its table: `python -m tests.repository.drawing` writes docs/lifecycle.md anew."""

from collections.abc import Iterator

from pulih.language.wording import say
from pulih.rules.lifecycles import OPEN, REASONS, TRANSITIONS, Side, Status
from pulih.rules.permissions import GRANTS, Permission, Role
from tests.repository.source import ROOT

PAGE = ROOT / "docs/lifecycle.md"
BEGIN, END = "<!-- drawn from pulih/rules/lifecycles/ -->", "<!-- end of what is drawn -->"


def drawn() -> str:
    """Diagram, steps and reasons as Markdown."""
    return "\n".join([*_diagram(), "", *_steps(), "", *_reasons()])


def with_drawing(page: str) -> str:
    """The page with what is drawn renewed, and everything around it as it was."""
    before, rest = page.split(BEGIN)
    _old, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{drawn()}\n\n{END}{after}"


def _word(status: Status) -> str:
    return say(f"status.{status.value}", "en")


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for status in Status:
        yield f"    {status.value}: {_word(status)}"
    yield f"    [*] --> {Status.CANDIDATE.value}: nominate"
    for one in TRANSITIONS:
        yield f"    {one.source.value} --> {one.target.value}: {one.action}"
    sources = {one.source for one in TRANSITIONS}
    for status in Status:
        if status not in sources:
            yield f"    {status.value} --> [*]"
    yield "```"


def _may(permission: Permission) -> str:
    roles = (role for role in Role if permission in GRANTS[role] and role is not Role.SYSTEM)
    return ", ".join(say(f"role.{role.value}", "en") for role in roles)


def _steps() -> Iterator[str]:
    yield "| from | to | who may |"
    yield "|---|---|---|"
    for status in Status:
        for permission in Permission:
            targets = [
                _word(one.target)
                for one in TRANSITIONS
                if one.source is status and one.permission is permission
            ]
            if targets:
                yield f"| {_word(status)} | {', '.join(targets)} | {_may(permission)} |"
    running = ", ".join(_word(status) for status in Status if status in OPEN)
    yield ""
    yield f"A person has at most one pathway a programme that is open: {running}."


_SIDES = {Side.PERSON: "person", Side.FACILITY: "facility", Side.EXTERNAL: "neither"}


def _reasons() -> Iterator[str]:
    yield "| step | reason | whose doing | counted on a result sheet as | note owed |"
    yield "|---|---|---|---|---|"
    for status, reasons in REASONS.items():
        for one in reasons:
            reason, note = say(f"reason.{one.code}", "en"), "yes" if one.needs_note else ""
            yield f"| {_word(status)} | {reason} | {_SIDES[one.side]} | {one.group} | {note} |"


if __name__ == "__main__":
    PAGE.write_text(with_drawing(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
