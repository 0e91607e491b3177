"""Addresses of `custody`."""

from django.urls import URLPattern, URLResolver, path

from pulih.web.custody import incidents

app_name = "custody"

urlpatterns: list[URLPattern | URLResolver] = [
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<str:reference>/", incidents.of_person, name="incidents_of"),
    path("incidents/<str:reference>/record/", incidents.record, name="record_incident"),
    path("incidents/<str:reference>/<uuid:incident_id>/correct/", incidents.correct, name="correct_incident"),
]
