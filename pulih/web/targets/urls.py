"""The addresses of targets and objectives."""

from django.urls import path

from pulih.web.targets.views import objectives, set_objective, set_target, targets, withdraw_objective

app_name = "targets"
urlpatterns = [
    path("", targets, name="list"),
    path("objectives/", objectives, name="objectives"),
    path("objectives/set/", set_objective, name="set_objective"),
    path("objectives/<uuid:objective_id>/withdraw/", withdraw_objective, name="withdraw_objective"),
    path("<int:organisation_id>/", set_target, name="set"),
]
