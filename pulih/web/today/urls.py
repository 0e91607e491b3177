"""The address that opens the day."""

from django.urls import path

from pulih.web.today.views import home

app_name = "today"
urlpatterns = [path("", home, name="home")]
