-- Change of quality of life by domain, between the two measurements of the success rule.
-- A person rose when they rose in all their enrolments, and declined when they declined in any.
WITH units AS (
    SELECT programme AS column_code, domain, in_rule, completed, measured, increased, improved, declined
    FROM mart_domain
    UNION ALL
    SELECT 'people', domain, max(in_rule), min(completed), min(measured), min(increased), min(improved),
           min(measured) * max(declined)
    FROM mart_domain GROUP BY person_key, domain
)
SELECT column_code, domain, max(in_rule) AS in_rule,
       sum(measured) AS measured,
       sum(increased) AS increased,
       sum(completed * measured) AS completers_measured,
       sum(completed * increased) AS completers_increased,
       sum(improved) AS improved,
       sum(measured - improved - declined) AS unchanged,
       sum(declined) AS declined
FROM units GROUP BY column_code, domain ORDER BY column_code, domain
