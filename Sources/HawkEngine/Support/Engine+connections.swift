import HawkStore

extension Engine {
    /// Tells Prometheus how busy the connections to the database are, where there is a pool of them.
    package func meterConnections() {
        let database = self.database
        guard database.use != nil else { return }
        self.metrics.gauge("statushawk_database_connections", "Connections to the database that there may be.")
            .read { Double(database.use?.size ?? 0) }
        self.metrics.gauge("statushawk_database_connections_busy", "Connections to the database that are in use.")
            .read { Double(database.use?.busy ?? 0) }
        self.metrics.gauge("statushawk_database_waiting", "Transactions that wait for a connection to the database.")
            .read { Double(database.use?.waiting ?? 0) }
    }
}
