"""The import rule: every row of the register becomes exactly one of new, changed, same or conflict."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from pulih.rules.names import register_key, search_key
from pulih.rules.register.differing import outcome_of_match, outcome_of_newcomer
from pulih.rules.register.facts import Holder, KnownResident, Outcome, RegisterRow, RowOutcome
from pulih.rules.verdicts import Reason


def compare(
    rows: Sequence[RegisterRow],
    known: Sequence[KnownResident],
    holders: Mapping[str, Holder],
    *,
    number_key: Callable[[str], str] = str,
    mentioned: Collection[str] = frozenset(),
) -> list[RowOutcome]:
    """What becomes of each row (in the file's order), then the residents whom the file leaves out.

    `rows` have passed `check_rows`. `known` are the residents with an open stay here. `holders` answers, by
    `number_key(national number)`, whose number it is when it is nobody's in `known`. `mentioned` are register
    numbers of refused rows: their residents are not gone. A person is recognised by national number first,
    then by register number unless name, birth and national number all speak against it; name and birth
    date alone never match, they warn. A blank cell erases nothing. Linear in rows and residents.

    Conflicts: `register_row_twice`, `register_held_elsewhere`, `register_other_person`,
    `register_two_people`, `register_new_incomplete`, `register_birth_contradicts`, and those of a sentence
    or stay that no longer fits. Warnings: `register_number_changed`, `register_national_number_changed`,
    `register_likely_known`, `register_likely_twice`, `register_person_returned`,
    `register_sentence_older`, and those of `consistent`.
    """
    book = _Book(rows, known, holders, number_key)
    outcomes = [book.outcome(row) for row in rows]
    spared = {register_key(number) for number in mentioned} | book.registers_in_file
    concerned = {outcome.person_id for outcome in outcomes}
    gone = [
        RowOutcome(Outcome.GONE, person_id=person.person_id)
        for person in known
        if person.person_id not in concerned and register_key(person.register_number) not in spared
    ]
    return outcomes + gone


def _likeness(person: RegisterRow | KnownResident) -> Hashable:
    """What two records of one person probably share; None when the birth date is unknown."""
    return (search_key(person.name), person.birth_date) if person.birth_date else None


@dataclass(frozen=True, slots=True)
class _Claims:
    """What one row says of itself: two things only one row may say, and one that makes us look twice."""

    register: str
    number: str | None
    like: Hashable


class _Book:
    """The file and the residents, indexed once."""

    def __init__(
        self,
        rows: Sequence[RegisterRow],
        known: Sequence[KnownResident],
        holders: Mapping[str, Holder],
        number_key: Callable[[str], str],
    ) -> None:
        self._holders = holders
        self._by_number = {person.number_key: person for person in known if person.number_key}
        self._by_register = {register_key(person.register_number): person for person in known}
        self._by_likeness = {like: person for person in known if (like := _likeness(person))}
        self._claims: dict[int, _Claims] = {}
        self._first: dict[tuple[str, Hashable], int] = {}
        for row in rows:
            number = number_key(row.national_number) if row.national_number else None
            claims = _Claims(register_key(row.register_number), number, _likeness(row))
            self._claims[row.number] = claims
            for what in ("register", "number", "like"):
                self._first.setdefault((what, getattr(claims, what)), row.number)
        self.registers_in_file = {claims.register for claims in self._claims.values()}
        self._recognised = {
            person.person_id
            for row in rows
            if (person := self._by_number.get(self._claims[row.number].number or ""))
            and self._twice(row) is None
        }

    def _twice(self, row: RegisterRow) -> int | None:
        """The earlier row that says the same register number or national number."""
        claims = self._claims[row.number]
        first = self._first["register", claims.register]
        if first == row.number and claims.number:
            first = self._first["number", claims.number]
        return None if first == row.number else first

    def outcome(self, row: RegisterRow) -> RowOutcome:
        """What becomes of one row."""
        claims = self._claims[row.number]
        key = claims.number
        earlier = self._twice(row)
        if earlier is not None:
            return _conflict(row, None, Reason("register_row_twice", {"row": earlier}, "register_number"))
        by_number = self._by_number.get(key) if key else None
        by_register = self._by_register.get(claims.register)
        if by_register and by_register.person_id in self._recognised and by_register is not by_number:
            by_register = None  # recognised under a new register number elsewhere in this file
        if by_number:
            if by_register and by_register is not by_number:
                return _conflict(row, by_number, Reason("register_two_people", {}, "national_number"))
            return outcome_of_match(row, by_number, key)
        holder = self._holders.get(key) if key else None
        if holder and not holder.yours:
            about = Reason(
                "register_held_elsewhere", {"organisation": holder.organisation}, "national_number"
            )
            return _conflict(row, by_register, about)
        if by_register:
            if holder:
                return _conflict(row, by_register, Reason("register_two_people", {}, "national_number"))
            if not _may_be_same(row, by_register):
                facts = {"register_number": row.register_number}
                return _conflict(row, by_register, Reason("register_other_person", facts, "register_number"))
            return outcome_of_match(row, by_register, key)
        return outcome_of_newcomer(row, holder, self._doubts(row))

    def _doubts(self, row: RegisterRow) -> list[Reason]:
        """Why a newcomer may be somebody already here or already in the file."""
        like = self._claims[row.number].like
        if like is None:
            return []
        alike, first = self._by_likeness.get(like), self._first["like", like]
        doubts = []
        if alike:
            doubts.append(Reason("register_likely_known", {"register_number": alike.register_number}, "name"))
        if first != row.number:
            doubts.append(Reason("register_likely_twice", {"row": first}, "name"))
        return doubts


def _conflict(row: RegisterRow, person: KnownResident | None, reason: Reason) -> RowOutcome:
    return RowOutcome(Outcome.CONFLICT, row, person.person_id if person else None, reasons=(reason,))


def _may_be_same(row: RegisterRow, person: KnownResident) -> bool:
    """Whether name or birth agrees, of two with one register number (their national numbers do not)."""
    here, there = set(search_key(row.name).split()), set(search_key(person.name).split())
    if here <= there or there <= here:
        return True
    if row.birth_date and person.birth_date:
        return row.birth_date == person.birth_date
    return False
