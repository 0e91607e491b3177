-- How many started, and how many completed: enrolments by programme, and people.
-- A person started when any of their enrolments did, and completed when all of those did.
WITH units AS (
    SELECT programme AS column_code, removed, completed, measured_both, better FROM mart_enrolment
    UNION ALL
    SELECT 'people', min(removed), min(CASE WHEN removed = 1 THEN 1 ELSE completed END),
           min(CASE WHEN removed = 1 THEN 1 ELSE measured_both END), min(CASE WHEN removed = 1 THEN 1 ELSE better END)
    FROM mart_enrolment GROUP BY person_key
)
SELECT column_code,
       count(*) AS ever_admitted,
       sum(removed) AS removed,
       sum(1 - removed) AS started,
       sum((1 - removed) * completed) AS completed,
       sum((1 - removed) * measured_both) AS measured_both,
       sum((1 - removed) * better) AS better,
       sum((1 - removed) * completed * measured_both) AS completers_measured,
       sum((1 - removed) * completed * measured_both * better) AS completers_better
FROM units GROUP BY column_code ORDER BY column_code
