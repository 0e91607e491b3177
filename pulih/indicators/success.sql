-- Success by the rule fixed before the start: completed, better in every domain of the rule, urine test passed.
-- Judged by enrolment; a person succeeds when all of theirs do.
WITH judged AS (
    SELECT e.person_key, e.programme, e.completed * e.measured_both * e.better * u.passed AS success,
           e.completed * e.measured_both AS completer
    FROM mart_enrolment e JOIN mart_urine u ON u.enrolment_key = e.enrolment_key
    WHERE e.removed = 0
), units AS (
    SELECT programme AS column_code, success, completer FROM judged
    UNION ALL
    SELECT 'people', min(success), min(completer) FROM judged GROUP BY person_key
)
SELECT column_code, sum(success) AS success, sum(success * completer) AS completers_success
FROM units GROUP BY column_code ORDER BY column_code
