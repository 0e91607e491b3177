"""Gates of the wave: a person passes to another facility; a region counts what is below it."""

from pulih.records.gates.frame import HEADER

ACCEPT_TRANSFER = f"""
CREATE FUNCTION gate.accept_transfer(proposed uuid, moved date, acting uuid) RETURNS uuid {HEADER} AS $$
DECLARE
    caller int := gate.caller();
    row public.transfer;
    key text;
BEGIN
    SELECT * INTO row FROM public.transfer t WHERE t.id = proposed FOR UPDATE;
    IF row.id IS NULL OR row.receiver_id <> caller OR row.state <> 'proposed' THEN
        RAISE EXCEPTION 'gate: not yours to accept' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Whoever proposed must still hold the person: a proposal is not a key that keeps.
    IF NOT EXISTS (
        SELECT 1 FROM person_access a WHERE a.person_id = row.person_id
        AND a.organisation_id = row.organisation_id AND a.account_id IS NULL AND a.basis = 'custody'
        AND (a.valid_to IS NULL OR a.valid_to > now())) THEN
        RAISE EXCEPTION 'gate: the sender no longer holds this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE public.transfer t SET state = 'accepted', moved_on = moved, decided_at = now(), decided_by = acting
    WHERE t.id = proposed;
    SELECT s.name_key INTO key FROM person_search s
    WHERE s.person_id = row.person_id AND s.organisation_id = row.organisation_id;
    INSERT INTO person_access (id, person_id, organisation_id, basis, valid_from, origin)
    VALUES (gen_random_uuid(), row.person_id, caller, 'custody', now(), 'transfer ' || proposed);
    INSERT INTO person_search (organisation_id, person_id, name_key)
    VALUES (caller, row.person_id, coalesce(key, '')) ON CONFLICT DO NOTHING;
    RETURN row.person_id;
END $$;
"""

ADMITTED_BELOW = f"""
CREATE FUNCTION gate.admitted_below(of_year int)
RETURNS TABLE (organisation_id integer, programme text, quarter integer, enrolments bigint, people bigint)
{HEADER} AS $$
DECLARE
    caller int := gate.caller();
BEGIN
    -- Counts alone: a region is told how many, never who.
    RETURN QUERY
    SELECT e.organisation_id, e.programme_id::text, extract(quarter FROM e.admitted_on)::int,
           count(*), count(DISTINCT e.person_id)
    FROM enrolment e JOIN organisation o ON o.id = e.organisation_id
    WHERE (o.id = caller OR o.ancestors @> ARRAY[caller]) AND e.status <> 'removed'
      AND e.admitted_on >= make_date(of_year, 1, 1) AND e.admitted_on < make_date(of_year + 1, 1, 1)
    GROUP BY 1, 2, 3;
END $$;
"""

WAVE_GATES = (ACCEPT_TRANSFER, ADMITTED_BELOW)
