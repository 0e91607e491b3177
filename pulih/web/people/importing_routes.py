"""Addresses of the import and of those whom the register no longer names; `urls.py` takes them in."""

from django.urls import path

from pulih.web.people import departing, importing

_ONE = "import/<uuid:batch_id>/"
routes = [
    path("import/", importing.import_register, name="import"),
    path("import/template/", importing.import_template, name="import_template"),
    path(_ONE, importing.import_batch, name="import_batch"),
    path(_ONE + "apply/", importing.import_apply, name="import_apply"),
    path(_ONE + "recheck/", importing.import_recheck, name="import_recheck"),
    path(_ONE + "discard/", importing.import_discard, name="import_discard"),
    path(_ONE + "errors/", importing.import_errors, name="import_errors"),
    path("departures/", departing.departures, name="departures"),
    path("departures/<uuid:question_id>/", departing.departure_answer, name="departure_answer"),
]
