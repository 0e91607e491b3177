"""Addresses of caseload: workload, own people, one person's counsellors, handing over, absences."""

from django.urls import path

from pulih.web.caseload import absences, assigning, views

app_name = "caseload"
urlpatterns = [
    path("", views.workload, name="workload"),
    path("mine/", views.mine, name="mine"),
    path("assign/<uuid:enrolment_id>/", assigning.assign, name="assign"),
    path("assignments/<uuid:enrolment_id>/<uuid:assignment_id>/end/", assigning.end, name="end"),
    path("counsellors/<uuid:account_id>/hand-over/", assigning.hand_over, name="hand_over"),
    path("absences/", absences.absences, name="absences"),
    path("absences/add/", absences.add, name="add_absence"),
    path("absences/<uuid:absence_id>/return/", absences.come_back, name="come_back"),
    path("absences/<uuid:absence_id>/withdraw/", absences.withdraw, name="withdraw_absence"),
]
