"""Addresses of staff and of one's own account."""

from django.urls import path

from pulih.web.staff import competencies, roles, views
from pulih.web.staff.own import preferences, reset, switch

app_name = "staff"
_ONE = "<uuid:account_id>/"
urlpatterns = [
    path("", views.staff_list, name="list"),
    path("add/", views.add, name="add"),
    path("reset/", reset, name="reset"),
    path("switch/", switch, name="switch"),
    path("preferences/", preferences, name="preferences"),
    path("competencies/", competencies.register, name="competencies"),
    path(_ONE, views.member, name="member"),
    path(_ONE + "change/", views.change, name="change"),
    path(_ONE + "close/", views.close, name="close"),
    path(_ONE + "reopen/", views.reopen, name="reopen"),
    path(_ONE + "unlock/", views.unlock, name="unlock"),
    path(_ONE + "code/", views.code, name="code"),
    path(_ONE + "roles/add/", roles.add, name="add_role"),
    path(_ONE + "roles/<uuid:membership_id>/end/", roles.end, name="end_role"),
    path(_ONE + "competencies/add/", competencies.grant, name="grant_competency"),
    path(
        _ONE + "competencies/<uuid:competency_id>/withdraw/",
        competencies.withdraw,
        name="withdraw_competency",
    ),
]
