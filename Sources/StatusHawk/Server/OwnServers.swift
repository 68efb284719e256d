import Dispatch
import Glibc
import HawkBroker
import HawkNet
import HawkStore

/// Where this installation's own PostgreSQL and Redis are, which are never targets. Names are looked up as libpq and hiredis do it,
/// through the system's own resolver.
struct OwnServers: Sendable {
    /// A name that every translating name server knows (RFC 7050).
    private static let translated = "ipv4only.arpa"
    /// For look-ups, which block.
    private static let queue = DispatchQueue(label: "statushawk.own-servers")

    let all: [OwnServer]

    init(_ configuration: ServerConfiguration) {
        var servers: [(host: String, port: Int)] = []
        if case .postgreSQL(let url) = configuration.database { servers += PostgreSQLDatabase.servers(in: url) }
        if let redis = configuration.redis { servers.append((redis.host, redis.port)) }
        self.all = servers.map(OwnServer.init)
    }

    /// Tells the policy where they are now. Blocks while names are looked up.
    func tell(_ network: OwnNetwork) {
        let addresses = Dictionary(self.all.map { ($0, Self.addresses(of: $0.host)) }) { first, _ in first }
        network.learn(addresses)
    }

    /// The same without blocking who asks.
    /// - Parameter withTranslation: tells it also how this network translates.
    func tellLater(_ network: OwnNetwork, withTranslation: Bool) async {
        await withCheckedContinuation { done in
            Self.queue.async {
                self.tell(network)
                let translated = withTranslation ? Self.addresses(of: Self.translated) : []
                if !translated.isEmpty { network.learn([:], translation: translated.compactMap(TranslationPrefix.init)) }
                done.resume()
            }
        }
    }

    /// None where the name does not resolve: then the server is not reached either, and whoever needs it says so.
    private static func addresses(of host: String) -> [IPAddress] {
        if let address = IPAddress(host) { return [address] }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        return sequence(first: found) { $0?.pointee.ai_next }.prefix { $0 != nil }
            .compactMap { $0?.pointee.ai_addr.flatMap { IPAddress($0) } }
    }
}
