"""Addresses of measurements: a form, a finished one, somebody's all, tasks."""

from django.urls import path

from pulih.web.assessments import (
    begun,
    filling,
    importing,
    library,
    printing,
    running,
    scored_again,
    stack,
    trend,
    views,
)

app_name = "assessments"
urlpatterns = [
    path("import/", importing.upload, name="import"),
    path("import/template/", importing.template, name="import_template"),
    path("import/<uuid:batch_id>/", importing.staged, name="import_staged"),
    path("import/<uuid:batch_id>/apply/", importing.apply, name="import_apply"),
    path("import/<uuid:batch_id>/discard/", importing.discard, name="import_discard"),
    path("import/<uuid:batch_id>/errors/", importing.errors, name="import_errors"),
    path("stack/", stack.stacks, name="stacks"),
    path("stack/<str:reference>/<str:instrument>/<str:point>/", stack.stack, name="stack"),
    path("blank/<str:instrument>/", printing.blank, name="blank"),
    path("blank/<str:instrument>/<str:reference>/", printing.blank, name="blank_of"),
    path("person/<str:reference>/<str:instrument>/trend/", trend.trend, name="trend"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<uuid:task_id>/", views.task, name="task"),
    path("person/<str:reference>/", views.person, name="person"),
    path("person/<str:reference>/fill/<str:instrument>/", filling.beside, name="beside"),
    path("beside/<uuid:person_id>/<str:instrument>/draft/", begun.draft_beside, name="draft_beside"),
    path("instruments/", library.library, name="instruments"),
    path("instruments/<str:instrument>/", library.detail, name="instrument"),
    path("running/<str:instrument>/", running.running, name="running"),
    path("scored-again/", scored_again.reports, name="scored_again"),
    path("scored-again/<uuid:run_id>/", scored_again.report, name="scored_again_run"),
    path("concern/<str:reference>/", views.concern, name="concern"),
    path("response/<uuid:response_id>/", views.response, name="response"),
    path("response/<uuid:response_id>/amend/", filling.amend, name="amend"),
    path("<uuid:enrolment_id>/<str:instrument>/<str:point>/", filling.fill, name="fill"),
    path("<uuid:enrolment_id>/<str:instrument>/<str:point>/draft/", begun.draft, name="draft"),
]
