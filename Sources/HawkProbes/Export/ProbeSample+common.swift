package import HawkCore
import HawkNet

extension ProbeSample {
    /// Returns the samples that every type has.
    /// - Parameter duration: the duration of the whole check.
    package static func common(_ observation: Observation, duration: Duration) -> [ProbeSample] {
        let isSuccess = observation.outcome == .up || observation.outcome == .degraded
        return [
            ProbeSample("probe_success", "Displays whether or not the probe was a success", isSuccess ? 1 : 0),
            ProbeSample(
                "probe_duration_seconds", "Returns how long the probe took to complete in seconds", duration.seconds),
            ProbeSample(
                "statushawk_probe_info", "The outcome of the probe and its reason", 1,
                labels: ["outcome": observation.outcome.rawValue, "reason": observation.reason.rawValue]),
        ] + Self.way(observation) + (observation.chain.map(Self.certificates) ?? [])
            + (observation.evidence.tlsVersion.map { [Self.tlsVersion($0)] } ?? [])
    }

    /// Returns the sample for types with assertions. Regular expressions are only one kind of them.
    static func assertionFailed(_ observation: Observation) -> ProbeSample {
        ProbeSample(
            "probe_failed_due_to_regex", "Indicates if probe failed due to regex",
            observation.outcome == .down && observation.reason == .assertion ? 1 : 0)
    }

    private static func way(_ observation: Observation) -> [ProbeSample] {
        let address = observation.address
        return [
            ProbeSample(
                "probe_dns_lookup_time_seconds", "Returns the time taken for probe dns lookup in seconds",
                observation.phases.dns?.seconds ?? 0),
            ProbeSample(
                "probe_ip_protocol", "Specifies whether probe ip protocol is IP4 or IP6",
                address.map { $0.family == .v4 ? 4 : 6 } ?? 0),
            ProbeSample(
                "probe_ip_addr_hash",
                "Specifies the hash of IP address. It's useful to detect if the IP address changes.",
                address.map { Double($0.hash) } ?? 0),
        ]
    }

    /// - Parameter name: such as `TLSv1.3`, which blackbox_exporter writes `TLS 1.3`.
    private static func tlsVersion(_ name: String) -> ProbeSample {
        ProbeSample(
            "probe_tls_version_info", "Returns the TLS version used or NaN when unknown", 1,
            labels: ["version": name.replacing("TLSv", with: "TLS ")])
    }

    private static func certificates(_ chain: CertificateChain) -> [ProbeSample] {
        let expiry = Double(chain.certificates.map(\.notAfter.milliseconds).min() ?? 0) / 1_000
        return [
            ProbeSample("probe_ssl_earliest_cert_expiry", "Returns last SSL chain expiry in unixtime", expiry),
            // A chain that is not trusted has none. blackbox_exporter then reports the year 1.
            ProbeSample(
                "probe_ssl_last_chain_expiry_timestamp_seconds", "Returns last SSL chain expiry in timestamp",
                chain.problem == nil ? expiry : -62_135_596_800),
            ProbeSample(
                "probe_ssl_last_chain_info", "Contains SSL leaf certificate information", 1,
                labels: [
                    "subject": chain.leaf.subject, "issuer": chain.leaf.issuer,
                    "subjectalternative": chain.leaf.names.joined(separator: ","),
                ]),
        ]
    }
}

extension Observation {
    /// The connected address, or the first address of the name.
    fileprivate var address: IPAddress? {
        guard let peer = self.evidence.peer else { return self.evidence.addresses.first.flatMap { IPAddress($0) } }
        if let address = IPAddress(peer) { return address }
        let host = peer[..<(peer.utf8.lastIndex(of: UInt8(ascii: ":")) ?? peer.endIndex)]
        return IPAddress(String(host.filter { $0 != "[" && $0 != "]" }))
    }
}

extension IPAddress {
    /// FNV-1a of its bytes. The same address has the same hash as in blackbox_exporter.
    fileprivate var hash: UInt32 {
        let bytes =
            switch self {
            case .v4(let value): withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) }
            case .v6(let value): withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) }
            }
        return bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }
}
