"""Blank forms as PDF, for wards without a computer: empty, or with one person's numbers on it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pulih.language.definitions import LANGUAGES
from pulih.language.instruments import instrument as definition_of
from pulih.queries import people
from pulih.queries.instruments import wording_of
from pulih.reports.blank_form import Copy, Wording, blank_pdf
from pulih.rules.errors import require
from pulih.rules.instruments.administering import check_offered
from pulih.rules.permissions import Permission


@require_safe
def blank(request: HttpRequest, instrument: str, reference: str = "") -> HttpResponse:
    """The form of an instrument; with a reference it carries that person's numbers and name.

    `?language=en` prints it in the language the person is asked in, whatever the pages speak.
    """
    require(request.actor.may(Permission.MEASURE), attempt=True)
    definition = definition_of(instrument)
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else get_language() or "id"
    pack = wording_of(request.actor, instrument, language)
    require(check_offered(definition, pack is not None))
    wording = Wording(pack.items, pack.answers, pack.intro, pack.holder, pack.licence) if pack else None
    copy = _copy(request, reference) if reference else Copy()
    content = blank_pdf(definition, language, [copy], wording=wording, issuer=request.actor.organisation_name)
    name = "-".join(part for part in ("formulir", definition.code, copy.reference) if part)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


def _copy(request: HttpRequest, reference: str) -> Copy:
    record = people.open_person(request.actor, reference, "measuring")
    stay = record.open_stay
    return Copy(record.reference, stay.register_number if stay else "", record.name)
