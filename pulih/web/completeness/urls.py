"""Addresses of `completeness`."""

from django.urls import path

from pulih.web.completeness import views

app_name = "completeness"

urlpatterns = [path("", views.home, name="home")]
