import Dispatch
import Glibc
import HawkBroker
import HawkNet
import HawkStore

/// Where this installation's own PostgreSQL, Redis, listeners and public URL are, which are never targets. Names are looked up as libpq and hiredis do it,
/// through the system's own resolver.
struct OwnServers: Sendable {
    /// A name that every translating name server knows (RFC 7050).
    private static let translated = "ipv4only.arpa"
    private static let loopback = [AddressRange("127.0.0.0/8"), AddressRange("::1")].compactMap { $0 }
    /// For look-ups, which block.
    private static let queue = DispatchQueue(label: "statushawk.own-servers")

    let all: [OwnServer]
    /// Where people reach the installation; nil: nothing was configured, or the operator allows it as a target.
    private let front: OwnServer?
    /// The hosts of our PostgreSQL.
    private let postgreSQL: [String]
    /// What the operator named as targets.
    private let allowed: Set<String>

    init(_ configuration: ServerConfiguration) {
        var servers: [(host: String, port: Int)] = []
        if case .postgreSQL(let url) = configuration.database { servers = PostgreSQLDatabase.servers(in: url) }
        self.postgreSQL = servers.map(\.host)
        if let redis = configuration.redis { servers.append((redis.host, redis.port)) }
        self.all = servers.map(OwnServer.init)
        let front = configuration.publicServer.map(OwnServer.init)
        let allowed = Set(configuration.allowedTargets.map { OwnServer(host: $0, port: 0).host })
        self.allowed = allowed
        self.front = front.flatMap { allowed.contains($0.host) ? nil : $0 }
    }

    /// Tells the policy where they are now. Blocks while names are looked up.
    func tell(_ network: OwnNetwork) {
        var addresses = Dictionary(self.all.map { ($0, Self.addresses(of: $0.host)) }) { first, _ in first }
        // By its name alone: the proxy or network behind that serves other sites at the same address, which are fair targets.
        if let front { addresses[front, default: []] += IPAddress(front.host).map { [$0] } ?? [] }
        network.learn(addresses)
    }

    /// The same without blocking who asks.
    /// - Parameters:
    ///   - listeners: where processes of this installation listen.
    ///   - withTranslation: tells it also how this network translates.
    func tellLater(_ network: OwnNetwork, listeners: Set<ListenerRepository.Listener>, withTranslation: Bool) async {
        await withCheckedContinuation { done in
            Self.queue.async {
                self.tell(network)
                self.tell(network, listeners)
                let translated = withTranslation ? Self.addresses(of: Self.translated) : []
                if !translated.isEmpty { network.learn([:], translation: translated.compactMap(TranslationPrefix.init)) }
                done.resume()
            }
        }
    }

    private func tell(_ network: OwnNetwork, _ listeners: Set<ListenerRepository.Listener>) {
        var addresses: [OwnServer: [IPAddress]] = [:]
        for listener in listeners where !self.allowed.contains(listener.address ?? "") {
            let address = listener.address.flatMap { IPAddress($0) }
            // A process that PostgreSQL met on its own machine runs there.
            let isBeside = address.map { address in Self.loopback.contains { $0.contains(address) } } ?? true
            addresses[OwnServer(host: "", port: listener.port), default: []] +=
                isBeside ? self.postgreSQL.flatMap { Self.addresses(of: $0) } : address.map { [$0] } ?? []
        }
        network.learn(addresses)
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
