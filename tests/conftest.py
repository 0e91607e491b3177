"""What every test may lean on: real PostgreSQL as `pulih_app`, a real browser, and no network.

`db` rolls back; with the marker `commits` it is a clone that is dropped. `owner` looks past the walls.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from tests import database, walled_in

pytest_plugins = ["tests.browsing"]


settings.register_profile("pulih", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pulih")
# How fast a draw is depends on who else uses the machine; what holds does not.


def pytest_configure(config: pytest.Config) -> None:
    """Settle keys and database before Django reads its settings; nothing is started yet."""
    walled_in.block_network()
    for name in ("PULIH_OWNER_URL", "PULIH_CONNECT_AS", "PULIH_PRODUCTION", "PULIH_DEMO", "PULIH_HOME"):
        os.environ.pop(name, None)
    if not hasattr(config, "workerinput"):
        database.sweep()
        database.open_run()
    folder = Path(os.environ[database.RUN])
    database.make_keys(folder)
    os.environ["PULIH_HOME"] = str(folder)
    os.environ["DATABASE_URL"] = database.Databases(folder).cluster.app_url("nothing_yet")
    os.environ["DJANGO_SETTINGS_MODULE"] = "pulih.config.settings"

    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment(debug=False)
    walled_in.block_database()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no cluster and no folder behind."""
    if not hasattr(config, "workerinput"):
        database.close_run(Path(os.environ[database.RUN]))


@pytest.fixture(scope="session")
def databases() -> database.Databases:
    """The cluster of this run with its migrated template."""
    made = database.Databases(Path(os.environ[database.RUN]))
    made.prepare()
    return made


@pytest.fixture(scope="session")
def _worker_database(databases: database.Databases) -> Iterator[str]:
    with databases.clone(databases.next_name()) as name:
        yield name
        database.point_at("nothing_yet")


@pytest.fixture
def db(request: pytest.FixtureRequest, databases: database.Databases) -> Iterator[str]:
    """The database of this test, by name: rolled back, or a clone of its own where the test commits."""
    commits = request.node.get_closest_marker("commits") is not None
    with ExitStack() as stack:
        if commits:
            name = stack.enter_context(databases.clone(databases.next_name()))
        else:
            name = request.getfixturevalue("_worker_database")
        database.point_at(name)
        stack.callback(database.point_at, "nothing_yet")
        stack.enter_context(walled_in.database_open())
        if not commits:
            stack.enter_context(walled_in.rolled_back())
        yield name


@pytest.fixture(autouse=True)
def _own_database_where_marked(request: pytest.FixtureRequest) -> None:
    """A test that is marked `commits` has its database without naming the fixture."""
    if request.node.get_closest_marker("commits"):
        request.getfixturevalue("db")


@pytest.fixture
def owner(
    request: pytest.FixtureRequest, db: str, databases: database.Databases
) -> Iterator[psycopg.Connection]:
    """The test's database as `pulih_owner`, for looking behind the walls.

    Without the marker `commits` it sees nothing of what the test has not committed, and is rolled back.
    """
    commits = request.node.get_closest_marker("commits") is not None
    with psycopg.connect(databases.cluster.owner_url(db), autocommit=commits) as connection:
        yield connection
        if not commits:
            connection.rollback()
