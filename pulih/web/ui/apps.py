"""An app only so that Django finds the template tags."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Label kept short: `ui`."""

    name = "pulih.web.ui"
    label = "ui"
