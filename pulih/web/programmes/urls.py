"""Addresses of waves and of what is done with them."""

from django.urls import path

from pulih.web.programmes import nominating, planning, standing_still, views

app_name = "programmes"
_ONE = "<str:reference>/"
urlpatterns = [
    path("", views.waves, name="list"),
    path("plan/", planning.plan, name="plan"),
    path("suspend/", standing_still.suspend, name="suspend_all"),
    path("suspensions/<uuid:suspension_id>/resume/", standing_still.resume, name="resume"),
    path(_ONE, views.wave, name="wave"),
    path(_ONE + "rule/", planning.rules, name="rules"),
    path(_ONE + "rule/<slug:programme>/", planning.rule, name="rule"),
    path(_ONE + "places/<slug:programme>/", planning.places, name="places"),
    path(_ONE + "candidates/", nominating.candidates, name="candidates"),
    path(_ONE + "suspend/", standing_still.suspend, name="suspend"),
    path(_ONE + "close/", standing_still.close, name="close"),
]
