extension Migration {
    /// Whether the public may know of an incident that a person announced.
    static let addIncidentVisibility = Migration(version: 15, name: "addIncidentVisibility") { _ in
        [
            "ALTER TABLE incidents ADD COLUMN is_public BOOLEAN NOT NULL DEFAULT TRUE",
            // So far only the first entry of the timeline told.
            """
            UPDATE incidents
            SET is_public = FALSE
            WHERE cause = 'manual' AND (
              SELECT first.is_public FROM incident_updates AS first WHERE first.incident_id = incidents.id ORDER BY first.id LIMIT 1
            ) = FALSE
            """,
        ]
    }
}
