"""The addresses of result sheets."""

from django.urls import path

from pulih.web.outcomes.views import pdf, sheet, sheets, workbook

app_name = "outcomes"
urlpatterns = [
    path("", sheets, name="list"),
    path("<str:reference>/", sheet, name="sheet"),
    path("<str:reference>/pdf/", pdf, name="pdf"),
    path("<str:reference>/workbook/", workbook, name="workbook"),
]
