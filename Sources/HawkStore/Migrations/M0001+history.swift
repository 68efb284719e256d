extension M0001 {
    static let history: [SQL] = [
        // The janitor may remove results below `slot`, which only grows.
        """
        CREATE TABLE watermarks (
          name TEXT PRIMARY KEY,
          slot BIGINT NOT NULL
        )
        """,
        "INSERT INTO watermarks (name, slot) VALUES ('results', 0)",
        // One result for each (monitor, location, slot). In the key, the slot precedes the location, so that a page of a
        // monitor's history is one range, however many locations it has.
        """
        CREATE TABLE results (
          monitor_id BIGINT NOT NULL,
          slot BIGINT NOT NULL,
          location TEXT NOT NULL,
          started_at BIGINT NOT NULL,
          finished_at BIGINT NOT NULL,
          interval_ms BIGINT NOT NULL,
          revision BIGINT NOT NULL,
          outcome BIGINT NOT NULL,
          reason TEXT NOT NULL,
          message TEXT NOT NULL,
          status_code BIGINT,
          attempts BIGINT NOT NULL,
          first_failed_at BIGINT,
          latency_us BIGINT NOT NULL,
          dns_us BIGINT,
          connect_us BIGINT,
          tls_us BIGINT,
          first_byte_us BIGINT,
          transfer_us BIGINT,
          anomalous BOOLEAN NOT NULL,
          z_score DOUBLE PRECISION,
          PRIMARY KEY (monitor_id, slot, location)
        ) \(.partitionedBySlot)
        """,
        // attempts: JSON of every attempt's evidence.
        """
        CREATE TABLE evidence (
          monitor_id BIGINT NOT NULL,
          slot BIGINT NOT NULL,
          location TEXT NOT NULL,
          attempts TEXT NOT NULL,
          PRIMARY KEY (monitor_id, slot, location)
        )
        """,
        "CREATE TABLE hourly_rollups (hour BIGINT NOT NULL, \(rollupColumns), PRIMARY KEY (monitor_id, hour, location)) \(.clustered)",
        "CREATE TABLE daily_rollups (day BIGINT NOT NULL, \(rollupColumns), PRIMARY KEY (monitor_id, day, location)) \(.clustered)",
    ]

    /// latencies: the bytes of a LatencyHistogram.
    private static let rollupColumns: SQL = """
        monitor_id BIGINT NOT NULL,
        location TEXT NOT NULL,
        checks BIGINT NOT NULL,
        up BIGINT NOT NULL,
        degraded BIGINT NOT NULL,
        down BIGINT NOT NULL,
        unknown BIGINT NOT NULL,
        anomalous BIGINT NOT NULL,
        measured_ms BIGINT NOT NULL,
        downtime_ms BIGINT NOT NULL,
        latency_sum_us BIGINT NOT NULL,
        latency_min_us BIGINT,
        latency_max_us BIGINT,
        latencies BYTEA NOT NULL
        """

    /// Makes results append-only. Only retention removes results, the oldest first.
    static func appendOnlyResults(_ dialect: Dialect) -> [SQL] {
        switch dialect {
        case .sqlite:
            [
                """
                CREATE TRIGGER results_refuse_update BEFORE UPDATE ON results
                BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
                """,
                """
                CREATE TRIGGER results_refuse_delete BEFORE DELETE ON results
                WHEN OLD.slot >= coalesce((SELECT slot FROM watermarks WHERE name = 'results'), 0)
                BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
                """,
                """
                CREATE TRIGGER watermarks_only_grow BEFORE UPDATE ON watermarks
                WHEN NEW.slot < OLD.slot OR NEW.name <> OLD.name
                BEGIN SELECT RAISE(ABORT, 'a watermark only grows'); END
                """,
            ]
        case .postgreSQL:
            [
                """
                CREATE TRIGGER results_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON results
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
                """
            ] + self.postgreSQL
        }
    }
}
