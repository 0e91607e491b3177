"""Gates that keep the months ready of what grows without end. They run as the owner, who may create tables.

`WALL_PARTITION` and `ENSURE_PARTITIONS` are what 0002 made, for the trail alone. `MONTHS` replaces them in
0016, for every table that is partitioned by one date, whatever that column is called. The owner asks for
the months of a span with `SELECT gate.ensure_months('attendance', '2019-01-01', '2024-12-31')`; the
application and the worker can only ask for what is due, with `gate.ensure_partitions()`.
"""

OWNERS = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

WALL_PARTITION = f"""
CREATE FUNCTION gate.wall_partition(child text, parent text) RETURNS void {OWNERS} AS $$
DECLARE
    policy record;
BEGIN
    -- A partition that is granted or unwalled bypasses its parent's wall.
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, pulih_app, pulih_reader', child);
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', child);
    FOR policy IN SELECT polname, CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT'
                         WHEN 'w' THEN 'UPDATE' ELSE 'DELETE' END AS cmd,
                         pg_get_expr(polqual, polrelid) AS qual, pg_get_expr(polwithcheck, polrelid) AS chk
                  FROM pg_policy WHERE polrelid = ('public.' || parent)::regclass LOOP
        EXECUTE format('CREATE POLICY %I ON public.%I FOR %s', policy.polname, child, policy.cmd)
            || coalesce(' USING (' || policy.qual || ')', '')
            || coalesce(' WITH CHECK (' || policy.chk || ')', '');
    END LOOP;
END $$;
"""

ENSURE_PARTITIONS = f"""
CREATE FUNCTION gate.add_month(parent text, month date) RETURNS void {OWNERS} AS $$
DECLARE
    child text := parent || '_' || to_char(month, 'YYYY_MM');
    next_month date := (month + interval '1 month')::date;
BEGIN
    -- Attached, not created in place: that would lock the parent against every writer.
    EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS'
                   ' INCLUDING INDEXES)', child, parent);
    PERFORM gate.wall_partition(child, parent);
    -- Rows that came before their month existed lie in the rest; they move in, or it could not be attached.
    EXECUTE format('WITH moved AS (DELETE FROM public.%I WHERE day >= %L AND day < %L RETURNING *)'
                   ' INSERT INTO public.%I SELECT * FROM moved', parent || '_rest', month, next_month, child);
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                   parent, child, month, next_month);
END $$;

CREATE FUNCTION gate.ensure_partitions(today date DEFAULT current_date) RETURNS integer
{OWNERS} SET lock_timeout = '500ms' AS $$
DECLARE
    parent text;
    month date;
    made int := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('pulih.partitions'));
    FOREACH parent IN ARRAY ARRAY['audit_event', 'read_event'] LOOP
        FOR step IN 0..3 LOOP
            month := (date_trunc('month', today) + make_interval(months => step))::date;
            CONTINUE WHEN to_regclass('public.' || parent || '_' || to_char(month, 'YYYY_MM')) IS NOT NULL;
            BEGIN
                PERFORM gate.add_month(parent, month);
                made := made + 1;
            EXCEPTION WHEN lock_not_available THEN
                RAISE WARNING 'gate: % for % waits for a quieter moment', parent, month;
                RETURN made;
            END;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;
"""

_MONTH_COLUMN = f"""
CREATE FUNCTION gate.month_column(parent text) RETURNS text STABLE {OWNERS} AS $$
BEGIN
    RETURN (SELECT a.attname FROM pg_partitioned_table p
            JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
            WHERE p.partrelid = format('public.%I', parent)::regclass AND p.partstrat = 'r'
              AND p.partnatts = 1 AND a.atttypid = 'date'::regtype);
END $$;
"""

