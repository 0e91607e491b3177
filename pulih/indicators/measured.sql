-- How many of those who started have each measurement of the plan; a person when all their enrolments have.
WITH owed AS (
    SELECT person_key, count(*) AS enrolments FROM mart_enrolment WHERE removed = 0 GROUP BY person_key
), people AS (
    SELECT m.person_key, m.point FROM mart_measure m JOIN owed o ON o.person_key = m.person_key
    GROUP BY m.person_key, m.point, o.enrolments HAVING count(*) = o.enrolments
), units AS (
    SELECT programme AS column_code, point FROM mart_measure
    UNION ALL
    SELECT 'people', point FROM people
)
SELECT column_code, point, count(*) AS units FROM units GROUP BY column_code, point ORDER BY column_code, point
