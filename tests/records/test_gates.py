"""The gates themselves: a fixed path, a proprietor without a login, and never for everybody."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from tests.records.offices import open_office

pytestmark = pytest.mark.commits


def test_gates_have_a_fixed_path_and_are_not_for_everybody(owner: psycopg.Connection) -> None:
    rows = owner.execute(
        "SELECT p.oid::regprocedure::text, p.prosecdef, p.proconfig, n.nspname::text, r.rolname::text,"
        " has_function_privilege('public', p.oid, 'EXECUTE')"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner"
        " WHERE n.nspname = 'gate' OR (p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema'))"
    ).fetchall()
    assert len(rows) > 12
    for name, definer, config, schema, proprietor, public in rows:
        path = next((one for one in config or [] if one.startswith("search_path=")), "")
        assert schema == "gate", f"{name} is a gate outside the schema of gates"
        assert definer, name
        assert path.startswith("search_path=pg_catalog, "), f"{name}: {path}"
        assert path.endswith(", pg_temp"), f"{name}: {path}"
        assert proprietor in ("pulih_gate", "pulih_owner"), f"{name} belongs to {proprietor}"
        assert not public, f"everybody may call {name}"


def test_a_scope_of_two_organisations_passes_no_gate(db: str) -> None:
    one, two = open_office(), open_office()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pulih.orgs', %s, true)", [f"{{{one.id},{two.id}}}"])
        with pytest.raises(ProgrammingError, match="no organisation acts"):
            cursor.execute("SELECT gate.caller()")
