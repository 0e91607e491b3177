"""The addresses of events."""

from django.urls import path

from pulih.web.network import views

app_name = "network"
urlpatterns = [
    path("", views.events, name="list"),
    path("opening/", views.record, name="record"),
    path("photos/<uuid:photo_id>/", views.photo, name="photo"),
    path("photos/<uuid:photo_id>/remove/", views.remove_photo, name="remove_photo"),
    path("<uuid:event_id>/", views.event, name="event"),
    path("<uuid:event_id>/change/", views.change, name="change"),
    path("<uuid:event_id>/photos/", views.add_photo, name="add_photo"),
]
