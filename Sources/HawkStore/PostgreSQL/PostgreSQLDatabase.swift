package import HawkCore

/// A PostgreSQL server, version 14 or newer, used through a pool of libpq connections.
package final class PostgreSQLDatabase: Database {
    private let pool: ConnectionPool
    private let reservedPool: ConnectionPool

    /// Connects and checks whether the server can be used.
    ///
    /// - Parameters:
    ///   - url: in libpq's format, with its parameters.
    ///   - poolSize: the maximum number of connections, besides the reserved one.
    ///   - ports: the ports of this process's listeners, for `ListenerRepository`.
    ///   - clock: the clock of `Connection.now()`, or nil for the server's own, which processes that share the server should use.
    /// - Throws: `StoreError.unusable` if the server is too old or cannot be reached, or if permissions are missing.
    package init(
        url: Secret, poolSize: Int = 4, ports: [Int] = [], clock: (any WallClock)? = nil,
        limits: PostgreSQLLimits = PostgreSQLLimits()
    ) async throws {
        let name = ListenerRepository.applicationName(ports: ports)
        guard let address = PostgreSQLAddress(url, applicationName: name) else {
            throw StoreError.unusable("the PostgreSQL URL is invalid")
        }
        let makeWorker = { @Sendable in ConnectionWorker(address, limits, clock: clock) }
        self.pool = ConnectionPool(size: poolSize, limits: limits, makeWorker: makeWorker)
        self.reservedPool = ConnectionPool(size: 1, limits: limits, makeWorker: makeWorker)
        do {
            try await self.pool.run { try $0.inspect() }
        } catch {
            await self.close()
            throw error
        }
    }

    /// Returns whether libpq can parse a URL.
    package static func understands(url: Secret) -> Bool { PostgreSQLAddress(url) != nil }

    /// Returns the servers in a URL. A server behind a Unix socket counts as one of this machine.
    package static func servers(in url: Secret) -> [(host: String, port: Int)] { PostgreSQLAddress(url)?.servers ?? [] }

    package var reserved: any Database { self.reservedPool }
    package var use: ConnectionUse? { self.pool.use }
    package var maxStatementDuration: Duration { max(self.pool.maxStatementDuration, self.reservedPool.maxStatementDuration) }

    package func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await self.pool.read(body)
    }

    @discardableResult
    package func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await self.pool.write(body)
    }

    package func hurry(within limit: Duration) {
        self.pool.hurry(within: limit)
        self.reservedPool.hurry(within: limit)
    }

    package func close() async {
        await self.pool.close()
        await self.reservedPool.close()
    }
}
