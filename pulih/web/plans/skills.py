"""Levels of skills: of a whole group in one module, or of one person in all of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import plans as actions
from pulih.queries import plans
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.web.plans.skill_forms import SkillForm, level_words
from pulih.web.plans.views import about
from pulih.web.plans.words import title_of, words
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text, typed

FORM = ("GET", "HEAD", "POST")


def _level(level: int | None) -> str:
    return "" if level is None else words(f"skill_level.{level}")


@require_http_methods(FORM)
def group(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """One module for everybody of a group, or of the whole cycle."""
    module, of_group = typed(request.GET, "module", 60), typed(request.GET, "group", 40)
    sheet = plans.skill_sheet(request.actor, cycle_id, module, of_group)
    names = {str(one.enrolment): one.name for one in sheet.people}
    form = SkillForm(request.POST or None, rows=names, initial=kept_text(request) or {"on": scope.today()})

    def act(given: dict[str, Any]) -> int:
        levels = {UUID(key): {sheet.module.code: level} for key, level in form.levels.items()}
        return actions.record_skills(
            levels=levels, on=given["on"], note_text=given["note_text"], token=form.token, by=request.actor
        )

    learners = {str(one.enrolment): one for one in sheet.people}
    return answer(
        request,
        form,
        act,
        template="plans/skills_group.html",
        done=_("Keterampilan tersimpan."),
        to=lambda _made: request.get_full_path(),
        context={
            "sheet": sheet,
            "rows": [(learners[key], field, _level(learners[key].level)) for key, field in form.rows],
            "modules": [(one.code, title_of(one)) for one in sheet.modules],
            "module": title_of(sheet.module),
            "programme": words(f"programme.{sheet.programme}"),
            "levels": level_words(),
        },
    )


@require_http_methods(FORM)
def person(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Every module for one person."""
    require(request.actor.may(Permission.RECORD_SKILLS), attempt=True)
    found = plans.open_plan(request.actor, enrolment_id)
    if not found.own:
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(enrolment_id))
    last = {one.module.code: one.seen[-1] for one in found.skills}
    titles = {one.code: title_of(one) for one in found.episode.modules}
    form = SkillForm(request.POST or None, rows=titles, initial=kept_text(request) or {"on": scope.today()})

    def act(given: dict[str, Any]) -> int:
        return actions.record_skills(
            levels={enrolment_id: form.levels},
            on=given["on"],
            note_text=given["note_text"],
            token=form.token,
            by=request.actor,
        )

    back = reverse("plans:plan", args=[enrolment_id])
    return answer(
        request,
        form,
        act,
        template="plans/skills_person.html",
        done=_("Keterampilan tersimpan."),
        to=lambda _made: back,
        context={
            **about(found),
            "back": back,
            "rows": [
                (last.get(key), field, _level(last[key].level if key in last else None))
                for key, field in form.rows
            ],
            "levels": level_words(),
        },
    )
