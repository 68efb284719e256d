extension M0001 {
    /// Further statements for the history tables on PostgreSQL.
    ///
    /// `results` has one partition per day of the slot, UTC: `results_20261124`. Retention drops whole days, which bypasses the
    /// triggers of the table. The functions here allow that only below the watermark.
    static let postgreSQL: [SQL] = [
        // A day is created separately and then attached, which does not block writers of other days. The triggers of the table
        // itself do not fire for a statement that names a day.
        """
        CREATE FUNCTION prepare_result_days(first_slot BIGINT, last_slot BIGINT) RETURNS BIGINT LANGUAGE plpgsql AS $$
        DECLARE
          length CONSTANT BIGINT := 86400000;
          partition TEXT;
          made BIGINT := 0;
        BEGIN
          FOR day IN first_slot / length .. last_slot / length LOOP
            partition := 'results_' || to_char(DATE '1970-01-01' + day, 'YYYYMMDD');
            CONTINUE WHEN to_regclass(partition) IS NOT NULL;
            -- One at a time. Only a query sees what others committed while this one waited.
            PERFORM pg_advisory_xact_lock(4841575);
            CONTINUE WHEN EXISTS (
              SELECT FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
              WHERE inhparent = 'results'::regclass AND relname = partition
            );
            EXECUTE format('CREATE TABLE %I (LIKE results INCLUDING ALL)', partition);
            EXECUTE format(
              'CREATE TRIGGER results_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
               FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', partition);
            EXECUTE format(
              'ALTER TABLE results ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
              partition, day * length, (day + 1) * length);
            made := made + 1;
          END LOOP;
          RETURN made;
        END $$
        """,
        // Dropping waits for readers and blocks writers, so its wait is limited.
        """
        CREATE FUNCTION drop_oldest_result_day() RETURNS BIGINT LANGUAGE plpgsql AS $$
        DECLARE
          partition TEXT;
          estimate BIGINT;
        BEGIN
          SELECT child.relname, greatest(child.reltuples, 0) INTO partition, estimate
          FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
          WHERE inhparent = 'results'::regclass AND child.relname < (
            SELECT 'results_' || to_char(DATE '1970-01-01' + CAST(slot / 86400000 AS INTEGER), 'YYYYMMDD')
            FROM watermarks
            WHERE name = 'results'
          )
          ORDER BY child.relname
          LIMIT 1;
          IF partition IS NULL THEN RETURN NULL; END IF;
          PERFORM set_config('lock_timeout', '1000', TRUE);
          EXECUTE format('DROP TABLE %I', partition);
          RETURN estimate;
        END $$
        """,
        """
        CREATE FUNCTION refuse_shrinking() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.slot < OLD.slot OR NEW.name <> OLD.name THEN
            RAISE EXCEPTION 'a watermark only grows' USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER watermarks_only_grow BEFORE UPDATE ON watermarks
        FOR EACH ROW EXECUTE FUNCTION refuse_shrinking()
        """,
        // Every check rewrites its row. With free space beside it, that happens in place; without, the table and its index grow.
        "ALTER TABLE location_states SET (fillfactor = 50)",
    ]
}
