"""Whom of the register a programme is for: a published rule, with a reason for each and for each left out.

Narcotics articles are kept by the law they stand in, because the criminal code in force since January 2026
moved some of them (general knowledge, to be confirmed by the facility's register section).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pulih.rules.stays import StayKind
from pulih.rules.verdicts import Reason

RESERVE_DAYS = 30
"""How many days beyond the end of the programme somebody should still be here."""

NARCOTICS = range(111, 149)
"""Act 35 of 2009."""
PSYCHOTROPICS = range(59, 73)
"""Act 5 of 1997."""
NEW_CODE = range(609, 612)
"""Criminal code of 2023, in force since 2 January 2026."""

_NUMBER = re.compile(r"\d+")
_OLD_CODE = re.compile(r"\bkuhp\b|kitab undang", re.IGNORECASE)
_PSYCHOTROPIC = re.compile(r"psikotropika|\b5\s*/\s*1997|no\.?\s*5\s+tahun\s+1997", re.IGNORECASE)


@dataclass(frozen=True)
class Registered:
    """Somebody held here, as the rule looks at them."""

    here_since: date
    kind: StayKind
    articles: tuple[str, ...] = ()
    history: bool = False
    """Drug use that an assessment or an earlier programme shows, whatever the sentence is for."""
    expires_on: date | None = None
    open_status: str = ""
    """Where an open pathway of this programme stands; empty where there is none."""
    served_in: str = ""
    """The wave in which this programme was completed; empty where it never was."""

    @property
    def end_unknown(self) -> bool:
        """Whether nobody knows how long the person stays."""
        return self.kind is StayKind.REMAND or self.expires_on is None


@dataclass(frozen=True)
class Fitness:
    """Whether somebody may be brought, and every reason for or against it."""

    fits: bool
    reasons: tuple[Reason, ...]


def is_drug_article(text: str) -> bool:
    """Whether an article as the register writes it is of a drug law.

    A bare number is read as the narcotics act, since registers of these facilities write it so; an article
    that names the old criminal code is not.
    """
    found = _NUMBER.search(text)
    if found is None:
        return False
    number = int(found.group())
    if number in NEW_CODE:
        return True
    if _OLD_CODE.search(text):
        return False
    if _PSYCHOTROPIC.search(text):
        return number in PSYCHOTROPICS
    return number in NARCOTICS


def drug_articles(articles: Iterable[str]) -> tuple[str, ...]:
    """Those of the articles that are of a drug law."""
    return tuple(one for one in articles if is_drug_article(one))


def judge_candidate(who: Registered, programme_ends_on: date) -> Fitness:
    """Judge somebody; every reason against at once, and every reason for where there is none against."""
    against = _against(who, programme_ends_on)
    return Fitness(False, against) if against else Fitness(True, _speaking_for(who))


def _against(who: Registered, ends_on: date) -> tuple[Reason, ...]:
    found = []
    if who.open_status:
        found.append(Reason("candidate_enrolled", {"status": who.open_status}))
    if who.served_in:
        found.append(Reason("candidate_served", {"wave": who.served_in}))
    if not who.history and not drug_articles(who.articles):
        found.append(Reason("candidate_no_drug_case", {"articles": ", ".join(who.articles) or "–"}))
    owed = ends_on + timedelta(days=RESERVE_DAYS)
    if not who.end_unknown and who.expires_on is not None and who.expires_on < owed:
        found.append(Reason("candidate_time_short", {"expires_on": who.expires_on, "owed": owed}))
    return tuple(found)


def _speaking_for(who: Registered) -> tuple[Reason, ...]:
    cases = drug_articles(who.articles)
    found = [Reason("candidate_drug_case", {"articles": ", ".join(cases)})] if cases else []
    if who.history:
        found.append(Reason("candidate_history"))
    if who.end_unknown:
        found.append(Reason("candidate_end_unknown"))
    else:
        found.append(Reason("candidate_time_enough", {"expires_on": who.expires_on}))
    found.append(Reason("candidate_here_since", {"since": who.here_since}))
    return tuple(found)
