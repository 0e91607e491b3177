"""The gates: the only ways through the walls, as functions that run with the rights of `pulih_gate`.

The application cannot write `person_access`, `person_search`, the audit or its seals; it can only ask
these. Each has a fixed search path and asks for the caller's organisation from the scope of the
transaction. Like the walls, a gate that shipped is replaced in a new migration, not edited here.
"""

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

NOTE_EVENT = f"""
CREATE FUNCTION gate.note_event(body text) RETURNS void {HEADER} AS $$
DECLARE
    facts jsonb := body::jsonb;
    acting text := nullif(current_setting('pulih.account', true), '');
    hash bytea := sha256(convert_to(body, 'UTF8'));
BEGIN
    IF acting IS NOT NULL AND facts ->> 'account' IS DISTINCT FROM acting THEN
        RAISE EXCEPTION 'gate: an event names its own author' USING ERRCODE = 'insufficient_privilege';
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

SEAL = f"""
CREATE FUNCTION gate.seal() RETURNS integer {HEADER} AS $$
DECLARE
    sealed int;
    last audit_seal;
    moment timestamptz;
    batch record;
    root bytea;
    number bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('pulih.audit_seal'));
    WITH taken AS (DELETE FROM audit_queue RETURNING day, id, sha256)
    SELECT count(*) AS n, array_agg(day ORDER BY id) AS days, array_agg(id ORDER BY id) AS ids,
           string_agg(sha256, '' ORDER BY id) AS hashes
    INTO batch FROM taken;
    sealed := batch.n;
    IF sealed = 0 THEN
        RETURN 0;
    END IF;
    SELECT * INTO last FROM audit_seal ORDER BY n DESC LIMIT 1;
    number := coalesce(last.n, 0) + 1;
    moment := date_trunc('milliseconds', clock_timestamp());
    root := sha256(batch.hashes);
    INSERT INTO audit_seal (n, sealed_at, days, ids, root, previous, hash)
    VALUES (number, moment, batch.days, batch.ids, root, coalesce(last.hash, ''::bytea),
            sha256(convert_to(number || '|' || to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                              || '|' || sealed || '|', 'UTF8') || root || coalesce(last.hash, ''::bytea)));
    RETURN sealed;
END $$;
"""

UNSEALED = f"""
CREATE FUNCTION gate.unsealed() RETURNS TABLE (events bigint, oldest timestamptz) STABLE {HEADER} AS $$
BEGIN
    RETURN QUERY SELECT count(*), min(e.at) FROM audit_queue q JOIN audit_event e USING (day, id);
END $$;
"""

AUDIT_ROWS = f"""
CREATE FUNCTION gate.audit_rows(first bigint, last bigint)
RETURNS TABLE (n bigint, place bigint, day date, id uuid, sha256 bytea, found bytea, consistent boolean)
STABLE {HEADER} AS $$
BEGIN
    RETURN QUERY
    SELECT s.n, u.place, u.day, u.id, e.sha256, pg_catalog.sha256(convert_to(e.body, 'UTF8')),
           (e.at, e.account_id, e.role, e.organisation_id, e.holder_id, e.event, e.outcome, e.subject,
            e.subject_id, e.person_id)
           IS NOT DISTINCT FROM
           ((e.body::jsonb ->> 'at')::timestamptz, (e.body::jsonb ->> 'account')::uuid,
            e.body::jsonb ->> 'role', (e.body::jsonb ->> 'organisation')::int,
            (e.body::jsonb ->> 'holder')::int, e.body::jsonb ->> 'event', e.body::jsonb ->> 'outcome',
            e.body::jsonb ->> 'subject', e.body::jsonb ->> 'subject_id', (e.body::jsonb ->> 'person')::uuid)
    FROM audit_seal s
    CROSS JOIN LATERAL unnest(s.days, s.ids) WITH ORDINALITY AS u (day, id, place)
    LEFT JOIN audit_event e ON e.day = u.day AND e.id = u.id
    WHERE s.n BETWEEN first AND last
    ORDER BY s.n, u.place;
END $$;

