"""Addresses of `completeness`."""

from django.urls import URLPattern, URLResolver

app_name = "completeness"

urlpatterns: list[URLPattern | URLResolver] = []
