"""The gates for whoever holds a slip or the number of a complaint, and the only way to what slips said.

The application reads neither slips nor answers. An answer marks its slip, and in the same statement every
slip and every answer of the round is written anew under fresh random keys: transaction numbers, places on
disk and keys then say nothing about which came with which, or which came first.
"""

from pulih.records.gates.frame import HEADER

_OPEN = """
    FROM feedback_slip s JOIN feedback_round r ON r.id = s.round_id JOIN organisation o ON o.id = s.organisation_id
    WHERE s.code_hash = code AND NOT s.used
      AND (at AT TIME ZONE o.time_zone)::date BETWEEN r.opens_on AND r.closes_on
"""

OPEN_SLIP = f"""
CREATE FUNCTION gate.open_slip(code bytea, at timestamptz)
RETURNS TABLE (round_id uuid, title text, wave text, closes_on date, organisation_id integer) STABLE {HEADER} AS $$
BEGIN
    -- Nobody is signed in. A slip that was used, one that never was and one of a closed round find nothing alike.
    RETURN QUERY
    SELECT r.id, r.title, (SELECT w.name FROM wave w WHERE w.id = r.wave_id), r.closes_on, s.organisation_id
    {_OPEN};
END $$;
"""

LEAVE_FEEDBACK = f"""
CREATE FUNCTION gate.leave_feedback(code bytea, given jsonb, said text, typed boolean, at timestamptz)
RETURNS uuid {HEADER} AS $$
DECLARE
    asked uuid;
    office int;
BEGIN
    SELECT s.round_id INTO asked FROM feedback_slip s WHERE s.code_hash = code;
    IF asked IS NULL THEN
        RETURN NULL;
    END IF;
    -- One after the other in a round; whoever comes second with a slip sees that it was used.
    PERFORM pg_advisory_xact_lock(hashtext('pulih.voice'), hashtext(asked::text));
    SELECT s.organisation_id INTO office {_OPEN};
    IF office IS NULL OR typed AND office <> gate.caller() THEN
        RETURN NULL;
    END IF;
    UPDATE feedback_slip s SET used = s.used OR s.code_hash = code WHERE s.round_id = asked;
    WITH before AS (
        DELETE FROM feedback f WHERE f.round_id = asked RETURNING f.answers, f.text, f.on_paper
    ), together AS (
        SELECT gen_random_uuid() AS key, x.* FROM (
            SELECT * FROM before UNION ALL SELECT given, said, typed) x (answers, text, on_paper)
    )
    INSERT INTO feedback (id, organisation_id, round_id, answers, text, on_paper)
    SELECT t.key, office, asked, t.answers, t.text, t.on_paper FROM together t ORDER BY t.key;
    RETURN asked;
END $$;
"""

TALLY_FEEDBACK = f"""
CREATE FUNCTION gate.tally_feedback(of_wave uuid, at timestamptz)
RETURNS TABLE (round_id uuid, slips integer, answers integer, tally jsonb, texts text[]) STABLE {HEADER} AS $$
DECLARE
    caller int := gate.caller();
    fewest CONSTANT int := 5;
BEGIN
    -- Nothing of a round that is open, no figure of fewer than five, and never one answer beside another:
    -- counts leave this gate, not slips.
    RETURN QUERY
    SELECT r.id, (SELECT count(*) FROM feedback_slip s WHERE s.round_id = r.id)::int,
           n.answers, CASE WHEN n.answers >= fewest THEN c.tally END, CASE WHEN n.answers >= fewest THEN c.texts END
    FROM feedback_round r JOIN organisation o ON o.id = r.organisation_id
    LEFT JOIN LATERAL (
        SELECT count(*)::int AS answers FROM feedback f WHERE f.round_id = r.id
    ) n ON (at AT TIME ZONE o.time_zone)::date > r.closes_on
    LEFT JOIN LATERAL (
        SELECT coalesce((SELECT jsonb_object_agg(q.question, q.points) FROM (
                   SELECT p.question, jsonb_object_agg(p.points, p.count) AS points FROM (
                       SELECT e.key AS question, e.value AS points, count(*) AS count
                       FROM feedback f, jsonb_each_text(f.answers) e WHERE f.round_id = r.id GROUP BY 1, 2) p
                   GROUP BY p.question HAVING sum(p.count) >= fewest) q), '{{}}') AS tally,
               coalesce((SELECT array_agg(f.text ORDER BY md5(f.id::text)) FROM feedback f
                         WHERE f.round_id = r.id AND f.text <> ''), '{{}}') AS texts
    ) c ON n.answers >= fewest
    WHERE r.organisation_id = caller AND r.wave_id = of_wave;
END $$;
"""

ASK_COMPLAINT = f"""
CREATE FUNCTION gate.ask_complaint(asked text)
RETURNS TABLE (received_on date, owed_by date, answered_on date, decision text, answer text) STABLE {HEADER} AS $$
BEGIN
    -- State and answer, to whoever holds the number; neither what was complained of nor who complained.
    RETURN QUERY
    SELECT c.received_on, c.owed_by, c.answered_on, c.decision, c.answer FROM complaint c WHERE c.reference = asked;
END $$;
"""

VOICE = (
    OPEN_SLIP,
    LEAVE_FEEDBACK,
    TALLY_FEEDBACK,
    ASK_COMPLAINT,
    "REVOKE EXECUTE ON FUNCTION gate.open_slip(bytea, timestamptz),"
    " gate.leave_feedback(bytea, jsonb, text, boolean, timestamptz), gate.tally_feedback(uuid, timestamptz),"
    " gate.ask_complaint(text) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION gate.open_slip(bytea, timestamptz),"
    " gate.leave_feedback(bytea, jsonb, text, boolean, timestamptz), gate.tally_feedback(uuid, timestamptz),"
    " gate.ask_complaint(text) TO pulih_app",
)
"""Statements run as the gate's role, in order."""

VOICE_GRANTS = (
    "GRANT SELECT ON feedback_round TO pulih_gate",
    "GRANT SELECT, UPDATE (used) ON feedback_slip TO pulih_gate",
    "GRANT SELECT, INSERT, DELETE ON feedback TO pulih_gate",
    "GRANT SELECT (id, name) ON wave TO pulih_gate",
    "GRANT SELECT (time_zone) ON organisation TO pulih_gate",
    "GRANT SELECT (reference, received_on, owed_by, answer, decision, answered_on) ON complaint TO pulih_gate",
)
"""Statements run as the owner before: what the gate may touch."""
