-- Where everybody went who started; each in exactly one place.
-- A person with two enrolments stands where the first that did not complete stands: still running before
-- left, the earlier end first, then by programme.
WITH ranked AS (
    SELECT person_key, place_group, place_reason,
           row_number() OVER (PARTITION BY person_key ORDER BY place_rank, ended_on, programme) AS place
    FROM mart_enrolment WHERE removed = 0
), units AS (
    SELECT programme AS column_code, place_group, place_reason FROM mart_enrolment WHERE removed = 0
    UNION ALL
    SELECT 'people', place_group, place_reason FROM ranked WHERE place = 1
)
SELECT column_code, place_group, place_reason, count(*) AS units
FROM units GROUP BY column_code, place_group, place_reason
ORDER BY column_code, place_group, place_reason
