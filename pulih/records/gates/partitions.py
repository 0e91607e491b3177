"""Gates that keep the months of the trail ready. They run as the owner, who may create tables."""

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
