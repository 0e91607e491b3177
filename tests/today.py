"""The day it is at the facilities the tests make: pages reckon in a facility's zone, never in the machine's.

From five in the afternoon UTC on, Jakarta is a day ahead; a test that asks the machine fails every evening.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Jakarta")
TODAY: date = datetime.now(ZONE).date()