_WALL_PARTITION_OF_ANY = f"""
CREATE OR REPLACE FUNCTION gate.wall_partition(child text, parent text) RETURNS void {OWNERS} AS $$
DECLARE
    policy record;
    its_own text := '\\m' || parent || '\\.';
BEGIN
    -- A partition that is granted or unwalled bypasses its parent's wall.
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, pulih_app, pulih_reader, pulih_gate', child);
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', child);
    FOR policy IN SELECT polname, CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT'
                         WHEN 'w' THEN 'UPDATE' ELSE 'DELETE' END AS cmd,
                         pg_get_expr(polqual, polrelid) AS qual, pg_get_expr(polwithcheck, polrelid) AS chk
                  FROM pg_policy WHERE polrelid = format('public.%I', parent)::regclass LOOP
        EXECUTE format('CREATE POLICY %I ON public.%I FOR %s', policy.polname, child, policy.cmd)
            || coalesce(' USING (' || regexp_replace(policy.qual, its_own, child || '.', 'g') || ')', '')
            || coalesce(' WITH CHECK (' || regexp_replace(policy.chk, its_own, child || '.', 'g') || ')', '');
    END LOOP;
END $$;
"""

_ADD_MONTH_OF_ANY = f"""
CREATE OR REPLACE FUNCTION gate.add_month(parent text, month date) RETURNS void {OWNERS} AS $$
DECLARE
    child text := parent || '_' || to_char(month, 'YYYY_MM');
    day text := gate.month_column(parent);
    next_month date := (month + interval '1 month')::date;
BEGIN
    -- Attached, not created in place: that would lock the parent against every writer.
    EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS'
                   ' INCLUDING INDEXES)', child, parent);
    PERFORM gate.wall_partition(child, parent);
    -- Rows that came before their month existed lie in the rest; they move in, or it could not be attached.
    -- Nobody may add another between the two.
    EXECUTE format('LOCK TABLE public.%I IN ACCESS EXCLUSIVE MODE', parent || '_rest');
    EXECUTE format('WITH moved AS (DELETE FROM public.%I WHERE %I >= %L AND %I < %L RETURNING *)'
                   ' INSERT INTO public.%I SELECT * FROM moved',
                   parent || '_rest', day, month, day, next_month, child);
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                   parent, child, month, next_month);
END $$;
"""

_ENSURE_MONTHS = f"""
CREATE FUNCTION gate.ensure_months(parent text, first date, last date) RETURNS integer {OWNERS} AS $$
DECLARE
    month date := date_trunc('month', first)::date;
    made int := 0;
BEGIN
    IF gate.month_column(parent) IS NULL THEN
        RAISE EXCEPTION 'gate: % is not kept by month', parent USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('pulih.partitions'));
    WHILE month <= last LOOP
        IF to_regclass(format('public.%I', parent || '_' || to_char(month, 'YYYY_MM'))) IS NULL THEN
            PERFORM gate.add_month(parent, month);
            made := made + 1;
        END IF;
        month := (month + interval '1 month')::date;
    END LOOP;
    RETURN made;
END $$;
"""

_ENSURE_PARTITIONS_OF_ALL = f"""
CREATE OR REPLACE FUNCTION gate.ensure_partitions(today date DEFAULT current_date) RETURNS integer
{OWNERS} SET lock_timeout = '500ms' AS $$
DECLARE
    parent text;
    month date;
    made int := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('pulih.partitions'));
    FOR parent IN SELECT c.relname FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
                  WHERE c.relnamespace = 'public'::regnamespace AND gate.month_column(c.relname) IS NOT NULL
                  ORDER BY c.relname LOOP
        -- Attendance is entered late and corrected long after its day; the trail is only ever of now.
        FOR step IN CASE parent WHEN 'attendance' THEN -12 ELSE 0 END .. 3 LOOP
            month := (date_trunc('month', today) + make_interval(months => step))::date;
            CONTINUE WHEN to_regclass(format('public.%I', parent || '_' || to_char(month, 'YYYY_MM'))) IS NOT NULL;
            BEGIN
                PERFORM gate.add_month(parent, month);
                made := made + 1;
            EXCEPTION WHEN lock_not_available THEN
                RAISE WARNING 'gate: % for % waits for a quieter moment', parent, month;
                RETURN made;
            END;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;
"""

MONTHS = (
    _MONTH_COLUMN,
    _WALL_PARTITION_OF_ANY,
    _ADD_MONTH_OF_ANY,
    _ENSURE_MONTHS,
    _ENSURE_PARTITIONS_OF_ALL,
    "REVOKE EXECUTE ON FUNCTION gate.month_column(text), gate.ensure_months(text, date, date) FROM PUBLIC",
)
"""Owned by `pulih_owner`; made by 0016."""
