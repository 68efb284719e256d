import Dispatch
import Glibc
import HawkBroker
import HawkNet
import HawkStore

/// This installation's own PostgreSQL, Redis, listeners and public URL, which are never allowed as targets. Resolves names with
/// the system's resolver, as libpq and hiredis do.
struct OwnServers: Sendable {
    /// A name that every DNS64 server translates (RFC 7050).
    private static let translated = "ipv4only.arpa"
    private static let loopback = [AddressRange("127.0.0.0/8"), AddressRange("::1")].compactMap { $0 }
    /// For blocking look-ups.
    private static let queue = DispatchQueue(label: "statushawk.own-servers")

    let all: [OwnServer]
    /// The server of the public URL. Nil if none is configured, or if the operator allows it as a target.
    private let front: OwnServer?
    /// The hosts of our PostgreSQL.
    private let postgreSQL: [String]
    /// The targets that the operator allows.
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

    /// Updates the policy with their present addresses. Blocks during look-ups.
    func update(_ network: OwnNetwork) {
        var addresses = Dictionary(self.all.map { ($0, Self.addresses(of: $0.host)) }) { first, _ in first }
        // Only by name: the proxy or network behind it serves other sites at the same address, which are valid targets.
        if let front { addresses[front, default: []] += IPAddress(front.host).map { [$0] } ?? [] }
        network.learn(addresses)
    }

    /// Does the same without blocking the caller.
    /// - Parameters:
    ///   - listeners: The listeners of this installation's processes.
    ///   - withTranslation: Whether to update the NAT64 prefixes of this network too.
    func updateLater(_ network: OwnNetwork, listeners: Set<ListenerRepository.Listener>, withTranslation: Bool) async {
        await withCheckedContinuation { done in
            Self.queue.async {
                self.update(network)
                self.update(network, listeners)
                let translated = withTranslation ? Self.addresses(of: Self.translated) : []
                if !translated.isEmpty { network.learn([:], translation: translated.compactMap(TranslationPrefix.init)) }
                done.resume()
            }
        }
    }

    private func update(_ network: OwnNetwork, _ listeners: Set<ListenerRepository.Listener>) {
        var addresses: [OwnServer: [IPAddress]] = [:]
        for listener in listeners where !self.allowed.contains(listener.address ?? "") {
            let address = listener.address.flatMap { IPAddress($0) }
            // A process that connects to PostgreSQL over loopback runs on the same machine.
            let isBeside = address.map { address in Self.loopback.contains { $0.contains(address) } } ?? true
            addresses[OwnServer(host: "", port: listener.port), default: []] +=
                isBeside ? self.postgreSQL.flatMap { Self.addresses(of: $0) } : address.map { [$0] } ?? []
        }
        network.learn(addresses)
    }

    /// Returns an empty array if the name does not resolve. Then the server is unreachable, and its client reports that.
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
