"""An instrument before somebody who keys it: what is asked only when its page is shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from pulih.queries.instruments import Pack
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.instruments import Instrument
from pulih.web.assessments.questionnaire import QuestionnaireForm
from pulih.web.assessments.sheet import captions_of
from pulih.web.assessments.standing import Standing, held_for, pack_of, standing_of


@dataclass(frozen=True)
class Desk:
    """An instrument as it lies before somebody: its definition, its wording, and what they may.

    Wording and standing are asked when a page is shown, not for a form that is carried out.
    """

    actor: Actor
    definition: Instrument
    handed_in: bool
    """Or opened for an older sheet: the day of the form is judged with it, not today."""

    @cached_property
    def pack(self) -> Pack | None:
        """The office's licensed wording."""
        return pack_of(self.actor, self.definition)

    @cached_property
    def standing(self) -> Standing:
        """Which ways are open, judged for today."""
        held = held_for(self.actor, (self.definition,))
        worded = self.pack is not None
        found = standing_of(self.actor, self.definition, held, scope.today(), worded=worded)
        return Standing(found.verdict, self.definition.modes, found.narrowed) if self.handed_in else found

    def captions(self) -> dict[str, str]:
        """What stands beside each item."""
        return captions_of(self.definition, self.pack, get_language() or "id")

    def form(self, request: HttpRequest, initial: Any, **more: Any) -> QuestionnaireForm:
        """The form, with the ways of filling that are open."""
        every = self.handed_in or more.get("amending")
        return QuestionnaireForm(
            request.POST or None,
            definition=self.definition,
            modes=self.definition.modes if every else self.standing.modes,
            captions=self.captions,
            initial=initial,
            **more,
        )


def desk_of(request: HttpRequest, definition: Instrument) -> Desk:
    """The desk of a request."""
    return Desk(request.actor, definition, request.method == "POST" or "older" in request.GET)
