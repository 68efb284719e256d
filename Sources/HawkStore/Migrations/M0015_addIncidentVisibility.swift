extension Migration {
    /// Whether an announcement is visible to the public.
    static let addIncidentVisibility = Migration(version: 15, name: "addIncidentVisibility") { _ in
        [
            "ALTER TABLE incidents ADD COLUMN is_public BOOLEAN NOT NULL DEFAULT TRUE",
            // Before, only the first entry of the timeline decided that.
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