CREATE FUNCTION gate.audit_strays() RETURNS TABLE (day date, id uuid, at timestamptz) STABLE {HEADER} AS $$
BEGIN
    RETURN QUERY
    WITH sealed AS MATERIALIZED (SELECT unnest(s.ids) AS id FROM audit_seal s)
    SELECT e.day, e.id, e.at FROM audit_event e
    WHERE NOT EXISTS (SELECT 1 FROM sealed WHERE sealed.id = e.id)
      AND NOT EXISTS (SELECT 1 FROM audit_queue q WHERE q.day = e.day AND q.id = e.id
                      AND q.sha256 = pg_catalog.sha256(convert_to(e.body, 'UTF8')))
    UNION
    SELECT q.day, q.id, NULL FROM audit_queue q
    WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.day = q.day AND e.id = q.id);
END $$;
"""

FIND_BY_IDENTIFIER = f"""
CREATE FUNCTION gate.find_by_identifiers(hashes bytea[], question text)
RETURNS TABLE (hash bytea, answer text, organisation_id integer, person_id uuid) {HEADER} AS $$
DECLARE
    caller int := gate.caller();
BEGIN
    -- Asking is itself an event: nobody can sound out who is held where and leave no trace.
    PERFORM gate.note_event(question);
    RETURN QUERY
    SELECT h.hash,
           CASE WHEN p.id IS NULL THEN 'unknown'
                WHEN mine.found THEN 'yours'
                WHEN holder.organisation_id IS NULL THEN 'free'
                ELSE 'held' END,
           CASE WHEN mine.found THEN caller ELSE holder.organisation_id END,
           CASE WHEN mine.found THEN p.id END
    FROM (SELECT DISTINCT unnest(hashes) AS hash) h
    LEFT JOIN person p ON p.national_number_hash = h.hash AND p.merged_into_id IS NULL
    LEFT JOIN LATERAL (
        SELECT true AS found FROM person_access a
        WHERE a.person_id = p.id AND a.organisation_id = caller AND a.account_id IS NULL
          AND a.basis <> 'episode' AND (a.valid_to IS NULL OR a.valid_to > now()) LIMIT 1) mine ON true
    LEFT JOIN LATERAL (
        SELECT a.organisation_id FROM person_access a
        WHERE a.person_id = p.id AND a.account_id IS NULL AND a.basis <> 'episode'
          AND (a.valid_to IS NULL OR a.valid_to > now())
        ORDER BY a.basis = 'custody' DESC, a.valid_from DESC LIMIT 1) holder ON true;
END $$;
"""

REGISTER_PEOPLE = f"""
CREATE FUNCTION gate.register_people(people jsonb) RETURNS integer {HEADER} AS $$
DECLARE
    caller int := gate.caller();
    number_of int;
BEGIN
    -- Two offices at once with one number: the second waits here, then finds it taken.
    PERFORM pg_advisory_xact_lock(hashtextextended(r.hash, 0))
    FROM (SELECT e ->> 'hash' AS hash FROM jsonb_array_elements(people) e
          WHERE e ->> 'hash' IS NOT NULL ORDER BY 1) r;
    IF EXISTS (SELECT 1 FROM jsonb_array_elements(people) e
               JOIN person p ON p.national_number_hash = decode(e ->> 'hash', 'hex')
                            AND p.merged_into_id IS NULL) THEN
        RAISE EXCEPTION 'gate: national number is known' USING ERRCODE = 'unique_violation',
            CONSTRAINT = 'person_national_number_once';
    END IF;
    WITH arriving AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(people) AS r (
            id uuid, reference text, name text, name_key text, sex text, birth_date date, birth_year int,
            cipher text, hash text, last4 text)
    ), persons AS (
        INSERT INTO person (id, reference, name, sex, birth_date, birth_year, national_number_cipher,
                            national_number_hash, national_number_last4, created_at, revision)
        SELECT id, reference, name, sex, birth_date, birth_year, decode(cipher, 'hex'), decode(hash, 'hex'),
               coalesce(last4, ''), now(), 1 FROM arriving
    ), access AS (
        INSERT INTO person_access (id, person_id, organisation_id, basis, valid_from, origin)
        SELECT gen_random_uuid(), id, caller, 'custody', now(), 'registered' FROM arriving
    )
    INSERT INTO person_search (organisation_id, person_id, name_key)
    SELECT caller, id, name_key FROM arriving;
    GET DIAGNOSTICS number_of = ROW_COUNT;
    RETURN number_of;
