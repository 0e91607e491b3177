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
