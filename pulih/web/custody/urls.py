"""Addresses of `custody`."""

from django.urls import URLPattern, URLResolver, path

from pulih.web.custody import away, incidents, merging, releasing

app_name = "custody"

urlpatterns: list[URLPattern | URLResolver] = [
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<str:reference>/", incidents.of_person, name="incidents_of"),
    path("incidents/<str:reference>/record/", incidents.record, name="record_incident"),
    path("incidents/<str:reference>/<uuid:incident_id>/correct/", incidents.correct, name="correct_incident"),
    path("away/", away.away, name="away"),
    path("away/record/<str:reference>/", away.record, name="record_away"),
    path("away/<uuid:away_id>/return/", away.come_back, name="come_back"),
    path("releases/", releasing.releases, name="releases"),
    path("releases/<str:reference>/", releasing.release, name="release"),
    path("finishing/", releasing.finishing, name="finishing"),
    path("merge/<str:reference>/", merging.choose, name="merge_choose"),
    path("merge/<str:reference>/both/", merging.merge, name="merge"),
]
