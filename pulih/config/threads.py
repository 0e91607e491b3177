"""What Django keeps for one request, kept for one thread.

Language, time zone, address prefix and connections lie in asgiref's `Local`, which serves threads and tasks
alike and takes a lock and some forty calls for every look. Pulih's server answers each request in one thread
from beginning to end, so `threading.local` means the same, in C: a tenth of a page of twenty rows.
"""

import threading

from django.db import connections
from django.urls import base as urls
from django.utils import timezone
from django.utils.translation import trans_real


def keep_by_thread() -> None:
    """Before the first request: what was kept until now is forgotten, an open connection included."""
    for module, name in (
        (trans_real, "_active"),
        (timezone, "_active"),
        (urls, "_prefixes"),
        (urls, "_urlconfs"),
        (connections, "_connections"),
    ):
        # An upgrade of Django that renames one is to fail here, not to become slow unseen.
        getattr(module, name)
        setattr(module, name, threading.local())
