extension M0001 {
    static let monitors: [SQL] = [
        // settings, anomaly, tags, locations, depends_on, channel_ids (null: the default channels): JSON, opaque to the database.
        // search_key is name and target, tags_key the tags between line feeds, both in lower case, for LIKE.
        """
        CREATE TABLE monitors (
          id \(.generatedID),
          organization_id BIGINT NOT NULL REFERENCES organizations (id),
          name TEXT NOT NULL,
          type TEXT NOT NULL,
          target TEXT NOT NULL,
          interval_ms BIGINT NOT NULL CHECK (interval_ms > 0),
          timeout_ms BIGINT NOT NULL CHECK (timeout_ms > 0),
          confirmations BIGINT NOT NULL,
          confirmation_delay_ms BIGINT NOT NULL,
          recovery_confirmations BIGINT NOT NULL,
          locations TEXT NOT NULL,
          quorum BIGINT NOT NULL,
          settings TEXT NOT NULL,
          sealed_settings BYTEA,
          anomaly TEXT NOT NULL,
          tags TEXT NOT NULL,
          group_name TEXT,
          depends_on TEXT NOT NULL,
          channel_ids TEXT,
          search_key TEXT NOT NULL,
          tags_key TEXT NOT NULL,
          paused BOOLEAN NOT NULL,
          revision BIGINT NOT NULL,
          version BIGINT NOT NULL,
          created_at BIGINT NOT NULL,
          updated_at BIGINT NOT NULL,
          effective_at BIGINT NOT NULL,
          deleted_at BIGINT
        )
        """,
        "CREATE INDEX monitors_organization ON monitors (organization_id, id)",
        "CREATE INDEX monitors_updated ON monitors (updated_at)",
        // until_at is set once, when the monitor is resumed.
        """
        CREATE TABLE pauses (
          monitor_id BIGINT NOT NULL,
          from_at BIGINT NOT NULL,
          until_at BIGINT,
          PRIMARY KEY (monitor_id, from_at)
        ) \(.clustered)
        """,
        // Updated by every check: no index except the key. state is LocationState.bytes; the other columns repeat what lists
        // need.
        """
        CREATE TABLE location_states (
          monitor_id BIGINT NOT NULL,
          location TEXT NOT NULL,
          version BIGINT NOT NULL,
          last_slot BIGINT,
          last_outcome BIGINT,
          last_latency_us BIGINT,
          verdict BIGINT NOT NULL,
          state BYTEA NOT NULL,
          PRIMARY KEY (monitor_id, location)
        ) \(.clustered)
        """,
        // Updated only when a location's verdict changes.
        """
        CREATE TABLE monitor_states (
          monitor_id BIGINT NOT NULL PRIMARY KEY,
          version BIGINT NOT NULL,
          verdict BIGINT NOT NULL,
          since BIGINT NOT NULL,
          incident_id BIGINT,
          anomaly_incident_id BIGINT
        ) \(.clustered)
        """,
        // expires_at decides who leads. epoch grows with each change of holder.
        """
        CREATE TABLE leases (
          name TEXT PRIMARY KEY,
          holder TEXT NOT NULL,
          epoch BIGINT NOT NULL,
          expires_at BIGINT NOT NULL,
          emitted_through BIGINT NOT NULL
        )
        """,
    ]
}
