"""Gates of the trail: appending events, sealing them, and reading them back for the proof."""

from pulih.records.gates.frame import HEADER

NOTE_EVENT = f"""
CREATE FUNCTION gate.note_event(body text) RETURNS void {HEADER} AS $$
DECLARE
    facts jsonb := body::jsonb;
    acting text := nullif(current_setting('pulih.account', true), '');
    orgs int[] := (nullif(current_setting('pulih.orgs', true), ''))::int[];
    hash bytea := sha256(convert_to(body, 'UTF8'));
BEGIN
    IF (acting IS NOT NULL OR orgs IS NOT NULL) AND facts ->> 'account' IS DISTINCT FROM acting
       OR orgs IS NOT NULL AND ((facts ->> 'organisation')::int = ANY (orgs)) IS NOT TRUE THEN
        RAISE EXCEPTION 'gate: an event names its own author and office'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (facts ->> 'day')::date IS DISTINCT FROM ((facts ->> 'at')::timestamptz AT TIME ZONE 'UTC')::date THEN
        RAISE EXCEPTION 'gate: an event lies on the day of its moment' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO audit_event (day, id, at, account_id, role, organisation_id, holder_id, event, outcome,
                             subject, subject_id, person_id, body, sha256)
    VALUES ((facts ->> 'day')::date, (facts ->> 'id')::uuid, (facts ->> 'at')::timestamptz,
            (facts ->> 'account')::uuid, facts ->> 'role', (facts ->> 'organisation')::int,
            (facts ->> 'holder')::int, facts ->> 'event', facts ->> 'outcome', facts ->> 'subject',
            facts ->> 'subject_id', (facts ->> 'person')::uuid, body, hash);
    INSERT INTO audit_queue (day, id, sha256) VALUES ((facts ->> 'day')::date, (facts ->> 'id')::uuid, hash);
END $$;
"""

LARGEST_SEAL = 10_000
"""Events under one seal at most, so that proving one seal never needs much memory."""

SEAL = f"""
CREATE FUNCTION gate.seal() RETURNS integer {HEADER} AS $$
DECLARE
    sealed int := 0;
    last audit_seal;
    moment timestamptz;
    batch record;
    root bytea;
    number bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('pulih.audit_seal'));
    LOOP
        WITH taken AS (
            DELETE FROM audit_queue WHERE (day, id) IN
                (SELECT q.day, q.id FROM audit_queue q ORDER BY q.day, q.id LIMIT {LARGEST_SEAL})
            RETURNING day, id, sha256
        )
        SELECT count(*) AS n, array_agg(day ORDER BY id) AS days, array_agg(id ORDER BY id) AS ids,
               string_agg(sha256, '' ORDER BY id) AS hashes
        INTO batch FROM taken;
        EXIT WHEN batch.n = 0;
        SELECT * INTO last FROM audit_seal ORDER BY n DESC LIMIT 1;
        number := coalesce(last.n, 0) + 1;
        moment := date_trunc('milliseconds', clock_timestamp());
        root := sha256(batch.hashes);
        INSERT INTO audit_seal (n, sealed_at, days, ids, root, previous, hash)
        VALUES (number, moment, batch.days, batch.ids, root, coalesce(last.hash, ''::bytea),
                sha256(convert_to(
                    number || '|' || to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                    || '|' || batch.n || '|', 'UTF8') || root || coalesce(last.hash, ''::bytea)));
        sealed := sealed + batch.n;
    END LOOP;
    RETURN sealed;
END $$;
"""

UNSEALED = f"""
CREATE FUNCTION gate.unsealed() RETURNS TABLE (events bigint, oldest timestamptz) STABLE {HEADER} AS $$
BEGIN
    RETURN QUERY SELECT count(*), min(e.at) FROM audit_queue q LEFT JOIN audit_event e USING (day, id);
END $$;
"""

AUDIT_ROWS = f"""
CREATE FUNCTION gate.columns_agree(e audit_event) RETURNS boolean STABLE {HEADER} AS $$
DECLARE
    facts jsonb;
BEGIN
    facts := e.body::jsonb;
    RETURN (e.day, e.id, e.at, e.account_id, e.role, e.organisation_id, e.holder_id, e.event, e.outcome,
            e.subject, e.subject_id, e.person_id)
           IS NOT DISTINCT FROM
           ((facts ->> 'day')::date, (facts ->> 'id')::uuid, (facts ->> 'at')::timestamptz,
            (facts ->> 'account')::uuid, facts ->> 'role', (facts ->> 'organisation')::int,
            (facts ->> 'holder')::int, facts ->> 'event', facts ->> 'outcome', facts ->> 'subject',
            facts ->> 'subject_id', (facts ->> 'person')::uuid);
EXCEPTION WHEN data_exception OR invalid_text_representation THEN
    RETURN false;
END $$;

CREATE FUNCTION gate.audit_rows(first bigint, last bigint)
RETURNS TABLE (n bigint, place bigint, day date, id uuid, sha256 bytea, found bytea, consistent boolean)
STABLE {HEADER} AS $$
BEGIN
    RETURN QUERY
    SELECT s.n, u.place, u.day, u.id, e.sha256, pg_catalog.sha256(convert_to(e.body, 'UTF8')),
           gate.columns_agree(e)
    FROM audit_seal s
    CROSS JOIN LATERAL unnest(s.days, s.ids) WITH ORDINALITY AS u (day, id, place)
    LEFT JOIN audit_event e ON e.day = u.day AND e.id = u.id
    WHERE s.n BETWEEN first AND last
    ORDER BY s.n, u.place;
END $$;

CREATE FUNCTION gate.audit_strays() RETURNS TABLE (day date, id uuid, at timestamptz) STABLE {HEADER} AS $$
BEGIN
    RETURN QUERY
    WITH sealed AS MATERIALIZED (
        SELECT u.day, u.id FROM audit_seal s CROSS JOIN LATERAL unnest(s.days, s.ids) AS u (day, id))
    SELECT e.day, e.id, e.at FROM audit_event e
    WHERE NOT EXISTS (SELECT 1 FROM sealed WHERE sealed.day = e.day AND sealed.id = e.id)
      AND NOT EXISTS (SELECT 1 FROM audit_queue q WHERE q.day = e.day AND q.id = e.id
                      AND q.sha256 = pg_catalog.sha256(convert_to(e.body, 'UTF8')))
    UNION ALL
    SELECT q.day, q.id, NULL FROM audit_queue q
    WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.day = q.day AND e.id = q.id)
    LIMIT 1000;
END $$;
"""

REFERENCES = f"""
CREATE FUNCTION gate.auditing() RETURNS void STABLE {HEADER} AS $$
BEGIN
    IF nullif(nullif(current_setting('pulih.audit', true), ''), '{{}}') IS NULL THEN
        RAISE EXCEPTION 'gate: nobody audits' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

CREATE FUNCTION gate.references_of(people uuid[]) RETURNS TABLE (person_id uuid, reference text)
STABLE {HEADER} AS $$
BEGIN
    PERFORM gate.auditing();
    RETURN QUERY SELECT p.id, p.reference FROM person p WHERE p.id = ANY (people);
END $$;

CREATE FUNCTION gate.person_of_reference(wanted text) RETURNS uuid STABLE {HEADER} AS $$
BEGIN
    PERFORM gate.auditing();
    RETURN (SELECT p.id FROM person p WHERE p.reference = wanted);
END $$;
"""
