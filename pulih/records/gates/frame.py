"""What every gate shares: its rights, its search path, and whose request it is."""

HEADER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, login, pg_temp"

CALLER = f"""
CREATE FUNCTION gate.caller() RETURNS integer STABLE {HEADER} AS $$
DECLARE
    orgs int[] := (nullif(current_setting('pulih.orgs', true), ''))::int[];
BEGIN
    IF orgs IS NULL OR cardinality(orgs) <> 1 THEN
        RAISE EXCEPTION 'gate: no organisation acts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN orgs[1];
END $$;
"""
