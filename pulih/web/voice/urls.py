"""Addresses of `voice`."""

from django.urls import path

from pulih.web.voice import complaints, rounds

app_name = "voice"

urlpatterns = [
    path("waves/<str:reference>/", rounds.wave, name="wave"),
    path("waves/<str:reference>/ask/", rounds.prepare, name="prepare"),
    path("rounds/<uuid:round_id>/", rounds.one, name="round"),
    path("rounds/<uuid:round_id>/slips/", rounds.slips, name="slips"),
    path("rounds/<uuid:round_id>/typing/", rounds.typing, name="typing"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/record/", complaints.record, name="record"),
    path("complaints/<uuid:complaint_id>/", complaints.complaint, name="complaint"),
]
