"""What a view takes out of an address or a form before it asks anybody: typed text, numbers, what was kept."""

from django.http import HttpRequest, QueryDict

from pulih.actions import kept_forms


def kept_text(request: HttpRequest) -> QueryDict | None:
    """What somebody had typed here before their session ended, if the page is opened with its token.

    Only on GET: what is posted is newer, and a token is used once.
    """
    token = request.GET.get("kept", "")
    if request.method != "GET" or not token:
        return None
    return kept_forms.take_back(token, request.actor.account_id, request.path)


def typed(fields: QueryDict, name: str, longest: int = 100) -> str:
    """What stands in a field, short, and without what no database takes."""
    return fields.get(name, "").replace("\0", "").strip()[:longest]


def number(text: str) -> int | None:
    """A whole number out of an address, or nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def page_number(fields: QueryDict) -> int:
    """The page asked for; nonsense is the first."""
    return number(fields.get("page", "1")) or 1
