extension M0001 {
    static let alerts: [SQL] = [
        """
        CREATE TABLE incidents (
          id \(.generatedID),
          public_id TEXT NOT NULL UNIQUE,
          organization_id BIGINT NOT NULL REFERENCES organizations (id),
          title TEXT NOT NULL,
          cause TEXT NOT NULL,
          severity TEXT NOT NULL,
          status TEXT NOT NULL,
          started_at BIGINT NOT NULL,
          confirmed_at BIGINT,
          acknowledged_at BIGINT,
          resolved_at BIGINT,
          resolved_by_hand BOOLEAN NOT NULL,
          reason TEXT NOT NULL,
          message TEXT NOT NULL,
          version BIGINT NOT NULL,
          created_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX incidents_organization ON incidents (organization_id, id)",
        "CREATE INDEX incidents_open ON incidents (organization_id, id) WHERE resolved_at IS NULL",
        "CREATE INDEX incidents_resolved ON incidents (organization_id, resolved_at) WHERE resolved_at IS NOT NULL",
        """
        CREATE TABLE incident_monitors (
          incident_id BIGINT NOT NULL REFERENCES incidents (id),
          monitor_id BIGINT NOT NULL REFERENCES monitors (id),
          PRIMARY KEY (incident_id, monitor_id)
        ) \(.clustered)
        """,
        "CREATE INDEX incident_monitors_monitor ON incident_monitors (monitor_id, incident_id)",
        // author_id null: written by the program.
        """
        CREATE TABLE incident_updates (
          id \(.generatedID),
          incident_id BIGINT NOT NULL REFERENCES incidents (id),
          status TEXT NOT NULL,
          message TEXT NOT NULL,
          is_public BOOLEAN NOT NULL,
          author_id BIGINT REFERENCES users (id),
          created_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX incident_updates_incident ON incident_updates (incident_id, id)",
        // status, reason and message are those at the time of the event. planned_at null: no notifier has seen it yet.
        """
        CREATE TABLE alert_events (
          id \(.generatedID),
          organization_id BIGINT NOT NULL REFERENCES organizations (id),
          incident_id BIGINT REFERENCES incidents (id),
          monitor_id BIGINT REFERENCES monitors (id),
          kind TEXT NOT NULL,
          sequence BIGINT NOT NULL,
          occurred_at BIGINT NOT NULL,
          created_at BIGINT NOT NULL,
          status TEXT NOT NULL,
          reason TEXT NOT NULL,
          message TEXT NOT NULL,
          planned_at BIGINT
        )
        """,
        "CREATE UNIQUE INDEX alert_events_once ON alert_events (incident_id, kind, sequence) WHERE incident_id IS NOT NULL",
        "CREATE UNIQUE INDEX alert_events_monitor_once ON alert_events (monitor_id, kind, sequence) WHERE incident_id IS NULL",
        "CREATE INDEX alert_events_unplanned ON alert_events (id) WHERE planned_at IS NULL",
        """
        CREATE TABLE channels (
          id \(.generatedID),
          organization_id BIGINT NOT NULL REFERENCES organizations (id),
          name TEXT NOT NULL,
          type TEXT NOT NULL,
          config TEXT NOT NULL,
          sealed_config BYTEA,
          is_default BOOLEAN NOT NULL,
          enabled BOOLEAN NOT NULL,
          last_error TEXT,
          version BIGINT NOT NULL,
          created_at BIGINT NOT NULL,
          updated_at BIGINT NOT NULL,
          deleted_at BIGINT
        )
        """,
        "CREATE INDEX channels_organization ON channels (organization_id, id)",
        // key: identifies a repeat to the receiver. claimed_until null: no notifier is sending it.
        """
        CREATE TABLE deliveries (
          id \(.generatedID),
          organization_id BIGINT NOT NULL REFERENCES organizations (id),
          event_id BIGINT NOT NULL REFERENCES alert_events (id),
          channel_id BIGINT NOT NULL REFERENCES channels (id),
          incident_id BIGINT REFERENCES incidents (id),
          kind TEXT NOT NULL,
          key TEXT NOT NULL UNIQUE,
          status TEXT NOT NULL,
          attempts BIGINT NOT NULL,
          not_before BIGINT NOT NULL,
          held BOOLEAN NOT NULL,
          claimed_until BIGINT,
          claimed_by TEXT,
          last_error TEXT,
          created_at BIGINT NOT NULL,
          sent_at BIGINT,
          UNIQUE (event_id, channel_id)
        )
        """,
        "CREATE INDEX deliveries_organization ON deliveries (organization_id, id)",
        "CREATE INDEX deliveries_due ON deliveries (not_before, id) WHERE status = 'pending'",
        "CREATE INDEX deliveries_order ON deliveries (channel_id, incident_id, id) WHERE status = 'pending'",
        // sections: JSON. A deleted page leaves no row, because nothing refers to it.
        """
        CREATE TABLE status_pages (
          id \(.generatedID),
          organization_id BIGINT NOT NULL REFERENCES organizations (id),
          slug TEXT NOT NULL UNIQUE,
          title TEXT NOT NULL,
          description TEXT NOT NULL,
          published BOOLEAN NOT NULL,
          theme TEXT NOT NULL,
          history_days BIGINT NOT NULL,
          sections TEXT NOT NULL,
          version BIGINT NOT NULL,
          created_at BIGINT NOT NULL,
          updated_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX status_pages_organization ON status_pages (organization_id, id)",
    ]
}
