"""Wrong codes from one place are counted, so that nobody tries codes through. Only misses, only for minutes.

A prison shares one address: the limit lets a hundred people mistype, and leaves a machine no hope among 27
billion codes. In memory alone, under a hash: nothing of who typed is kept.
"""

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest

MOST_MISSES, MINUTES = 100, 10


def too_many(request: HttpRequest) -> bool:
    """Whether this place has to wait."""
    return int(cache.get(_key(request), 0)) >= MOST_MISSES


def note_miss(request: HttpRequest) -> None:
    """Count a code that opened nothing."""
    if not cache.add(_key(request), 1, MINUTES * 60):
        cache.incr(_key(request))


def _key(request: HttpRequest) -> str:
    return "say-" + sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
