"""The server keeps what belongs to a request by thread: two people on two threads never share a language."""

import subprocess
import sys

LOOK = """
import threading
from concurrent.futures import ThreadPoolExecutor
from pulih.config.wsgi import application
from django.db import connections
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone, translation

meet = threading.Barrier(2, timeout=10)

def serve(language, zone, prefix):
    translation.activate(language)
    timezone.activate(zone)
    set_script_prefix(prefix)
    mine = connections["default"]
    meet.wait()
    said = translation.gettext("Simpan")
    again = connections["default"]
    return said, str(timezone.get_current_timezone()), get_script_prefix(), mine is again, id(mine)

with ThreadPoolExecutor(2) as pool:
    one = pool.submit(serve, "id", "Asia/Jakarta", "/a/")
    other = pool.submit(serve, "en", "Asia/Jayapura", "/b/")
    one, other = one.result(), other.result()
assert one[:4] == ("Simpan", "Asia/Jakarta", "/a/", True), one
assert other[:4] == ("Save", "Asia/Jayapura", "/b/", True), other
assert one[4] != other[4], "a connection serves one thread"
assert isinstance(connections._connections, threading.local)
"""


def test_two_threads_keep_language_zone_prefix_and_connection_apart():
    ran = subprocess.run(
        [sys.executable, "-c", LOOK], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
