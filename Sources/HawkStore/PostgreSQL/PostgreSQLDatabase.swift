package import HawkCore

/// A PostgreSQL server, version 14 or newer, reached through libpq by a pool of connections.
package final class PostgreSQLDatabase: Database {
    private let pool: ConnectionPool
    private let reservedPool: ConnectionPool

    /// Dials, and looks whether the server can be used.
    ///
    /// - Parameters:
    ///   - url: as libpq reads it, with its parameters.
    ///   - poolSize: how many connections there may be, besides the reserved one.
    ///   - ports: where this process listens, for `ListenerRepository`.
    ///   - clock: what `Connection.now()` reads; nil, as it should be wherever processes share the server, for the server's own.
    /// - Throws: `StoreError.unusable` for a server that is too old or cannot be reached, or where rights are missing.
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

    /// Whether libpq can read a URL.
    package static func understands(url: Secret) -> Bool { PostgreSQLAddress(url) != nil }

    /// The servers that a URL names; none where they are reached by a socket of this machine.
    package static func servers(in url: Secret) -> [(host: String, port: Int)] { PostgreSQLAddress(url)?.servers ?? [] }

    package var reserved: any Database { self.reservedPool }
    package var use: ConnectionUse? { self.pool.use }
    package var longestStatement: Duration { max(self.pool.longestStatement, self.reservedPool.longestStatement) }

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
