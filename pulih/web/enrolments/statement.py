"""The statement of willingness on paper to sign: blank, or for one person."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pulih.language.definitions import LANGUAGES
from pulih.language.wording import day
from pulih.queries import people
from pulih.reports.willingness_statement import Signer, statement_pdf
from pulih.rules.errors import require
from pulih.rules.permissions import Permission


@require_safe
def statement(request: HttpRequest, reference: str = "") -> HttpResponse:
    """`?language=en` prints it in the language the person reads, whatever the pages speak."""
    require(request.actor.may(Permission.RECORD_WILLINGNESS), attempt=True)
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else get_language() or "id"
    signer = _signer(request, reference, language) if reference else Signer()
    content = statement_pdf(signer, language, issuer=request.actor.organisation_name)
    name = "-".join(part for part in ("surat-kesediaan", reference) if part)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


def _signer(request: HttpRequest, reference: str, language: str) -> Signer:
    record = people.open_person(request.actor, reference, "pathway")
    stay = record.open_stay
    birth = day(record.birth_date, language) if record.birth_date else str(record.birth_year or "")
    return Signer(record.name, stay.register_number if stay else "", birth)
