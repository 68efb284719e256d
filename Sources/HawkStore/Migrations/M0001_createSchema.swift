extension Migration {
    /// The first schema. Its parts stand in files of their own: accounts, monitors, history, alerts.
    ///
    /// Instants (`…_at`, slots, hours) are milliseconds since the Unix epoch, UTC; durations name their unit. Each table of a
    /// tenant's own carries the tenant; a child reached only through its parent does not.
    static let createSchema = Migration(version: 1, name: "createSchema") { dialect in
        M0001.accounts + M0001.appendOnlyAudit(dialect) + M0001.monitors + M0001.history + M0001.appendOnlyResults(dialect)
            + M0001.alerts
    }
}

/// The statements of the first migration.
enum M0001 {}
