"""The gate that makes two records of one person into one, in every table at once."""

from pulih.records.gates.frame import HEADER

MOVED = (
    "person_name", "sentence", "participant_category", "consent", "departure_question", "import_row",
    "enrolment", "status_change", "admission_exception", "transfer", "objection",
    "response_draft", "response", "score", "score_change", "task", "urine_test", "analyte_result",
    "second_look", "group_member", "attendance", "assignment", "document",
    "plan", "goal", "goal_progress", "plan_review", "skill_progress", "note",
    "incident", "time_away", "release_step", "complaint",
)  # fmt: skip
"""Tables whose rows move from one person to the other by their `person_id`."""

BY_HAND = ("stay", "person_access", "person_search", "person")
"""Tables that point at a person and that the gate treats each in its own way."""

STORY = ("audit_event", "read_event", "break_glass")
"""What was said and read of the other record stays under it: the story is never rewritten."""

# Named in a fixed order, so that two merges never wait for each other.
_MOVE = "\n    ".join(
    f"UPDATE {table} SET person_id = merge_people.kept WHERE person_id = merge_people.gone;"
    for table in sorted(MOVED)
)

MERGE_PEOPLE = f"""
CREATE FUNCTION gate.merge_people(kept uuid, gone uuid, key text, cipher bytea, why text)
RETURNS void {HEADER} AS $$
DECLARE
    caller int := gate.caller();
    one public.person;
    other public.person;
    mine public.stay;
    theirs public.stay;
BEGIN
    PERFORM 1 FROM person p WHERE p.id IN (merge_people.kept, merge_people.gone) ORDER BY p.id FOR UPDATE;
    SELECT * INTO one FROM person p WHERE p.id = merge_people.kept AND p.merged_into_id IS NULL;
    SELECT * INTO other FROM person p WHERE p.id = merge_people.gone AND p.merged_into_id IS NULL;
    IF one.id IS NULL OR other.id IS NULL OR one.id = other.id THEN
        RAISE EXCEPTION 'gate: not two records' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- One is in custody here; the other too, or it was here and nobody holds it now.
    IF NOT (gate.holds(caller, one.id) OR gate.holds(caller, other.id))
       OR NOT gate.may_merge(caller, one.id) OR NOT gate.may_merge(caller, other.id) THEN
        RAISE EXCEPTION 'gate: not yours to merge' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF one.national_number_hash IS DISTINCT FROM other.national_number_hash
       AND one.national_number_hash IS NOT NULL AND other.national_number_hash IS NOT NULL THEN
        RAISE EXCEPTION 'gate: two national numbers' USING ERRCODE = 'check_violation';
    END IF;

    -- Two open stays here were one: the other's is emptied onto its first day, so that it claims no day.
    SELECT * INTO mine FROM stay s WHERE s.person_id = one.id AND s.organisation_id = caller AND s.ended_on IS NULL;
    SELECT * INTO theirs FROM stay s
    WHERE s.person_id = other.id AND s.organisation_id = caller AND s.ended_on IS NULL;
    IF mine.id IS NOT NULL AND theirs.id IS NOT NULL THEN
        UPDATE stay s SET ended_on = s.started_on, how_ended = 'other', note = merge_people.why,
            revision = s.revision + 1 WHERE s.id = theirs.id;
        UPDATE stay s SET started_on = least(mine.started_on, theirs.started_on), revision = s.revision + 1
        WHERE s.id = mine.id;
    END IF;
    UPDATE stay SET person_id = one.id WHERE person_id = other.id;

    DELETE FROM response_draft d WHERE d.person_id = other.id AND EXISTS (
        SELECT 1 FROM response_draft k WHERE k.person_id = one.id AND k.organisation_id = d.organisation_id
        AND k.enrolment_id IS NOT DISTINCT FROM d.enrolment_id AND k.instrument = d.instrument
        AND k.point = d.point);
    UPDATE person_name n SET kind = 'alias' WHERE n.person_id = other.id AND n.kind = 'official';
    DELETE FROM person_name n WHERE n.person_id = other.id AND EXISTS (
        SELECT 1 FROM person_name k WHERE k.person_id = one.id AND lower(k.name) = lower(n.name));
    {_MOVE}
    IF lower(one.name) <> lower(other.name) AND NOT EXISTS (
        SELECT 1 FROM person_name n WHERE n.person_id = one.id AND lower(n.name) = lower(other.name)) THEN
        INSERT INTO person_name (id, person_id, name, kind) VALUES (gen_random_uuid(), one.id, other.name, 'alias');
    END IF;

    UPDATE person p SET merged_into_id = one.id WHERE p.id = other.id OR p.merged_into_id = other.id;
    UPDATE person p SET revision = p.revision + 1,
        birth_date = coalesce(p.birth_date, other.birth_date),
        birth_year = CASE WHEN p.birth_date IS NULL AND other.birth_date IS NULL
                          THEN coalesce(p.birth_year, other.birth_year) END,
        national_number_hash = coalesce(p.national_number_hash, other.national_number_hash),
        national_number_cipher = CASE WHEN p.national_number_hash IS NULL THEN merge_people.cipher
                                      ELSE p.national_number_cipher END,
        national_number_last4 = CASE WHEN p.national_number_hash IS NULL THEN other.national_number_last4
                                     ELSE p.national_number_last4 END
    WHERE p.id = one.id;

    UPDATE person_access SET person_id = one.id WHERE person_id = other.id;
    UPDATE person_access a SET valid_to = now()
    WHERE a.person_id = one.id AND a.account_id IS NULL AND (a.valid_to IS NULL OR a.valid_to > now())
      AND EXISTS (SELECT 1 FROM person_access b
                  WHERE b.person_id = one.id AND b.account_id IS NULL AND b.organisation_id = a.organisation_id
                    AND b.basis = a.basis AND (b.valid_to IS NULL OR b.valid_to > now())
                    AND (b.valid_from, b.id) < (a.valid_from, a.id));
    DELETE FROM person_search WHERE person_id IN (one.id, other.id);
    INSERT INTO person_search (organisation_id, person_id, name_key)
    SELECT DISTINCT a.organisation_id, one.id, merge_people.key FROM person_access a
    WHERE a.person_id = one.id AND a.account_id IS NULL AND a.basis <> 'episode'
      AND (a.valid_to IS NULL OR a.valid_to > now());
END $$;
"""

