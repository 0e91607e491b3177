"""As what the law knows a person who used drugs, and on what ground somebody says so.

The words of Law 35/2009 article 1: an addict uses and depends, an abuser uses without right, a victim was
coaxed, tricked or forced. They open or close rights, so each is said on a legal or a clinical basis.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pulih.rules.identity import born_after
from pulih.rules.verdicts import Reason, Verdict, all_of, refused


class Category(StrEnum):
    """The legal category; pages never use it as a name for the person."""

    ADDICT = "addict"
    ABUSER = "abuser"
    VICTIM = "victim"


class LegalBasis(StrEnum):
    """A paper of the law that says so."""

    COURT_DECISION = "court_decision"
    INTEGRATED_ASSESSMENT = "integrated_assessment"
    """The team of lawyers and doctors (TAT)."""
    MANDATORY_REPORT = "mandatory_report"
    """Reported voluntarily before arrest (wajib lapor, IPWL)."""


class ClinicalBasis(StrEnum):
    """A clinical finding that says so."""

    SCREENING = "screening"
    ASSESSMENT = "assessment"
    DIAGNOSIS = "diagnosis"


@dataclass(frozen=True)
class ParticipantCategory:
    """A category with its grounds; `paper` is the number of the decision or letter behind a legal basis."""

    category: Category
    decided_on: date
    legal_basis: LegalBasis | None = None
    clinical_basis: ClinicalBasis | None = None
    paper: str = ""


def check_category(
    facts: ParticipantCategory, today: date, birth_date: date | None = None, birth_year: int | None = None
) -> Verdict:
    """Whether the category may be recorded.

    Refuses `category_basis_missing` (at least one owed), `category_paper_missing`, `category_in_future`,
    `category_before_birth`; warns `category_addict_not_assessed` when no clinical finding shows dependence.
    """
    decided = facts.decided_on
    refusals = (
        (not (facts.legal_basis or facts.clinical_basis), refused("category_basis_missing", "legal_basis")),
        (facts.legal_basis and not facts.paper.strip(), refused("category_paper_missing", "paper")),
        (decided > today, refused("category_in_future", "decided_on", date=decided)),
        (
            born_after(birth_date, birth_year, decided),
            refused("category_before_birth", "decided_on", date=decided),
        ),
    )
    verdict = all_of(refusal for broken, refusal in refusals if broken)
    if verdict and facts.category is Category.ADDICT and facts.clinical_basis is None:
        return Verdict(True, (Reason("category_addict_not_assessed", {}, "clinical_basis"),))
    return verdict
