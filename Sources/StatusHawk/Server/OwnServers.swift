import Glibc
import HawkBroker
import HawkNet
import HawkStore

/// Where this installation's own PostgreSQL and Redis are, which are never targets.
enum OwnServers {
    /// Names as they resolve now: a server that gets another address while this process runs is dialled by it there, and not known here.
    static func endpoints(of configuration: ServerConfiguration) -> [Endpoint] {
        var servers: [(host: String, port: Int)] = []
        if case .postgreSQL(let url) = configuration.database { servers += PostgreSQLDatabase.servers(in: url) }
        if let redis = configuration.redis { servers.append((redis.host, redis.port)) }
        return servers.flatMap { server in
            Self.addresses(of: server.host).map { Endpoint(ip: $0, port: server.port) }
        }
    }

    /// None where the name does not resolve: then the server is not reached either, and whoever needs it says so.
    private static func addresses(of host: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        return sequence(first: found) { $0?.pointee.ai_next }.prefix { $0 != nil }
            .compactMap { $0?.pointee.ai_addr.flatMap { IPAddress($0) } }
    }
}
