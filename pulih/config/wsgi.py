"""The door for a web server: `pulih.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pulih.config.settings")

_application = get_wsgi_application()

# After Django's settings are read.
from pulih.config.threads import keep_by_thread  # noqa: E402
from pulih.web.door.request import answering_with  # noqa: E402

keep_by_thread()
application = answering_with(_application)
