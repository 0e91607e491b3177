"""Addresses of the audit."""

from django.urls import path

from pulih.web.audit import emergencies, sealing, views

app_name = "audit"
urlpatterns = [
    path("", views.events, name="events"),
    path("export/", views.export, name="export"),
    path("event/<str:day>/<uuid:id>/", views.event, name="event"),
    path("reads/", views.reads, name="reads"),
    path("refusals/", views.refusals, name="refusals"),
    path("break-glass/", emergencies.break_glass, name="break_glass"),
    path("break-glass/<uuid:id>/", emergencies.review, name="review"),
    path("seals/", sealing.seals, name="seals"),
]
