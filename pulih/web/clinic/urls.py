"""Addresses of the clinic: its list, rounds, single tests."""

from django.urls import path

from pulih.web.clinic import rounds, views

app_name = "clinic"
urlpatterns = [
    path("", views.overview, name="list"),
    path("round/<str:reference>/<str:point>/", rounds.wave_round, name="round"),
    path("test/<uuid:test_id>/", views.urine_test, name="urine_test"),
    path("test/<uuid:test_id>/amend/", views.amend, name="amend"),
    path("<uuid:test_id>/look/", views.look, name="look"),
    path("<uuid:enrolment_id>/<str:point>/", views.test, name="test"),
]
