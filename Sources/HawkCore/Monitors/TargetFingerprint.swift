/// The properties of a target that are compared between attempts.
package struct TargetFingerprint: Sendable, Equatable {
    /// Pages vary slightly. A size change counts if it exceeds one part in this many.
    private static let share = 10

    /// With the port.
    private let peer: String?
    /// The addresses that the name resolved to.
    private let addresses: [String]
    private let redirects: [String]
    private let certificate: CertificateSummary?
    private let status: Int?
    private let size: Int?

    package init(_ observation: Observation) {
        let evidence = observation.evidence
        self.peer = evidence.peer
        self.addresses = evidence.addresses
        self.redirects = evidence.redirects
        self.certificate = evidence.certificates.first
        self.status = observation.statusCode
        self.size = evidence.size
    }

    private var address: String? { self.peer.map(Self.withoutPort) }

    /// Returns the differences from an earlier attempt, for the properties that both attempts saw.
    package func changes(since earlier: TargetFingerprint) -> [AttemptEvidence.Change] {
        var changes: [AttemptEvidence.Change] = []
        func record(_ what: AttemptEvidence.Change.What, _ before: String?, _ after: String?) {
            guard let before, let after, before != after else { return }
            changes.append(AttemptEvidence.Change(what: what, before: before, after: after))
        }
        // Another redirect target has another address and another certificate.
        if self.redirects == earlier.redirects {
            record(.address, earlier.address, self.address ?? self.newAddresses(since: earlier))
            if self.certificate != earlier.certificate {
                record(.certificate, earlier.certificate.map(Self.words), self.certificate.map(Self.words))
            }
        }
        record(.status, earlier.status.map(String.init), self.status.map(String.init))
        if let size, let before = earlier.size, (size - before).magnitude * UInt(Self.share) > UInt(max(before, 0)) {
            record(.size, "\(before) bytes", "\(size) bytes")
        }
        return changes
    }

    /// Returns what the name resolves to now, if no connection was established and the former address is not among it.
    private func newAddresses(since earlier: TargetFingerprint) -> String? {
        guard !self.addresses.isEmpty, let before = earlier.address, !self.addresses.contains(before) else { return nil }
        return self.addresses.joined(separator: ", ")
    }

    /// Returns `10.0.0.7` for `10.0.0.7:443` and `2001:db8::7` for `[2001:db8::7]:443`. Without a port, nothing changes.
    private static func withoutPort(_ peer: String) -> String {
        if peer.first == "[" { return String(peer.dropFirst().prefix { $0 != "]" }) }
        return peer.split(separator: ":").count == 2 && !peer.contains("::") ? String(peer.prefix { $0 != ":" }) : peer
    }

    private static func words(_ certificate: CertificateSummary) -> String {
        let names = certificate.names.prefix(5).joined(separator: ", ") + (certificate.names.count > 5 ? ", …" : "")
        return "\(certificate.subject) for \(names), from \(certificate.issuer), valid from \(certificate.notBefore.words) "
            + "to \(certificate.notAfter.words)"
    }
}
