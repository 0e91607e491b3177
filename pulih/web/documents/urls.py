"""Addresses of papers."""

from django.urls import path

from pulih.web.documents import many, views

app_name = "documents"
urlpatterns = [
    path("", views.papers, name="list"),
    path("decree/<uuid:cycle_id>/", views.decree, name="decree"),
    path("certificates/", many.certificates, name="certificates"),
    path("certificate/<uuid:enrolment_id>/", views.certificate, name="certificate"),
    path("<uuid:document_id>/pdf/", views.pdf, name="pdf"),
    path("<uuid:document_id>/withdraw/", views.withdraw, name="withdraw"),
]
