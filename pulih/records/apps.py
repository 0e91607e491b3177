"""The one Django app that owns tables, so that there is one history of migrations."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    """Registers the step that settles third-party tables after every migration."""

    name = "pulih.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Third-party upgrades create tables in `public`; they are moved and granted each time."""
        post_migrate.connect(_settle, sender=self, dispatch_uid="pulih.records.settle")


def _settle(using: str, **_: Any) -> None:
    from pulih.records.walls import settle_third_party_tables

    settle_third_party_tables(using)
