"""Plans to look at again together with the person: a counsellor's own by name, straight to the form."""

from pulih.queries.today.facts import Todo, Work, rows_of, values_of
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission, Role

NAMED = 6
"""How many are named; the rest is one row that leads to the list."""
_REVIEWS = """
SELECT e.id::text, coalesce(p.name, e.register_number), e.register_number, coalesce(t.block, ''), l.review_on,
       EXISTS (SELECT 1 FROM assignment k WHERE k.enrolment_id = e.id AND k.organisation_id = %(office)s
               AND k.account_id = %(account)s AND k.until_on IS NULL) AS mine
FROM plan l JOIN enrolment e ON e.id = l.enrolment_id
LEFT JOIN person p ON p.id = e.person_id
LEFT JOIN stay t ON t.person_id = e.person_id AND t.organisation_id = %(office)s AND t.ended_on IS NULL
WHERE l.organisation_id = %(office)s AND l.state = 'agreed' AND l.review_on <= %(today)s AND e.in_place
ORDER BY mine DESC, l.review_on, e.id
"""


def of_plans(actor: Actor) -> tuple[list[Todo], list[Work]]:
    """Reviews that are due; somebody who manages sees how many, not who. One statement."""
    if not actor.may(Permission.WRITE_PLANS):
        return [], []
    rows = rows_of(_REVIEWS, values_of(actor))
    named = rows[:NAMED] if actor.role is Role.COUNSELLOR else []
    return [Todo("plan_reviews", len(rows) - len(named), "late", "plans:home")], [
        Work(
            code="review_plan",
            urgency="late" if review_on < scope.today() else "due",
            name=name,
            register_number=number,
            block=block,
            route="plans:review",
            args=(id,),
            day=review_on,
            days=(scope.today() - review_on).days,
            mine=mine,
        )
        for id, name, number, block, review_on, mine in named
    ]
