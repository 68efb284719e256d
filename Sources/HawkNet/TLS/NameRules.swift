import HawkCore
import SwiftASN1
import X509

/// Compares the names in certificates.
enum NameRules {
    /// Returns whether a certificate's name matches a host (RFC 9525, 6.3). A star matches exactly one whole label, the first,
    /// and never one directly below the root.
    static func name(_ name: String, standsFor host: String) -> Bool {
        let name = name.lowercased()
        if name == host { return true }
        guard name.hasPrefix("*."), let dot = host.firstIndex(of: "."), dot != host.startIndex else { return false }
        let parent = name.dropFirst(2)
        return parent.contains(".") && !parent.contains("*") && host[host.index(after: dot)...] == parent
    }

    /// Returns whether a name constraint of an authority covers a name (RFC 5280, 4.2.1.10).
    /// - Parameter isExcluded: whether the constraint excludes names. A star then counts as every name that it may match.
    static func name(_ name: String, isWithin domain: String, isExcluded: Bool) -> Bool {
        let name = name.lowercased()
        let domain = domain.lowercased()
        if domain.isEmpty || name == domain { return true }
        if name.hasSuffix(domain.hasPrefix(".") ? domain : "." + domain) { return true }
        return isExcluded && name.hasPrefix("*.") && Self.name(name, standsFor: domain)
    }

    /// - Parameter range: an address and a mask of equal length.
    static func address(_ address: ArraySlice<UInt8>, isWithin range: ArraySlice<UInt8>) -> Bool {
        guard range.count == 2 * address.count else { return false }
        return zip(address, zip(range, range.dropFirst(address.count))).allSatisfy { byte, rule in
            byte & rule.1 == rule.0 & rule.1
        }
    }

    /// Returns whether a directory name begins with another. Letter case and encoding do not matter.
    static func directory(_ name: DistinguishedName, isWithin parent: DistinguishedName) -> Bool {
        name.count >= parent.count && zip(name, parent).allSatisfy { "\($0)".lowercased() == "\($1)".lowercased() }
    }
}

extension ShownCertificate {
    /// Returns whether it is valid for an address or a host name in lower case.
    func isFor(_ host: String) -> Bool {
        let address = IPAddress(host)
        return self.names.contains { name in
            switch name {
            case .dnsName(let name): address == nil && NameRules.name(name, standsFor: host)
            case .ipAddress(let bytes): address.map { $0 == IPAddress(octets: bytes.bytes) } ?? false
            default: false
            }
        }
    }
}

extension NameConstraints {
    /// Returns the name in a certificate that its authority may not issue. Nil if there is none. Kinds of names that no TLS
    /// client reads are permitted.
    func forbidden(in certificate: Certificate) throws -> String? {
        var names = Array(try certificate.extensions.subjectAlternativeNames ?? SubjectAlternativeNames())
        if !certificate.subject.isEmpty { names.append(.directoryName(certificate.subject)) }
        for name in names {
            let permitted = self.permittedSubtrees.compactMap { Self.holds($0, for: name, isExcluded: false) }
            let excluded = self.excludedSubtrees.compactMap { Self.holds($0, for: name, isExcluded: true) }
            if (!permitted.isEmpty && !permitted.contains(true)) || excluded.contains(true) { return Self.text(name) }
        }
        return nil
    }

    /// - Returns: nil if the two have different kinds.
    private static func holds(_ rule: GeneralName, for name: GeneralName, isExcluded: Bool) -> Bool? {
        switch (rule, name) {
        case (.dnsName(let domain), .dnsName(let name)): NameRules.name(name, isWithin: domain, isExcluded: isExcluded)
        case (.ipAddress(let range), .ipAddress(let address)): NameRules.address(address.bytes, isWithin: range.bytes)
        case (.directoryName(let parent), .directoryName(let name)): NameRules.directory(name, isWithin: parent)
        default: nil
        }
    }

    private static func text(_ name: GeneralName) -> String {
        switch name {
        case .dnsName(let name): name.cut(toBytes: 253)
        case .ipAddress(let bytes): IPAddress(octets: bytes.bytes)?.description ?? "an address"
        default: "\(name)".cut(toBytes: 253)
        }
    }
}

extension IPAddress {
    /// - Parameter octets: 4 or 16 octets, as in certificates.
    init?(octets: ArraySlice<UInt8>) {
        switch octets.count {
        case 4: self = .v4(octets.reduce(0) { $0 << 8 | UInt32($1) })
        case 16: self = .v6(octets.reduce(0) { $0 << 8 | UInt128($1) })
        default: return nil
        }
    }
}
