"""Who waits for a place in the demo's wave: a published order, people with different days, an objection."""

from datetime import timedelta
from uuid import UUID

from pulih.cli.demo_running import Stage


def publish(stage: Stage) -> None:
    """The head says how those who wait are ordered, before anybody does."""
    from pulih.actions.enrolments import publish_rule

    head, said = stage.workers["kepala"], stage.data["ranking"]
    with stage.acting(head, stage.start):
        publish_rule(weights=said["weights"], why=said["why"], by=head)


def put_on_list(stage: Stage, enrolment: UUID, days_ago: int) -> None:
    """Somebody who was recommended waits since then."""
    from pulih.actions.enrolments import put_on_list

    manager = stage.workers["manajer"]
    day = stage.today - timedelta(days=days_ago)
    with stage.acting(manager, day):
        put_on_list(enrolment_id=enrolment, on=day, by=manager)


def offer_and_object(stage: Stage) -> None:
    """The first of the list was offered a place yesterday; the last says that others went before."""
    from pulih.actions.enrolments import offer, raise_objection
    from pulih.queries import enrolments

    manager, counsellor = stage.workers["manajer"], stage.workers["konselor"]
    with stage.acting(manager, stage.today - timedelta(days=1)):
        rows = enrolments.waiting_list(manager, stage.cycles["social"]).rows
        first = next(row for row in rows if row.ranked.rank == 1)
        last = max((row for row in rows if row.ranked.rank), key=lambda row: row.ranked.rank or 0)
        offer(enrolment_id=first.facts.id, by=manager)
    with stage.acting(counsellor, stage.today - timedelta(days=1)):
        raise_objection(enrolment_id=last.facts.id, text=stage.data["objection"], by=counsellor)
