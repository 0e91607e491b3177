"""The gate through which an office sees how fresh the registers of the offices below it are: a day, no person."""

from pulih.records.gates.frame import HEADER

REGISTERS_BELOW = f"""
CREATE FUNCTION gate.registers_below() RETURNS TABLE (organisation_id integer, applied_at timestamptz)
STABLE {HEADER} AS $$
DECLARE
    caller int := gate.caller();
BEGIN
    RETURN QUERY
    SELECT b.organisation_id, max(b.applied_at) FROM import_batch b JOIN organisation o ON o.id = b.organisation_id
    WHERE b.state = 'applied' AND o.ancestors @> ARRAY[caller] GROUP BY b.organisation_id;
END $$;
"""

COUNT_REGISTER = f"""
CREATE FUNCTION gate.count_register(today date, long_remand_days integer)
RETURNS TABLE (people bigint, remand bigint, numbers bigint, sentenced bigint, dated bigint, expired bigint,
               long_remand bigint, categorised bigint) STABLE {HEADER} AS $$
DECLARE
    caller int := gate.caller();
BEGIN
    -- Counts of the caller's own residents. Asked through the walls, each of two thousand people is looked
    -- up four times, which took a quarter of the page that opens everybody's day.
    RETURN QUERY
    SELECT count(*), count(*) FILTER (WHERE t.kind = 'remand'),
           count(*) FILTER (WHERE p.national_number_hash IS NOT NULL),
           count(*) FILTER (WHERE t.kind = 'sentenced'),
           count(*) FILTER (WHERE t.kind = 'sentenced' AND n.expires_on IS NOT NULL),
           count(*) FILTER (WHERE n.expires_on < today),
           count(*) FILTER (WHERE t.kind = 'remand' AND t.started_on < today - long_remand_days),
           count(*) FILTER (WHERE EXISTS (SELECT 1 FROM participant_category k WHERE k.person_id = t.person_id))
    FROM stay t JOIN person p ON p.id = t.person_id
    LEFT JOIN LATERAL (SELECT s.expires_on FROM sentence s WHERE s.person_id = t.person_id
                       ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) n ON true
    WHERE t.organisation_id = caller AND t.ended_on IS NULL;
END $$;
"""
COUNT_REGISTER_GRANTS = (
    "GRANT SELECT (person_id) ON participant_category TO pulih_gate",
    "GRANT SELECT (id, person_id, recorded_at, expires_on) ON sentence TO pulih_gate",
)
"""Run as the owner before."""
