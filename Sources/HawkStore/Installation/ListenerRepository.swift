/// Where the processes of this installation listen, as PostgreSQL knows its clients: by their addresses, and by the ports that each
/// tells as the name of its sessions.
package struct ListenerRepository: Sendable {
    package struct Listener: Sendable, Hashable {
        /// nil: the process reaches PostgreSQL by a Unix socket.
        package let address: String?
        package let port: Int
    }

    private static let prefix = "statushawk "

    package init() {}

    /// What a session with PostgreSQL is called.
    package static func applicationName(ports: [Int]) -> String {
        ports.isEmpty ? "statushawk" : self.prefix + ports.map(String.init).joined(separator: " ")
    }

    /// None on SQLite, where there is one process only, and where the URL of PostgreSQL names the sessions otherwise.
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
