"""Addresses of measurements: a form, a finished one, somebody's all, tasks."""

from django.urls import path

from pulih.web.assessments import filling, stack, views

app_name = "assessments"
urlpatterns = [
    path("stack/", stack.stacks, name="stacks"),
    path("stack/<str:reference>/<str:instrument>/<str:point>/", stack.stack, name="stack"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<uuid:task_id>/", views.task, name="task"),
    path("person/<str:reference>/", views.person, name="person"),
    path("concern/<str:reference>/", views.concern, name="concern"),
    path("response/<uuid:response_id>/", views.response, name="response"),
    path("response/<uuid:response_id>/amend/", filling.amend, name="amend"),
    path("<uuid:enrolment_id>/<str:instrument>/<str:point>/", filling.fill, name="fill"),
    path("<uuid:enrolment_id>/<str:instrument>/<str:point>/draft/", filling.draft, name="draft"),
]
