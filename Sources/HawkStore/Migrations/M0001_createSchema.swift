extension Migration {
    /// The first schema. Its parts are in separate files: accounts, monitors, history, alerts.
    ///
    /// Instants (`…_at`, slots, hours) are milliseconds since the Unix epoch, UTC. Durations name their unit. Each table of a
    /// tenant has the tenant's id, except child tables that are reached only through their parent.
    static let createSchema = Migration(version: 1, name: "createSchema") { dialect in
        M0001.accounts + M0001.appendOnlyAudit(dialect) + M0001.monitors + M0001.history + M0001.appendOnlyResults(dialect)
            + M0001.alerts
    }
}

/// The statements of the first migration.
enum M0001 {}
