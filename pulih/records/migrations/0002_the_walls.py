"""The partitioned trail, the login schema, the walls, the gates and the grants."""

from django.db import migrations

from pulih.records import gates
from pulih.records.walls import (
    ACCOUNT,
    ORGS,
    break_glass_wall,
    episode_wall,
    gate_wall,
    open_table,
    owner_wall,
    person_wall,
    trail_wall,
)

LOGIN = """
ALTER TABLE account SET SCHEMA login;
ALTER TABLE membership SET SCHEMA login;
ALTER TABLE reset_code SET SCHEMA login;
ALTER TABLE session SET SCHEMA login;
ALTER TABLE submission SET SCHEMA login;
ALTER TABLE kept_form SET SCHEMA login;
"""

TRAIL = """
CREATE TABLE audit_event (
    day date NOT NULL, id uuid NOT NULL, at timestamptz NOT NULL, account_id uuid, role text NOT NULL,
    organisation_id integer, holder_id integer, event text NOT NULL, outcome text NOT NULL,
    subject text NOT NULL, subject_id text NOT NULL, person_id uuid, body text NOT NULL,
    sha256 bytea NOT NULL, PRIMARY KEY (day, id)
) PARTITION BY RANGE (day);
CREATE INDEX audit_event_by_office ON audit_event (organisation_id, at DESC);
CREATE INDEX audit_event_by_person ON audit_event (person_id, at DESC) WHERE person_id IS NOT NULL;
CREATE INDEX audit_event_by_holder ON audit_event (holder_id, at DESC) WHERE holder_id IS NOT NULL;
CREATE TABLE audit_event_rest PARTITION OF audit_event DEFAULT;

CREATE TABLE read_event (
    day date NOT NULL, id uuid NOT NULL, at timestamptz NOT NULL, account_id uuid, role text NOT NULL,
    organisation_id integer NOT NULL, holder_id integer, person_id uuid NOT NULL, what text NOT NULL,
    by_break_glass boolean NOT NULL, PRIMARY KEY (day, id)
) PARTITION BY RANGE (day);
CREATE INDEX read_event_by_office ON read_event (organisation_id, at DESC);
CREATE INDEX read_event_by_person ON read_event (person_id, at DESC);
CREATE INDEX read_event_by_holder ON read_event (holder_id, at DESC) WHERE holder_id IS NOT NULL;
CREATE TABLE read_event_rest PARTITION OF read_event DEFAULT;

CREATE TABLE audit_queue (day date NOT NULL, id uuid NOT NULL, sha256 bytea NOT NULL, PRIMARY KEY (day, id));
COMMENT ON TABLE audit_queue IS 'open: ids and hashes that wait for the sealer; only gates touch it';
"""

WALLS = "".join(
    [
        open_table("organisation", "the public register of institutions", "SELECT, INSERT, UPDATE"),
        open_table("organisation_name", "names of institutions", "SELECT, INSERT, UPDATE, DELETE"),
        open_table("programme", "the catalogue of programmes", "SELECT"),
        open_table("designation", "which facility is entrusted with what", "SELECT, INSERT, UPDATE, DELETE"),
        open_table("audit_seal", "hashes of events, chained", "SELECT"),
        person_wall("person", "SELECT, UPDATE (name, sex, birth_date, birth_year, revision)",
                    person="id", episode_reads=True),
        person_wall("person_name", "SELECT, INSERT, UPDATE", episode_reads=True),
        person_wall("sentence", "SELECT, INSERT", signed=True),
        person_wall("participant_category", "SELECT, INSERT", signed=True),
        episode_wall("stay", "SELECT, INSERT, UPDATE"),
        gate_wall("person_access"),
        gate_wall("person_search"),
        owner_wall("import_batch", "SELECT, INSERT, UPDATE"),
        owner_wall("import_row", "SELECT, INSERT, UPDATE, DELETE"),
        owner_wall("departure_question", "SELECT, INSERT, UPDATE", about_person=True),
        trail_wall("audit_event", "SELECT", add="false"),
        trail_wall("read_event", "SELECT, INSERT",
                   add=f"organisation_id = ANY ({ORGS}) AND account_id IS NOT DISTINCT FROM {ACCOUNT}"),
        break_glass_wall(),
    ]
) + """
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO pulih_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA login TO pulih_app;

    GRANT SELECT, INSERT, UPDATE ON person, person_access TO pulih_gate;
    GRANT SELECT, INSERT, UPDATE, DELETE ON person_search TO pulih_gate;
    GRANT SELECT, INSERT ON break_glass, audit_event, audit_seal TO pulih_gate;
    GRANT SELECT, INSERT, DELETE ON audit_queue TO pulih_gate;
    GRANT SELECT (organisation_id, state, applied_at) ON import_batch TO pulih_gate;
    GRANT SELECT (id, ancestors) ON organisation TO pulih_gate;
"""  # fmt: skip

AFTER = """
SELECT gate.wall_partition('audit_event_rest', 'audit_event');
SELECT gate.wall_partition('read_event_rest', 'read_event');
SELECT gate.ensure_partitions();
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA gate FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA gate TO pulih_app;
REVOKE EXECUTE ON FUNCTION gate.wall_partition(text, text), gate.add_month(text, date) FROM pulih_app;
"""


def apply(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in (LOGIN, TRAIL, WALLS):
            cursor.execute(statement)
        cursor.execute("SET LOCAL ROLE pulih_gate")
        for gate in gates.AS_GATE:
            cursor.execute(gate)
        cursor.execute("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA gate FROM PUBLIC")
        cursor.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA gate TO pulih_app")
        cursor.execute("RESET ROLE")
        for gate in gates.AS_OWNER:
            cursor.execute(gate)
        cursor.execute(AFTER)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_the_records")]

    operations = [migrations.RunPython(apply)]
