"""The ground the other tests stand on: roles, rollback, clones, no network, no database unasked for."""

import socket

import psycopg
import pytest

from tests import walled_in


def test_without_asking_there_is_no_database() -> None:
    from django.db import connection

    with pytest.raises(RuntimeError, match="did not ask for a database"), connection.cursor():
        pass


def test_no_other_machine_is_reached() -> None:
    with pytest.raises(walled_in.NetworkBlocked):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(walled_in.NetworkBlocked):
        socket.getaddrinfo("example.org", 443)


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def _role_and_rows() -> tuple[str, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, count(*) FROM login.django_content_type WHERE app_label = 'a test'"
        )
        name, count = cursor.fetchone()
    return str(name), int(count)


@pytest.mark.parametrize("again", [1, 2])
def test_what_a_test_writes_is_rolled_back(db: str, again: int) -> None:
    from django.db import connection

    assert _role_and_rows() == ("pulih_app", 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO login.django_content_type (app_label, model) VALUES ('a test', 'rolled back')"
        )
    assert _role_and_rows() == ("pulih_app", 1)


@pytest.mark.commits
@pytest.mark.parametrize("again", [1, 2])
def test_what_a_committing_test_writes_is_seen_by_the_owner_and_then_dropped(
    db: str, owner: psycopg.Connection, again: int
) -> None:
    from django.db import connection

    assert _role_and_rows() == ("pulih_app", 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO login.django_content_type (app_label, model) VALUES ('a test', 'committed')"
        )
    seen = owner.execute(
        "SELECT current_user::text, count(*) FROM login.django_content_type WHERE app_label = 'a test'"
    )
    assert seen.fetchone() == ("pulih_owner", 1)
    assert _role_and_rows() == ("pulih_app", 1)


def test_the_application_role_holds_no_power_over_walls(db: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolinherit FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT current_setting('jit'), current_setting('search_path')")
        assert cursor.fetchone() == ("off", "public, login")
