"""Addresses about people. No name and no national number ever stands in one."""

from django.urls import path

from pulih.web.people import mending, registering, views
from pulih.web.people.importing_routes import routes as importing_routes

app_name = "people"
urlpatterns = [
    path("", views.people_list, name="list"),
    path("search/", views.search, name="search"),
    path("register/", registering.register, name="register"),
    path("readmit/", registering.readmit, name="readmit"),
    path("break-glass/", registering.break_glass, name="break_glass"),
    path("record/<str:reference>/", views.person, name="person"),
    path("record/<str:reference>/number/reveal/", views.reveal_number, name="reveal_number"),
    path("record/<str:reference>/number/", mending.number, name="number"),
    path("record/<str:reference>/correct/", mending.identity, name="correct"),
    path("record/<str:reference>/alias/", mending.alias, name="alias"),
    path("record/<str:reference>/sentence/", mending.sentence, name="sentence"),
    path("record/<str:reference>/category/", mending.category, name="category"),
    path("record/<str:reference>/stay/<uuid:stay_id>/", mending.stay, name="stay"),
    path("record/<str:reference>/stay/<uuid:stay_id>/end/", mending.stay_end, name="stay_end"),
    path("record/<str:reference>/<str:part>/", views.person, name="part"),
    *importing_routes,
]
