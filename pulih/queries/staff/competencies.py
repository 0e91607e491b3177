"""Who was trained for what: one's own, and the register of an office."""

from pulih.records.models import Competency
from pulih.rules.actors import Actor
from pulih.rules.competencies import Held


def held_by(actor: Actor) -> tuple[Held, ...]:
    """The actor's own competencies, withdrawn and ended ones too, for pages that say who may measure."""
    rows = Competency.objects.filter(account_id=actor.account_id).order_by("granted_on", "pk")
    return tuple(Held(*row) for row in rows.values_list("code", "granted_on", "expires_on", "withdrawn_on"))
