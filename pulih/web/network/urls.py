"""The addresses of events and agreements."""

from django.urls import path

from pulih.web.network import agreements, views

app_name = "network"
urlpatterns = [
    path("", views.events, name="list"),
    path("record/", views.record, name="record"),
    path("photos/<uuid:photo_id>/", views.photo, name="photo"),
    path("photos/<uuid:photo_id>/remove/", views.remove_photo, name="remove_photo"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/record/", agreements.record, name="record_agreement"),
    path("agreements/<uuid:agreement_id>/", agreements.agreement, name="agreement"),
    path("agreements/<uuid:agreement_id>/activity/", agreements.add_activity, name="add_activity"),
    path("agreements/<uuid:agreement_id>/end/", agreements.end, name="end_agreement"),
    path("<uuid:event_id>/", views.event, name="event"),
    path("<uuid:event_id>/attendance.pdf", views.paper, name="paper"),
    path("<uuid:event_id>/change/", views.change, name="change"),
    path("<uuid:event_id>/photos/", views.add_photo, name="add_photo"),
]
