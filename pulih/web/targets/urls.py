"""The addresses of targets."""

from django.urls import path

from pulih.web.targets.views import set_target, targets

app_name = "targets"
urlpatterns = [
    path("", targets, name="list"),
    path("<int:organisation_id>/", set_target, name="set"),
]
