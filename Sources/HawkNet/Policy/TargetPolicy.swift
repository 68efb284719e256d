import HawkCore

/// Evaluates every address before a connection, for probes and notifications. Names are resolved before addresses are evaluated,
/// so neither a redirect nor DNS rebinding can bypass the policy.
package struct TargetPolicy: Sendable {
    /// An entry of the allowed targets that is not an address, a range or a host name.
    package struct InvalidEntry: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    private let allowPrivate: Bool
    private let allowedRanges: [AddressRange]
    private let allowedHosts: Set<String>
    /// Our own network, which is never a target. More of it may become known later.
    package let own: OwnNetwork

    /// - Parameters:
    ///   - allowPrivate: whether loopback, private, link-local and unique local addresses may be targets.
    ///   - allowed: addresses, CIDR ranges and host names that are always allowed. Cloud metadata requires its address or a range
    ///     that contains it; a host name is not sufficient.
    ///   - forbidden: our own database, Redis and listeners, never a target. An address of this machine, such as a loopback or
    ///     unspecified one (`0.0.0.0`, `::`), represents all of its addresses.
    package init(allowPrivate: Bool, allowed: [String] = [], forbidden: [Endpoint] = []) throws(InvalidEntry) {
        var ranges: [AddressRange] = []
        var hosts: Set<String> = []
        for entry in allowed {
            if let range = AddressRange(entry) {
                ranges.append(range)
            } else if let host = HostName(entry) {
                hosts.insert(host.text)
            } else {
                throw InvalidEntry(description: "\"\(entry)\" is neither an address, a range such as 10.0.0.0/8, nor a host name")
            }
        }
        self.allowPrivate = allowPrivate
        self.allowedRanges = ranges
        self.allowedHosts = hosts
        self.own = OwnNetwork(forbidden)
    }

    /// Returns whether a socket may be connected to this address.
    /// - Parameters:
    ///   - port: nil for protocols without ports, such as ICMP.
    ///   - host: the name that resolved to the address, if there is one.
    /// - Returns: nil if it may; otherwise the reason, as a sentence for the person who configured the target.
    package func refusal(of ip: IPAddress, port: Int?, host: String? = nil) -> String? {
        let sockets = self.own.sockets
        // Evaluated only if it can matter, because this runs for each address of each check.
        let name = self.allowedHosts.isEmpty && !sockets.haveNames ? nil : host.flatMap(HostName.init)
        let hostIsAllowed = name.map { self.allowedHosts.contains($0.text) } ?? false
        for address in ip.embeddedAddresses(translatedBy: self.own.prefixes) {
            if let port, sockets.contains(address, port) || name.map({ sockets.contains($0, port) }) ?? false {
                return "\(self.subject(ip, port, host)) belongs to this installation of StatusHawk and cannot be a target"
            }
            let kind = AddressKind(address)
            switch kind {
            case .global:
                continue
            case .multicast, .unspecified:
                return "\(self.subject(ip, nil, host)) is \(kind.article) address, which is not a single target"
            case .cloudMetadata:
                if self.allowedRanges.contains(where: { $0.contains(address) }) { continue }
                return "\(self.subject(ip, nil, host)) is \(kind.article) address, which cannot be a target"
            case .loopback, .linkLocal, .privateNetwork, .shared, .uniqueLocal, .documentation, .reserved:
                if self.allowPrivate || hostIsAllowed || self.allowedRanges.contains(where: { $0.contains(address) }) { continue }
                return "\(self.subject(ip, nil, host)) is \(kind.article) address, and such targets are not allowed here"
            }
        }
        return nil
    }

    /// Returns the addresses that may be connected to, in the given order.
    /// - Throws: `TargetFailure` with the reason `policy` if there are none.
    package func admit(_ addresses: [IPAddress], port: Int?, host: String) throws(TargetFailure) -> [IPAddress] {
        if addresses.count == 1, self.refusal(of: addresses[0], port: port, host: host) == nil { return addresses }
        var refusal: String?
        var admitted: [IPAddress] = []
        for address in addresses {
            if let sentence = self.refusal(of: address, port: port, host: host) {
                refusal = refusal ?? sentence
            } else {
                admitted.append(address)
            }
        }
        if admitted.isEmpty, let refusal { throw TargetFailure(.policy, refusal) }
        return admitted
    }

    /// Returns the known destination of packets to an address: the IPv4 address that it embeds. Limits per host use it.
    package func destination(of ip: IPAddress) -> IPAddress {
        guard case .v6 = ip else { return ip }
        return ip.embeddedAddresses(translatedBy: self.own.prefixes).last ?? ip
    }

    private func subject(_ ip: IPAddress, _ port: Int?, _ host: String?) -> String {
        let address = port.map(ip.description(port:)) ?? ip.description
        guard let host, IPAddress(host) == nil else { return address }
        return "\(host) at \(address)"
    }
}
