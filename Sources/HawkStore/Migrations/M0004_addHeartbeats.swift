extension Migration {
    /// Heartbeat monitors, their pings, and when pings could be received.
    static let addHeartbeats = Migration(version: 4, name: "addHeartbeats") { _ in
        [
            // open_runs: JSON. settled_at: up to when it is evaluated; null before its first ping.
            """
            CREATE TABLE heartbeats (
              monitor_id BIGINT PRIMARY KEY,
              ping_key TEXT NOT NULL UNIQUE,
              pings BIGINT NOT NULL,
              open_runs TEXT NOT NULL,
              settled_at BIGINT
            )
            """,
            // The newest pings of each monitor, numbered from its first.
            """
            CREATE TABLE pings (
              monitor_id BIGINT NOT NULL,
              number BIGINT NOT NULL,
              at BIGINT NOT NULL,
              kind TEXT NOT NULL,
              exit_status BIGINT,
              run_id TEXT,
              duration_ms BIGINT,
              sender TEXT,
              body TEXT,
              PRIMARY KEY (monitor_id, number)
            )
            """,
            // The spans of time in which an api process could receive pings.
            """
            CREATE TABLE intakes (
              from_at BIGINT PRIMARY KEY,
              until_at BIGINT NOT NULL
            )
            """,
        ]
    }
}
