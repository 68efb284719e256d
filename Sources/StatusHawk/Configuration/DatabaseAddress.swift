import Foundation
import HawkCore
import HawkEngine
import HawkStore

/// The database that `DATABASE_URL` names.
enum DatabaseAddress: Sendable, Equatable {
    case sqlite(path: String)
    /// The URL may contain a password.
    case postgreSQL(url: Secret)

    init(_ source: ConfigurationSource, in directory: String) throws(ConfigurationError) {
        let url = source[.databaseURL] ?? "sqlite:"
        if url.hasPrefix("sqlite:") {
            let path = url.dropFirst("sqlite:".count)
            self = .sqlite(path: path.isEmpty ? "\(directory)/statushawk.db" : String(path.trimmingPrefix("//")))
        } else if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") {
            guard PostgreSQLDatabase.understands(url: Secret(url)) else {
                throw ConfigurationError(
                    .databaseURL,
                    "must be a URL with parameters that libpq supports, such as postgres://user:password@host:5432/database"
                )
            }
            self = .postgreSQL(url: Secret(url))
        } else {
            throw ConfigurationError(.databaseURL, "must begin with sqlite: or postgres://")
        }
    }

    var isSQLite: Bool { if case .sqlite = self { true } else { false } }

    /// Requires that the installation exists, so that a mistyped path does not create a new one.
    func requireFile() throws(ConfigurationError) {
        guard case .sqlite(let path) = self, !FileManager.default.fileExists(atPath: path) else { return }
        throw ConfigurationError("\(path) does not exist: STATUSHAWK_DATA_DIR or DATABASE_URL must name an installation")
    }

    /// Opens the database and migrates it to this version's schema.
    ///
    /// - Parameters:
    ///   - poolSize: The maximum number of connections to PostgreSQL.
    ///   - ports: The ports that this process listens on.
    ///   - clock: The clock for SQLite. PostgreSQL has its own, which all processes share.
    func open(poolSize: Int, ports: [Int] = [], clock: SystemClock) async throws -> any Database {
        let database: any Database
        switch self {
        case .sqlite(let path):
            FilePrivacy.begin()
            try FilePrivacy.secure(sqlite: path)
            database = try SQLiteDatabase(path: path, clock: clock)
        case .postgreSQL(let url): database = try await PostgreSQLDatabase(url: url, poolSize: poolSize, ports: ports)
        }
        do {
            try await database.read { db in try CopyRepository().requireFinished(in: db) }
            try await Migrations.all.apply(to: database)
            try await database.write { db in try ResultPartitions().prepare(around: db.now(), in: db) }
            return database
        } catch {
            await database.close()
            throw error
        }
    }
}

extension DatabaseAddress: CustomStringConvertible {
    /// Hides the URL if it may contain a secret.
    var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgreSQL: Secret.mask
        }
    }
}
