"""The walls: row-level security in the three shapes that were measured, as SQL for migrations.

Reading the shapes (docs/adr/0002): `orgs` is the organisation of the active membership, set for one
transaction by `records.scope`. A sub-select, so that it is evaluated once; `nullif`, because a pooled
connection's setting is an empty string afterwards, not missing. Never `IN`, arrays of people, functions
per row, or a policy that reads another walled table than `person_access`.

A shape that shipped is never edited, since migrations call it: a better one gets a new name.
The walls stop forgotten filters and wrong code. They do not stop somebody who can run SQL of his own,
because the scope is a setting that SQL can set.
"""

from django.db import connections

ORGS = "(SELECT nullif(current_setting('pulih.orgs', true), ''))::int[]"
AUDITED = "(SELECT nullif(current_setting('pulih.audit', true), ''))::int[]"
ACCOUNT = "(SELECT nullif(current_setting('pulih.account', true), ''))::uuid"

WORKING = "('custody', 'referral', 'aftercare')"
"""Bases on which an organisation works with a person, and so may write."""

EXEMPT_TABLES = {
    "procrastinate_jobs": "holds task names and ids only",
    "procrastinate_events": "holds task names and ids only",
    "procrastinate_periodic_defers": "holds task names and ids only",
    "procrastinate_workers": "holds no person",
}
"""Tables of third parties in schema `public` that have no wall, each with the reason."""

LOGIN_TABLES = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
    "account_emailaddress",
    "account_emailconfirmation",
    "axes_accessattempt",
    "axes_accessattemptexpiration",
    "axes_accesslog",
    "axes_accessfailurelog",
)
"""Third-party tables that belong in schema `login`; upgrades may create them in `public` again."""


def _access(person: str, bases: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM person_access a WHERE a.person_id = {person}"
        f" AND a.organisation_id = ANY ({ORGS}){bases} AND (a.valid_to IS NULL OR a.valid_to > now())"
        f" AND (a.account_id IS NULL OR a.account_id = {ACCOUNT}))"
    )


def _policies(table: str, read: str, write: str) -> str:
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read});
    CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK ({write});
    CREATE POLICY {table}_change ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write});
    CREATE POLICY {table}_remove ON {table} FOR DELETE USING ({write});
    """


def person_wall(
    table: str, grants: str, *, person: str = "person_id", episode_reads: bool = False, signed: bool = False
) -> str:
    """Rows about a person, seen by whoever has access; `episode_reads` where a past episode still opens it.

    `signed` rows carry the office that wrote them, and none may write in another's name.
    """
    read = _access(f"{table}.{person}", "" if episode_reads else " AND a.basis <> 'episode'")
    write = _access(f"{table}.{person}", f" AND a.basis IN {WORKING}")
    if signed:
        write = f"organisation_id = ANY ({ORGS}) AND {write}"
    return _policies(table, read, write) + f"GRANT {grants} ON {table} TO pulih_app;"


def episode_wall(table: str, grants: str) -> str:
    """Rows an organisation made about a person: it keeps its own; others see them through access.

    It writes only about people it has or had, never in an emergency: a row about a stranger would
    tell, by the constraint it breaks, what another office recorded.
    """
    own = f"organisation_id = ANY ({ORGS})"
    read = own + " OR " + _access(f"{table}.person_id", " AND a.basis <> 'episode'")
    write = own + " AND " + _access(f"{table}.person_id", " AND a.basis <> 'break_glass'")
    return _policies(table, read, write) + f"GRANT {grants} ON {table} TO pulih_app;"


def owner_wall(table: str, grants: str, *, about_person: bool = False) -> str:
    """Rows that belong to one organisation and to nobody else; about a person only if it is or was theirs."""
    own = f"organisation_id = ANY ({ORGS})"
    write = own + " AND " + _access(f"{table}.person_id", " AND a.basis <> 'break_glass'")
    return _policies(table, own, write if about_person else own) + f"GRANT {grants} ON {table} TO pulih_app;"


def owner_wall_with_or_without_person(table: str, grants: str) -> str:
    """As `owner_wall`, for rows that may name somebody: if they do, only one the organisation has or had."""
    own = f"organisation_id = ANY ({ORGS})"
    named = _access(f"{table}.person_id", " AND a.basis <> 'break_glass'")
    write = f"{own} AND ({table}.person_id IS NULL OR {named})"
    return _policies(table, own, write) + f"GRANT {grants} ON {table} TO pulih_app;"


def sealed_wall(table: str, grants: str = "") -> str:
    """Rows the application may at most add to its own organisation's; only gates read them, and tell parts."""
    grant = f"GRANT {grants} ON {table} TO pulih_app;" if grants else ""
    return _policies(table, "false", f"organisation_id = ANY ({ORGS})") + grant


