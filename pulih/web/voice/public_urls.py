"""The addresses that printed slips name; whoever holds one needs no account."""

from django.urls import path

from pulih.web.voice import public

app_name = "slips"

urlpatterns = [
    path("", public.code, name="code"),
    path("answer/", public.answer, name="answer"),
    path("thanks/", public.thanks, name="thanks"),
    path("complaints/", public.complaint, name="complaint"),
]
