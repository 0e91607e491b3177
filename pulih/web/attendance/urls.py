"""Addresses of attendance: the day, one session with its paper, corrections, a person, a wave."""

from django.urls import path

from pulih.web.attendance import marking, views

app_name = "attendance"
urlpatterns = [
    path("", views.home, name="home"),
    path("person/<str:reference>/", views.person, name="person"),
    path("wave/<str:reference>/", views.wave, name="wave"),
    path("<uuid:session_id>/", marking.session, name="session"),
    path("<uuid:session_id>/not-held/", marking.not_held, name="not_held"),
    path("<uuid:session_id>/paper/", views.paper, name="paper"),
    path("<uuid:session_id>/<uuid:enrolment_id>/", marking.correct, name="correct"),
]
