"""Gates around people: finding, registering, numbering, and opening or closing access."""

from pulih.records.gates.frame import HEADER

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
        WHERE a.person_id = p.id AND a.account_id IS NULL AND a.basis = 'custody'
          AND (a.valid_to IS NULL OR a.valid_to > now())
        ORDER BY a.valid_from DESC LIMIT 1) holder ON true;
END $$;
"""

REGISTER_PEOPLE = f"""
CREATE FUNCTION gate.register_people(people jsonb) RETURNS integer {HEADER} AS $$
DECLARE
    caller int := gate.caller();
    number_of int;
BEGIN
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
        -- Two offices at once with one number: the unique index lets the second wait, then refuses it. In one
        -- order, so that two imports never wait for each other; no lock a row, or two large ones would
        -- use up the lock table.
        ORDER BY r.hash
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

REGISTER_UNLESS_TAKEN = REGISTER_PEOPLE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1).replace(
    "    WITH arriving",
    """    -- Nobody is made when a reference is given already: whoever asks draws others.
    IF EXISTS (SELECT 1 FROM jsonb_array_elements(people) e JOIN person p ON p.reference = e ->> 'reference') THEN
        RETURN 0;
    END IF;
    WITH arriving""",
    1,
)
"""The same, answering 0 where a failing insert had to be caught by a savepoint."""

READMIT = f"""
CREATE FUNCTION gate.readmit(number_hash bytea) RETURNS uuid {HEADER} AS $$
DECLARE
    caller int := gate.caller();
    known uuid;
    key text;
BEGIN
    -- The row is locked: of two offices at once, the second finds the person held.
    SELECT id INTO known FROM person
    WHERE national_number_hash = number_hash AND merged_into_id IS NULL FOR UPDATE;
    IF known IS NULL OR EXISTS (
        SELECT 1 FROM person_access a WHERE a.person_id = known AND a.account_id IS NULL
        AND a.basis = 'custody' AND (a.valid_to IS NULL OR a.valid_to > now())) THEN
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
        AND a.account_id IS NULL AND a.basis <> 'episode'
        AND (a.valid_to IS NULL OR a.valid_to > now()))) THEN
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
    INSERT INTO person_access (id, person_id, organisation_id, account_id, basis, valid_from, valid_to,
                               origin)
    VALUES (gen_random_uuid(), known, caller, acting, 'break_glass', now(), now() + interval '3 hours',
            event::text);
    INSERT INTO break_glass (id, person_id, organisation_id, holder_id, account_id, reason, opened_at,
                             ends_at, finding, review_note)
    VALUES (event, known, caller, holder, acting, btrim(why), now(), now() + interval '3 hours', '', '');
    RETURN QUERY SELECT known, holder;
END $$;
"""
