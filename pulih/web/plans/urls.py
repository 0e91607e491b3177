"""Addresses of `plans`."""

from django.urls import URLPattern, URLResolver, path

from pulih.web.plans import notes, observing

app_name = "plans"

urlpatterns: list[URLPattern | URLResolver] = [
    path("notes/<str:reference>/", notes.notes, name="notes"),
    path("notes/<str:reference>/write/", notes.write, name="write_note"),
    path("notes/<str:reference>/<uuid:note_id>/correct/", notes.correct, name="correct_note"),
    path("observations/<uuid:enrolment_id>/", observing.log, name="observations"),
    path("observations/wave/<str:reference>/", observing.wave, name="observations_wave"),
]
