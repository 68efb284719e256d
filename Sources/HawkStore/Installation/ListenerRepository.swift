/// The listeners of this installation's processes, as PostgreSQL sees its clients: their addresses, and the ports that each
/// process puts into its session name.
package struct ListenerRepository: Sendable {
    package struct Listener: Sendable, Hashable {
        /// Nil if the process connects to PostgreSQL through a Unix socket.
        package let address: String?
        package let port: Int
    }

    private static let prefix = "statushawk "

    package init() {}

    /// Returns the name of a PostgreSQL session.
    package static func applicationName(ports: [Int]) -> String {
        ports.isEmpty ? "statushawk" : self.prefix + ports.map(String.init).joined(separator: " ")
    }

    /// Returns the listeners. None on SQLite, which has only one process, and none if PostgreSQL's URL sets another session name.
    package func all(in db: any Connection) throws -> Set<Listener> {
        guard db.dialect == .postgreSQL else { return [] }
        let processes = try db.rows(
            """
            SELECT DISTINCT host(client_addr), application_name
            FROM pg_stat_activity
            WHERE datname = current_database() AND usename = current_user AND application_name LIKE 'statushawk %'
            """
        ) { (address: try $0.next(String?.self), name: try $0.next(String.self)) }
        return Set(
            processes.flatMap { process in
                process.name.dropFirst(Self.prefix.count).split(separator: " ").compactMap { Int($0) }
                    .map { Listener(address: process.address, port: $0) }
            })
    }
}
