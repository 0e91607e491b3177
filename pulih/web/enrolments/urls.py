"""Addresses of pathways, willingness, exceptions and transfers."""

from django.urls import path

from pulih.web.enrolments import (
    board,
    exceptions,
    from_register,
    many,
    months,
    moving,
    objections,
    offering,
    statement,
    transfers,
    views,
    waiting,
    willingness,
)

app_name = "enrolments"
_ONE = "<uuid:enrolment_id>/"
urlpatterns = [
    path("", board.board, name="board"),
    path("steps/", board.steps, name="steps"),
    path("months/", months.months, name="months"),
    path("from-register/", from_register.from_register, name="from_register"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("waiting/add/", waiting.add, name="waiting_add"),
    path("waiting/rule/", waiting.rule, name="waiting_rule"),
    path("waiting/<uuid:cycle_id>/offers/", many.offers, name="offers"),
    path("willing/", many.willing, name="willing"),
    path("leave-out/<str:reference>/", many.leave_out, name="leave_out"),
    path("finish/<str:reference>/", many.finish, name="finish"),
    path("objections/", objections.objections, name="objections"),
    path("objections/<uuid:objection_id>/", objections.answer_one, name="objection"),
    path("exceptions/", exceptions.waiting, name="exceptions"),
    path("exceptions/<uuid:exception_id>/", exceptions.decide, name="decide"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/propose/<str:reference>/", transfers.propose, name="propose"),
    path("transfers/<uuid:transfer_id>/accept/", transfers.accept, name="accept"),
    path("transfers/<uuid:transfer_id>/refuse/", transfers.refuse, name="refuse"),
    path("transfers/<uuid:transfer_id>/withdraw/", transfers.withdraw, name="withdraw"),
    path("statement/", statement.statement, name="statement"),
    path("statement/<str:reference>/", statement.statement, name="statement_of"),
    path("willingness/<str:reference>/", willingness.record, name="willingness"),
    path("willingness/<str:reference>/withdraw/", willingness.withdraw, name="withdraw_willingness"),
    path(_ONE, views.enrolment, name="enrolment"),
    path(_ONE + "step/<slug:target>/", moving.step, name="step"),
    path(_ONE + "offer/", offering.offer, name="offer"),
    path(_ONE + "answer/", offering.reply, name="reply"),
    path(_ONE + "objection/", objections.object_to, name="object"),
    path(_ONE + "admit/", moving.admit, name="admit"),
    path(_ONE + "correct/<uuid:change_id>/", moving.correct, name="correct"),
    path(_ONE + "exception/", exceptions.ask, name="ask"),
    path(_ONE + "recheck/", moving.recheck, name="recheck"),
]
