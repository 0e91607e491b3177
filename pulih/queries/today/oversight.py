"""What waits for those who look after others' work: reviews, refusals, seals, accounts, facilities below."""

from pulih.queries.audit.verification import LATE_AFTER
from pulih.queries.staff.competencies import competencies_to_renew
from pulih.queries.staff.locks import locked_until
from pulih.queries.today.facts import (
    STALE_REGISTER_DAYS,
    OfficeBelow,
    OfficesBelow,
    Todo,
    row_of,
    values_of,
)
from pulih.records import audit, scope
from pulih.records.asking import ask
from pulih.rules.actors import Actor
from pulih.rules.organisations import HOLDS_PEOPLE
from pulih.rules.permissions import Permission

OFFICES_SHOWN = 60

_REVIEWS = """
SELECT count(*) FROM break_glass b WHERE b.reviewed_at IS NULL AND b.account_id <> %(account)s
"""
_REFUSALS = """
SELECT count(*) FROM audit_event e WHERE e.outcome = 'refused' AND e.day >= %(today)s - 7
"""
_STAFF = """
SELECT coalesce(array_agg(a.username) FILTER (WHERE h.running), '{}'),
       count(*) FILTER (WHERE h.running AND a.must_change_password AND a.last_login IS NOT NULL),
       count(*) FILTER (WHERE h.running AND a.last_login IS NULL),
       count(*) FILTER (WHERE h.running AND EXISTS (
           SELECT 1 FROM reset_code r WHERE r.account_id = a.id AND r.used_at IS NULL AND r.expires_at > now())),
       count(*) FILTER (WHERE NOT h.running AND NOT EXISTS (
           SELECT 1 FROM membership e WHERE e.account_id = a.id
             AND (e.valid_to IS NULL OR e.valid_to >= %(today)s)))
FROM account a
JOIN (SELECT m.account_id, bool_or(m.valid_from <= %(today)s
                                   AND (m.valid_to IS NULL OR m.valid_to >= %(today)s)) AS running
      FROM membership m WHERE m.organisation_id = %(office)s GROUP BY m.account_id) h ON h.account_id = a.id
WHERE a.is_active
"""
_BELOW = f"""
SELECT o.id, o.name, d.designations, d.target, r.applied_at
FROM organisation o
CROSS JOIN LATERAL (SELECT count(*)::int AS designations, coalesce(sum(e.target), 0)::int AS target
                    FROM designation e WHERE e.organisation_id = o.id AND e.budget_year = %(year)s::int) d
LEFT JOIN gate.registers_below() r ON r.organisation_id = o.id
WHERE o.ancestors @> ARRAY[%(office)s::int] AND (o.exists_to IS NULL OR o.exists_to > %(today)s::date)
  AND o.kind IN ({", ".join(f"'{kind.value}'" for kind in HOLDS_PEOPLE)})
ORDER BY o.name
"""
"""Names no person: designations are open, and of a register the gate tells the day alone."""


def of_reviews(actor: Actor) -> list[Todo]:
    """Emergency openings by this office, or of its people by another, that nobody has judged yet."""
    if not actor.may(Permission.REVIEW_BREAK_GLASS):
        return []
    (waiting,) = row_of(_REVIEWS, values_of(actor))
    return [Todo("review", waiting, "late", "audit:break_glass")]


def of_the_trail(actor: Actor) -> list[Todo]:
    """What was tried and refused this week, and whether the audit is being sealed."""
    if not actor.may(Permission.READ_AUDIT):
        return []
    (refusals,) = row_of(_REFUSALS, values_of(actor))
    todos = [Todo("refusals", refusals, "not-started", "audit:refusals")]
    if actor.may(Permission.FIND_PEOPLE):
        return todos  # a head of facility reads the trail; the seals are the auditor's
    events, oldest = audit.waiting()
    late = oldest is not None and scope.now() - oldest > LATE_AFTER
    return [Todo("seals", events if late else 0, "late", "audit:seals"), *todos]


def of_staff(actor: Actor) -> list[Todo]:
    """Accounts that need somebody; the head of an office sees those left open without a role."""
    if not actor.may(Permission.READ_STAFF):
        return []
    usernames, unchanged, never, codes, roleless = row_of(_STAFF, values_of(actor))
    without = Todo("no_role", roleless, "due", "staff:list", "former=1")
    if not actor.may(Permission.MANAGE_STAFF):
        return [without]
    return [
        Todo("locked", len(locked_until(usernames)), "late", "staff:list"),
        Todo("codes", codes, "due", "staff:list"),
        without,
        Todo("first_password", unchanged, "due", "staff:list"),
        Todo("never_signed_in", never, "not-started", "staff:list"),
    ]


def of_competencies(actor: Actor) -> list[Todo]:
    """Who measures here with a competency that ended, or ends within sixty days."""
    if not actor.may(Permission.MANAGE_COMPETENCIES) or not actor.may(Permission.READ_STAFF):
        return []
    found = competencies_to_renew(actor)
    where = ("staff:competencies", "show=pressing")
    return [
        Todo("competency_ended", len(found.ended), "late", *where, found.ended),
        Todo("competency_ends", len(found.ending), "due", *where, found.ending),
    ]


def of_offices_below(actor: Actor) -> tuple[list[Todo], OfficesBelow | None]:
    """The facilities of a region: entrusted this year or not, and when their register was last imported."""
    if not actor.may(Permission.DESIGNATE) or actor.may(Permission.FIND_PEOPLE):
        return [], None
    today = scope.today()
    values = {"office": actor.organisation_id, "year": today.year, "today": today}
    offices = []
    for id, name, designations, target, at in ask(_BELOW, values):
        stale = at is None or (scope.now() - at).days > STALE_REGISTER_DAYS
        offices.append(OfficeBelow(id, name, designations, target, scope.day_of(at) if at else None, stale))
    undesignated = sum(not one.designations for one in offices)
    stale_registers = sum(one.stale for one in offices)
    todos = [
        Todo("undesignated", undesignated, "not-started", "organisations:tree"),
        Todo("stale_registers", stale_registers, "due", "organisations:tree"),
    ]
    return todos, OfficesBelow(tuple(offices[:OFFICES_SHOWN]), len(offices))