def gate_wall(table: str) -> str:
    """Rows that decide the walls themselves: read by their organisation, written by gates alone."""
    return (
        _policies(table, f"organisation_id = ANY ({ORGS})", "false")
        + f"GRANT SELECT ON {table} TO pulih_app;"
    )


def trail_wall(table: str, grants: str, *, add: str) -> str:
    """Audit and read log: added by the one who acts, read by those who audit the office or the holder."""
    read = f"organisation_id = ANY ({AUDITED}) OR holder_id = ANY ({AUDITED})"
    return _append_only(table, read, add) + f"GRANT {grants} ON {table} TO pulih_app;"


def _append_only(table: str, read: str, add: str) -> str:
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read});
    CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK ({add});
    CREATE POLICY {table}_change ON {table} FOR UPDATE USING (false) WITH CHECK (false);
    CREATE POLICY {table}_remove ON {table} FOR DELETE USING (false);
    """


def break_glass_wall() -> str:
    """Emergencies: seen by both offices and their auditors; reviewed once, never by the one who opened."""
    audited = f"organisation_id = ANY ({AUDITED}) OR holder_id = ANY ({AUDITED})"
    read = f"organisation_id = ANY ({ORGS}) OR holder_id = ANY ({ORGS}) OR {audited}"
    return f"""
    ALTER TABLE break_glass ENABLE ROW LEVEL SECURITY;
    ALTER TABLE break_glass FORCE ROW LEVEL SECURITY;
    CREATE POLICY break_glass_read ON break_glass FOR SELECT USING ({read});
    CREATE POLICY break_glass_add ON break_glass FOR INSERT WITH CHECK (false);
    CREATE POLICY break_glass_change ON break_glass FOR UPDATE
        USING (reviewed_at IS NULL AND account_id <> {ACCOUNT} AND ({audited}))
        WITH CHECK (reviewed_at IS NOT NULL AND reviewed_by = {ACCOUNT} AND finding <> ''
                    AND account_id <> {ACCOUNT} AND ({audited}));
    CREATE POLICY break_glass_remove ON break_glass FOR DELETE USING (false);
    GRANT SELECT, UPDATE (reviewed_at, reviewed_by, finding, review_note) ON break_glass TO pulih_app;
    """


def transfer_wall() -> str:
    """A proposed move: seen by both offices, proposed by whoever works with the person, decided once."""
    both = f"organisation_id = ANY ({ORGS}) OR receiver_id = ANY ({ORGS})"
    add = f"organisation_id = ANY ({ORGS}) AND " + _access("transfer.person_id", " AND a.basis = 'custody'")
    return f"""
    ALTER TABLE transfer ENABLE ROW LEVEL SECURITY;
    ALTER TABLE transfer FORCE ROW LEVEL SECURITY;
    CREATE POLICY transfer_read ON transfer FOR SELECT USING ({both});
    CREATE POLICY transfer_add ON transfer FOR INSERT WITH CHECK ({add} AND state = 'proposed');
    CREATE POLICY transfer_change ON transfer FOR UPDATE USING (state = 'proposed' AND ({both}))
        WITH CHECK (state IN ('refused', 'withdrawn') AND ({both}));
    CREATE POLICY transfer_remove ON transfer FOR DELETE USING (false);
    GRANT SELECT, INSERT, UPDATE (state, decided_at, decided_by, note) ON transfer TO pulih_app;
    """


def open_table(table: str, why: str, grants: str) -> str:
    """A table without a person in it says so in its comment; the test of the walls reads the comment."""
    return f"COMMENT ON TABLE {table} IS 'open: {why}'; GRANT {grants} ON {table} TO pulih_app;"


def settle_third_party_tables(using: str) -> None:
    """Move listed third-party tables to schema `login` and let the application use them. Owner only."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename = ANY (%s)",
                       [list(LOGIN_TABLES)])  # fmt: skip
        for (table,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE public."{table}" SET SCHEMA login')
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname = 'login' OR (schemaname = 'public' AND tablename = ANY (%s))",
            [list(EXEMPT_TABLES)],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO pulih_app")
        cursor.execute("REVOKE INSERT, UPDATE, DELETE ON login.django_migrations FROM pulih_app")
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA login TO pulih_app")
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO pulih_app")
