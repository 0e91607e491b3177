"""The address that a printed slip names; whoever holds a slip needs no account."""

from django.urls import URLPattern, URLResolver

app_name = "slips"

urlpatterns: list[URLPattern | URLResolver] = []
