"""The migrations say all that the models say; looked at without a database."""


def test_no_migration_is_owed() -> None:
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert not loader.detect_conflicts()
    with translation.override(None):  # third parties' labels are compared untranslated
        now = ProjectState.from_apps(apps)
        owed = MigrationAutodetector(loader.project_state(), now).changes(loader.graph)
        assert {app: [str(step.operations) for step in steps] for app, steps in owed.items()} == {}
