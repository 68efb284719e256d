import HawkStore

extension Engine {
    /// Adds metrics of the database connections, if there is a pool.
    package func meterConnections() {
        let database = self.database
        guard database.use != nil else { return }
        self.metrics.gauge("statushawk_database_connections", "Maximum number of database connections.")
            .read { Double(database.use?.size ?? 0) }
        self.metrics.gauge("statushawk_database_connections_busy", "Database connections in use.")
            .read { Double(database.use?.busy ?? 0) }
        self.metrics.gauge("statushawk_database_waiting", "Transactions waiting for a database connection.")
            .read { Double(database.use?.waiting ?? 0) }
    }
}
