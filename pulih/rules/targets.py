"""Performance targets: how many people a facility is to admit, and how far it got (capaian)."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulih.rules.organisations import Kind
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

LARGEST_TARGET = 5000
EARLIEST_YEAR = 2015


def check_target(
    amount: int, year: int, quarter: int | None, this_year: int, known: bool, reason: str
) -> Verdict:
    """Whether a target may be set; one that stands changes only with a reason, and stays known.

    Nought takes a target back. A facility that was never asked for anything has no row.
    Codes: `target_amount`, `target_nothing_to_take_back`, `target_year`, `target_quarter`,
    `target_reason_missing`.
    """
    found = []
    if not 0 <= amount <= LARGEST_TARGET:
        found.append(refused("target_amount", "amount", largest=LARGEST_TARGET))
    if amount == 0 and not known:
        found.append(refused("target_nothing_to_take_back", "amount"))
    if not EARLIEST_YEAR <= year <= this_year + 2:
        found.append(refused("target_year", "year", first=EARLIEST_YEAR, last=this_year + 2))
    if quarter is not None and not 1 <= quarter <= 4:
        found.append(refused("target_quarter", "quarter"))
    if known and len(reason.strip()) < 5:
        found.append(refused("target_reason_missing", "reason"))
    return all_of(found)


def capaian(realised: int, target: int | None) -> float | None:
    """Realisation of the target in percent; it may exceed 100.

    None without a target, and where nobody was to be admitted: that is not 0 %.
    """
    return 100 * realised / target if target else None


OBJECTIVE_YEARS = 10
"""A strategic plan runs five years; an objective over more than ten is no objective."""
SETS_OBJECTIVES = frozenset((Kind.MINISTRY, Kind.DIRECTORATE, Kind.REGIONAL_OFFICE))


@dataclass(frozen=True)
class Aim:
    """A strategic objective as an office words it: code, words, the plan it stands in, its years."""

    code: str
    text: str
    source: str
    from_year: int
    until_year: int


def check_objective(one: Aim, office: Kind, this_year: int, *, taken: bool = False) -> Verdict:
    """Whether an office may set an objective; facilities serve objectives, they set none.

    Codes: `objective_office`, `objective_code_missing`, `objective_code_taken`,
    `objective_text_missing`, `objective_source_missing`, `objective_years`.
    """
    last = this_year + OBJECTIVE_YEARS
    checks = (
        (office not in SETS_OBJECTIVES, refused("objective_office")),
        (not one.code.strip(), refused("objective_code_missing", "code")),
        (taken, refused("objective_code_taken", "code", number=one.code)),
        (len(one.text.strip()) < 10, refused("objective_text_missing", "text")),
        (len(one.source.strip()) < 3, refused("objective_source_missing", "source")),
        (
            not EARLIEST_YEAR <= one.from_year <= one.until_year <= last
            or one.until_year - one.from_year >= OBJECTIVE_YEARS,
            refused("objective_years", "until_year", first=EARLIEST_YEAR, last=last, most=OBJECTIVE_YEARS),
        ),
    )
    return all_of(refusal for broken, refusal in checks if broken)


def check_serving(
    years: tuple[int, int], office_id: int, withdrawn: bool, facility_above: Sequence[int], year: int
) -> Verdict:
    """Whether a facility's target may serve an objective: of an office above it, within its years.

    Codes: `target_objective_elsewhere`, `target_objective_withdrawn`, `target_objective_year`.
    """
    if office_id not in facility_above:
        return refused("target_objective_elsewhere", "objective")
    if withdrawn:
        return refused("target_objective_withdrawn", "objective")
    if not years[0] <= year <= years[1]:
        return refused("target_objective_year", "objective", first=years[0], last=years[1])
    return ALLOWED
