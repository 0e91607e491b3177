"""Addresses printed on papers."""

from django.urls import path

from pulih.web.documents import public

app_name = "confirm"
urlpatterns = [
    path("", public.ask, name="ask"),
    path("<str:code>/", public.paper, name="paper"),
]