END $$;
"""

READMIT = f"""
CREATE FUNCTION gate.readmit(number_hash bytea) RETURNS uuid {HEADER} AS $$
DECLARE
    caller int := gate.caller();
    known uuid;
    key text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(number_hash, 'hex'), 0));
    SELECT id INTO known FROM person WHERE national_number_hash = number_hash AND merged_into_id IS NULL;
    IF known IS NULL OR EXISTS (
        SELECT 1 FROM person_access a WHERE a.person_id = known AND a.account_id IS NULL
        AND a.basis <> 'episode' AND (a.valid_to IS NULL OR a.valid_to > now())) THEN
        RAISE EXCEPTION 'gate: somebody holds this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT coalesce(max(s.name_key), '') INTO key FROM person_search s WHERE s.person_id = known;
    INSERT INTO person_access (id, person_id, organisation_id, basis, valid_from, origin)
    VALUES (gen_random_uuid(), known, caller, 'custody', now(), 'readmitted');
    INSERT INTO person_search (organisation_id, person_id, name_key) VALUES (caller, known, key)
    ON CONFLICT DO NOTHING;
    RETURN known;
END $$;
"""

INDEX_NAMES = f"""
CREATE FUNCTION gate.index_names(people uuid[], keys text[]) RETURNS void {HEADER} AS $$
DECLARE
    caller int := gate.caller();
BEGIN
    IF EXISTS (SELECT 1 FROM unnest(people) AS u (id) WHERE NOT EXISTS (
        SELECT 1 FROM person_access a WHERE a.person_id = u.id AND a.organisation_id = caller
        AND a.account_id IS NULL AND a.basis <> 'episode' AND (a.valid_to IS NULL OR a.valid_to > now()))) THEN
        RAISE EXCEPTION 'gate: not yours to name' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE person_search s SET name_key = u.key FROM unnest(people, keys) AS u (id, key)
    WHERE s.person_id = u.id AND s.name_key <> u.key;
END $$;
"""

SET_NUMBER = f"""
CREATE FUNCTION gate.set_number(person uuid, cipher bytea, number_hash bytea, last4 text)
RETURNS void {HEADER} AS $$
DECLARE
    caller int := gate.caller();
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM person_access a WHERE a.person_id = person AND a.organisation_id = caller
        AND a.account_id IS NULL AND a.basis = 'custody' AND (a.valid_to IS NULL OR a.valid_to > now())) THEN
        RAISE EXCEPTION 'gate: not yours to number' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(number_hash, 'hex'), 0));
    IF EXISTS (SELECT 1 FROM public.person p WHERE p.national_number_hash = number_hash
               AND p.merged_into_id IS NULL AND p.id <> set_number.person) THEN
        RAISE EXCEPTION 'gate: national number is known' USING ERRCODE = 'unique_violation',
            CONSTRAINT = 'person_national_number_once';
    END IF;
    UPDATE public.person p SET national_number_cipher = cipher, national_number_hash = number_hash,
        national_number_last4 = last4 WHERE p.id = set_number.person;
END $$;
"""

OPEN_ACCESS = f"""
CREATE FUNCTION gate.open_access(person uuid, organisation integer, basis text, origin text)
RETURNS void {HEADER} AS $$
DECLARE
    caller int := gate.caller();
    key text;
BEGIN
    IF open_access.basis NOT IN ('referral', 'aftercare') OR NOT EXISTS (
        SELECT 1 FROM person_access a WHERE a.person_id = person AND a.organisation_id = caller
        AND a.account_id IS NULL AND a.basis = 'custody' AND (a.valid_to IS NULL OR a.valid_to > now())) THEN
        RAISE EXCEPTION 'gate: not yours to open' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT s.name_key INTO key FROM person_search s WHERE s.person_id = person AND s.organisation_id = caller;
    INSERT INTO person_access (id, person_id, organisation_id, basis, valid_from, origin)
    VALUES (gen_random_uuid(), person, organisation, open_access.basis, now(), open_access.origin);
    INSERT INTO person_search (organisation_id, person_id, name_key)
    VALUES (organisation, person, coalesce(key, '')) ON CONFLICT DO NOTHING;
END $$;
"""

CLOSE_ACCESS = f"""
CREATE FUNCTION gate.close_access(people uuid[], why text) RETURNS integer {HEADER} AS $$
DECLARE
    caller int := gate.caller();
    closed int;
