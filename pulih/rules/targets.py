"""Performance targets: how many people a facility is to admit, and how far it got (capaian)."""

from pulih.rules.verdicts import Verdict, all_of, refused

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
