"""Addresses of groups, sessions, rooms and days without sessions."""

from django.urls import path

from pulih.web.sessions import generating, groups, places, planning, printing, views

app_name = "sessions"
_WAVE = "waves/<str:reference>/"
_GROUP = "groups/<uuid:group_id>/"
_ONE = "<uuid:session_id>/"
urlpatterns = [
    path("", views.home, name="home"),
    path("rooms/", places.rooms, name="rooms"),
    path("rooms/<uuid:room_id>/", places.room, name="room"),
    path("closures/", places.closures, name="closures"),
    path("closures/<uuid:closure_id>/remove/", places.remove_closure, name="remove_closure"),
    path(_WAVE, views.week, name="week"),
    path(_WAVE + "plan/", planning.plan, name="plan"),
    path(_WAVE + "print/", printing.choose, name="print"),
    path(_WAVE + "paper/", printing.paper, name="paper"),
    path(_WAVE + "groups/", groups.groups, name="groups"),
    path(_WAVE + "groups/<slug:programme>/new/", groups.new, name="new_group"),
    path(_WAVE + "groups/<slug:programme>/split/", groups.split, name="split"),
    path(_WAVE + "generate/<slug:programme>/", generating.generate, name="generate"),
    path(_GROUP, groups.group, name="group"),
    path(_GROUP + "add/", groups.add, name="add_member"),
    path(_GROUP + "close/", groups.close, name="close_group"),
    path(_GROUP + "<uuid:enrolment_id>/", groups.member, name="member"),
    path(_ONE, views.session, name="session"),
    path(_ONE + "move/", planning.move, name="move"),
    path(_ONE + "cancel/", planning.cancel, name="cancel"),
    path(_ONE + "catch-up/", planning.catch_up, name="catch_up"),
]