BEGIN
    UPDATE person_access a SET valid_to = now()
    WHERE a.person_id = ANY (people) AND a.organisation_id = caller AND a.account_id IS NULL
      AND a.basis <> 'episode' AND (a.valid_to IS NULL OR a.valid_to > now());
    GET DIAGNOSTICS closed = ROW_COUNT;
    INSERT INTO person_access (id, person_id, organisation_id, basis, valid_from, origin)
    SELECT gen_random_uuid(), u.id, caller, 'episode', now(), why FROM unnest(people) AS u (id)
    WHERE EXISTS (SELECT 1 FROM person_access a WHERE a.person_id = u.id AND a.organisation_id = caller
                  AND a.account_id IS NULL AND a.basis <> 'episode')
      AND NOT EXISTS (SELECT 1 FROM person_access a WHERE a.person_id = u.id AND a.organisation_id = caller
                      AND a.basis = 'episode' AND a.valid_to IS NULL);
    DELETE FROM person_search s WHERE s.organisation_id = caller AND s.person_id = ANY (people);
    RETURN closed;
END $$;
"""

BREAK_GLASS = f"""
CREATE FUNCTION gate.break_glass(event uuid, number_hash bytea, person_reference text, why text)
RETURNS TABLE (person_id uuid, holder_id integer) {HEADER} AS $$
DECLARE
    caller int := gate.caller();
    acting uuid := (nullif(current_setting('pulih.account', true), ''))::uuid;
    known uuid;
    holder int;
BEGIN
    IF acting IS NULL OR length(btrim(why)) < 20 THEN
        RAISE EXCEPTION 'gate: a person and a reason are owed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT p.id INTO known FROM person p
    WHERE p.merged_into_id IS NULL
      AND (p.national_number_hash = number_hash OR (number_hash IS NULL AND p.reference = person_reference));
    IF known IS NULL THEN
        RETURN;
    END IF;
    SELECT a.organisation_id INTO holder FROM person_access a
    WHERE a.person_id = known AND a.account_id IS NULL AND a.basis = 'custody'
      AND (a.valid_to IS NULL OR a.valid_to > now()) ORDER BY a.valid_from DESC LIMIT 1;
    INSERT INTO person_access (id, person_id, organisation_id, account_id, basis, valid_from, valid_to, origin)
    VALUES (gen_random_uuid(), known, caller, acting, 'break_glass', now(), now() + interval '3 hours',
            event::text);
    INSERT INTO break_glass (id, person_id, organisation_id, holder_id, account_id, reason, opened_at, ends_at,
                             finding, review_note)
    VALUES (event, known, caller, holder, acting, btrim(why), now(), now() + interval '3 hours', '', '');
    RETURN QUERY SELECT known, holder;
END $$;
"""

ENSURE_PARTITIONS = """
CREATE FUNCTION gate.ensure_partitions(today date DEFAULT current_date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    parent text;
    month date;
    child text;
    made int := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('pulih.partitions'));
    FOREACH parent IN ARRAY ARRAY['audit_event', 'read_event'] LOOP
        FOR step IN 0..3 LOOP
            month := (date_trunc('month', today) + make_interval(months => step))::date;
            child := parent || '_' || to_char(month, 'YYYY_MM');
            IF to_regclass('public.' || child) IS NULL THEN
                EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
                               child, parent, month, (month + interval '1 month')::date);
                PERFORM gate.wall_partition(child, parent);
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;

CREATE FUNCTION gate.wall_partition(child text, parent text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    policy record;
BEGIN
    -- A partition that is granted or unwalled bypasses its parent's wall.
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, pulih_app, pulih_reader', child);
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', child);
    FOR policy IN SELECT polname, CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT'
                         WHEN 'w' THEN 'UPDATE' ELSE 'DELETE' END AS cmd,
                         pg_get_expr(polqual, polrelid) AS qual, pg_get_expr(polwithcheck, polrelid) AS chk
                  FROM pg_policy WHERE polrelid = ('public.' || parent)::regclass LOOP
        EXECUTE format('CREATE POLICY %I ON public.%I FOR %s', policy.polname, child, policy.cmd)
            || coalesce(' USING (' || policy.qual || ')', '') || coalesce(' WITH CHECK (' || policy.chk || ')', '');
    END LOOP;
END $$;
"""

AS_GATE = (
    CALLER,
    NOTE_EVENT,
    SEAL,
    UNSEALED,
    AUDIT_ROWS,
    FIND_BY_IDENTIFIER,
    REGISTER_PEOPLE,
    READMIT,
    INDEX_NAMES,
    SET_NUMBER,
    OPEN_ACCESS,
    CLOSE_ACCESS,
    BREAK_GLASS,
)
AS_OWNER = (ENSURE_PARTITIONS,)
