"""The gate for whoever holds a paper in hand: does it stand? Asked by nobody in particular, answered in few words."""

from pulih.records.gates.frame import HEADER

CONFIRM_DOCUMENT = f"""
CREATE FUNCTION gate.confirm_document(paper text)
RETURNS TABLE (kind text, office text, programme text, wave text, issued_on text, begun_on text,
               ended_on text, initials text, withdrawn_on date) {HEADER} AS $$
BEGIN
    -- Nobody is signed in, so no organisation acts. Only what the paper itself shows, and of a name the
    -- initials; a code that never was and one that is badly typed find the same nothing.
    RETURN QUERY
    SELECT d.kind, coalesce(d.facts ->> 'office', ''), coalesce(d.facts ->> 'programme', ''),
           coalesce(d.facts ->> 'wave', ''), coalesce(d.facts ->> 'on', ''),
           coalesce(d.facts ->> 'begun_on', ''), coalesce(d.facts ->> 'ended_on', ''),
           coalesce(d.facts ->> 'initials', ''), (d.withdrawn_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM public.document d WHERE d.code = paper;
END $$;
"""
