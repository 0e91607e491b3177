"""What the marking page shows, worked out before rendering."""

from dataclasses import dataclass

from pulih.queries.attendance import Register, RegisterRow
from pulih.rules.attendance import REASONS, Word
from pulih.rules.time_away import ABSENCE_REASON, AwayKind
from pulih.web.attendance.forms import FINER, GroupForm, finer, words


@dataclass(frozen=True)
class Choice:
    """One choice as it stands."""

    code: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Finer:
    """The finer reasons behind one word."""

    word: str
    words: str
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class MarkingRow:
    """One person to mark, with what was tapped and what is wrong."""

    row: RegisterRow
    key: str
    choices: tuple[Choice, ...]
    finer: tuple[Finer, ...]
    late: str
    errors: tuple[str, ...]


def marking_rows(form: GroupForm, register: Register) -> tuple[MarkingRow, ...]:
    """The rows of the marking page."""
    said = words()
    reasons = {word: finer(word) for word in FINER}
    spoken = dict(said)
    made = []
    for row in register.rows:
        key = str(row.enrolment_id)
        chosen = form.value(f"m_{key}")
        names = (f"m_{key}", f"l_{key}", *(f"{word}_{key}" for word in FINER))
        made.append(
            MarkingRow(
                row,
                key,
                tuple(Choice(code, text, code == chosen) for code, text in said),
                tuple(
                    Finer(
                        word.value,
                        spoken[word.value],
                        f"{word}_{key}",
                        _choices(form, f"{word}_{key}", known),
                    )
                    for word, known in reasons.items()
                ),
                form.value(f"l_{key}"),
                tuple(error for name in names for error in form.errors.get(name, ())),
            )
        )
    return tuple(made)


def _choices(form: GroupForm, name: str, known: list[tuple[str, str]]) -> tuple[Choice, ...]:
    chosen = form.value(name)
    return tuple(Choice(code, text, code == chosen) for code, text in known)


@dataclass(frozen=True)
class Counts:
    """How a marked session stands, by word."""

    present: int = 0
    excused: int = 0
    ill: int = 0
    absent: int = 0
    unmarked: int = 0


def counts_of(register: Register) -> Counts:
    """The four words counted."""
    found = [one.mark.word.value if one.mark else "unmarked" for one in register.rows]
    return Counts(*(found.count(one) for one in (*(word.value for word in Word), "unmarked")))


def suggested(register: Register) -> dict[str, str]:
    """What is tapped before anybody taps: whoever is known to be away, with the reason; it can be changed."""
    found: dict[str, str] = {}
    for row in register.rows:
        if row.away and row.mark is None:
            reason = REASONS[ABSENCE_REASON[AwayKind(row.away)]]
            found[f"m_{row.enrolment_id}"] = reason.word.value
            found[f"{reason.word.value}_{row.enrolment_id}"] = reason.code
    return found
