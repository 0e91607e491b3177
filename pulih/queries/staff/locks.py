"""Who is locked out after wrong passwords."""

from datetime import datetime, timedelta

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum

from pulih.records import scope


def locked_until(usernames: list[str]) -> dict[str, datetime]:
    """Who is locked out after wrong passwords, and until when, as axes counts it."""
    cool_off = get_cool_off() or timedelta()
    rows = (
        AccessAttempt.objects.filter(username__in=usernames, attempt_time__gte=scope.now() - cool_off)
        .values("username")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by()
    )
    return {row["username"]: row["last"] + cool_off for row in rows}
