/// Divides the file descriptors of a process between checks, HTTP connections and everything else.
///
/// External connections get a fixed share, so that they cannot take the descriptors that the process itself needs.
package struct DescriptorBudget: Sendable, Equatable {
    /// The needs of a process.
    package struct Demand: Sendable {
        /// The desired number of checks in flight. Nil if the process runs none.
        package var checks: Int?
        /// Whether the main listener serves the API and pages, rather than only health and metrics.
        package var servesPeople: Bool
        /// Whether health and metrics have their own listener.
        package var hasOperationsListener: Bool
        package var databaseConnections: Int
        /// Each has an epoll instance, a timer and a wake-up descriptor.
        package var eventLoops: Int

        package init(
            checks: Int?, servesPeople: Bool, hasOperationsListener: Bool, databaseConnections: Int, eventLoops: Int
        ) {
            self.checks = checks
            self.servesPeople = servesPeople
            self.hasOperationsListener = hasOperationsListener
            self.databaseConnections = databaseConnections
            self.eventLoops = eventLoops
        }
    }

    /// The limit is too low for the process to work.
    package struct TooLow: Error, Equatable {
        package let limit: Int
        package let minLimit: Int
    }

    /// A check may connect to a second address before the first one has failed, or query a name server by TCP.
    private static let descriptorsPerCheck = 2
    /// Connections for health and metrics if a listener serves nothing else.
    private static let operationsShare = 24
    /// The minimum for checks and HTTP connections together.
    private static let minShare = 32
    private static let maxConnections = 20_000
    /// Logs, database files, Redis, name servers, signals, listening sockets, spilled results, the dashboard's files, alerts being sent.
    private static let fixedReserve = 80

    /// The limit that was divided.
    package let limit: Int
    /// Maximum number of checks in flight. 0 if the process runs none.
    package let checks: Int
    /// Maximum number of connections of the main listener.
    package let connections: Int
    /// Maximum number of connections of the operations listener. 0 if there is none.
    package let operationsConnections: Int

    /// - Parameter limit: the RLIMIT_NOFILE in force.
    package init(limit: Int, _ demand: Demand) throws(TooLow) {
        let reserve = Self.fixedReserve + demand.databaseConnections + 3 * demand.eventLoops
        let operations = demand.hasOperationsListener ? Self.operationsShare : 0
        let rest = limit - reserve - operations
        guard rest >= Self.minShare else {
            throw TooLow(limit: limit, minLimit: reserve + operations + Self.minShare)
        }
        let maxForChecks = demand.servesPeople ? rest / 2 : rest - Self.operationsShare
        let checks = demand.checks.map { max(min($0, maxForChecks / Self.descriptorsPerCheck), 1) } ?? 0
        self.limit = limit
        self.checks = checks
        let maxConnections = demand.servesPeople ? Self.maxConnections : Self.operationsShare
        self.connections = min(rest - checks * Self.descriptorsPerCheck, maxConnections)
        self.operationsConnections = operations
    }
}
