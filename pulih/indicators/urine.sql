-- The urine test of the rule's month, one state for everybody who started.
-- A person with two enrolments has the worst of their states, and passed when all their enrolments did.
WITH ranked AS (
    SELECT person_key, state, eligible, tested,
           min(passed) OVER (PARTITION BY person_key) AS passed,
           row_number() OVER (PARTITION BY person_key ORDER BY state_rank, state) AS place
    FROM mart_urine
), units AS (
    SELECT programme AS column_code, state, eligible, tested, passed FROM mart_urine
    UNION ALL
    SELECT 'people', state, eligible, tested, passed FROM ranked WHERE place = 1
)
SELECT column_code, state, count(*) AS units, sum(eligible) AS eligible, sum(tested) AS tested,
       sum(passed) AS passed
FROM units GROUP BY column_code, state ORDER BY column_code, state
