"""Levels of skills: of one person, or of a whole group at once. Rows are only added."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.plans.facts import note, sealed, take_course
from pulih.language.curricula import modules_of
from pulih.records import scope
from pulih.records.models import Cycle, Enrolment, SkillProgress
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.skills import Seen, check_skills, of_day
from pulih.rules.verdicts import Reason, Verdict


@action(Permission.RECORD_SKILLS)
def record_skills(
    *,
    levels: Mapping[UUID, Mapping[str, int]],
    on: date,
    note_text: str = "",
    token: UUID | None = None,
    by: Actor,
) -> int:
    """Say what people can do, by enrolment and module; all of it or nothing. Answers how many levels were new.

    What was said of that day already is replaced by a further row; the same again adds nothing.
    """
    use_once(token, by)
    refusals: list[Reason] = []
    made = 0
    for enrolment_id in _in_order(levels, by):
        row, cycle, course = take_course(enrolment_id, by)
        said = levels[enrolment_id]
        verdict = check_skills(said, _modules(cycle), course, on, scope.today(), note_text)
        if not verdict:
            whole = len(levels) > 1
            refusals += [
                Reason(one.code, one.facts, str(row.pk) if whole else one.about) for one in verdict.reasons
            ]
            continue
        made += _add(row, said, on, note_text, by)
    if refusals:
        require(Verdict(False, tuple(refusals)))
    if not made:
        raise RuleBroken("skill_nothing")
    return made


def _in_order(levels: Mapping[UUID, object], by: Actor) -> list[UUID]:
    """Always cycle by cycle, so that two who write at once wait for, and never block, each other."""
    rows = Enrolment.objects.filter(pk__in=list(levels), organisation_id=by.organisation_id)
    known = list(rows.order_by("cycle_id", "pk").values_list("pk", flat=True))
    for strange in set(levels) - set(known):
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(strange))
    return known


def _modules(cycle: Cycle) -> frozenset[str]:
    return frozenset(one.code for one in modules_of(cycle.version.curriculum, cycle.programme_id))


def _add(row: Enrolment, said: Mapping[str, int], on: date, text: str, by: Actor) -> int:
    rows = SkillProgress.objects.filter(
        organisation_id=row.organisation_id, enrolment=row, module__in=list(said), on=on
    )
    earlier = [Seen(one.pk, one.module, one.level, one.on, one.corrects) for one in rows]
    changes = {}
    for module, level in said.items():
        before = of_day([one for one in earlier if one.module == module], on)
        if before is not None and before.level == level:
            continue
        SkillProgress.objects.create(
            organisation_id=row.organisation_id,
            person_id=row.person_id,
            enrolment=row,
            module=module,
            level=level,
            on=on,
            note=text.strip(),
            corrects=before.id if before else None,
            recorded_at=scope.now(),
            recorded_by=by.account_id,
        )
        changes[module] = [before.level if before else None, level]
    if changes:
        note(
            "plans.record_skills",
            row,
            "enrolment",
            {**changes, "on": [None, on], "note": [None, sealed(text)]},
            by,
        )
    return len(changes)