MAY_MERGE = f"""
CREATE FUNCTION gate.holds(office int, person uuid) RETURNS boolean STABLE {HEADER} AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM person_access a WHERE a.person_id = holds.person AND a.organisation_id = holds.office
        AND a.account_id IS NULL AND a.basis = 'custody' AND (a.valid_to IS NULL OR a.valid_to > now()));
END $$;

CREATE FUNCTION gate.may_merge(office int, person uuid) RETURNS boolean STABLE {HEADER} AS $$
BEGIN
    RETURN gate.holds(may_merge.office, may_merge.person) OR (
        EXISTS (SELECT 1 FROM person_access a WHERE a.person_id = may_merge.person
                AND a.organisation_id = may_merge.office AND a.basis = 'episode' AND a.valid_to IS NULL)
        AND NOT EXISTS (SELECT 1 FROM person_access a WHERE a.person_id = may_merge.person
                AND a.account_id IS NULL AND a.basis = 'custody' AND (a.valid_to IS NULL OR a.valid_to > now())));
END $$;
"""

HELD_ELSEWHERE = f"""
CREATE FUNCTION gate.held_elsewhere(person uuid) RETURNS boolean STABLE {HEADER} AS $$
DECLARE
    caller int := gate.caller();
BEGIN
    -- Answered only about somebody the caller has or had: else it would tell who is in prison.
    RETURN EXISTS (SELECT 1 FROM person_access a WHERE a.person_id = held_elsewhere.person
                   AND a.organisation_id = caller AND a.account_id IS NULL)
       AND EXISTS (SELECT 1 FROM person_access a WHERE a.person_id = held_elsewhere.person
                   AND a.organisation_id <> caller AND a.account_id IS NULL AND a.basis = 'custody'
                   AND (a.valid_to IS NULL OR a.valid_to > now()));
END $$;
"""

SURVIVOR = f"""
CREATE FUNCTION gate.survivor_of(wanted text) RETURNS text STABLE {HEADER} AS $$
DECLARE
    caller int := gate.caller();
BEGIN
    RETURN (SELECT k.reference FROM person p JOIN person k ON k.id = p.merged_into_id
            WHERE p.reference = survivor_of.wanted AND EXISTS (
                SELECT 1 FROM person_access a WHERE a.person_id = k.id AND a.organisation_id = caller
                AND a.account_id IS NULL AND (a.valid_to IS NULL OR a.valid_to > now())));
END $$;
"""

_CALLED = (
    "gate.merge_people(uuid, uuid, text, bytea, text), gate.held_elsewhere(uuid), gate.survivor_of(text)"
)
_OWN = "gate.holds(int, uuid), gate.may_merge(int, uuid)"

MERGING: tuple[str, ...] = (
    MAY_MERGE,
    MERGE_PEOPLE,
    HELD_ELSEWHERE,
    SURVIVOR,
    f"REVOKE EXECUTE ON FUNCTION {_CALLED}, {_OWN} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {_CALLED} TO pulih_app",
)
"""Statements run as the gate's role, in order."""

MERGING_GRANTS: tuple[str, ...] = (
    *(f"GRANT SELECT (person_id), UPDATE (person_id) ON {table} TO pulih_gate" for table in sorted(MOVED)),
    "GRANT SELECT, INSERT, UPDATE, DELETE ON person_name TO pulih_gate",
    "GRANT SELECT, DELETE ON response_draft TO pulih_gate",
    "GRANT SELECT, UPDATE ON stay TO pulih_gate",
)
"""Statements run as the owner before: what the gate may touch."""
