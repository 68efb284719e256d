import HawkCore
import SwiftASN1
import X509

/// How the names in certificates are compared.
enum NameRules {
    /// Whether a certificate's name stands for a host (RFC 9525, 6.3): a star stands for one whole label, the first, and for none
    /// right below the root of all names.
    static func name(_ name: String, standsFor host: String) -> Bool {
        let name = name.lowercased()
        if name == host { return true }
        guard name.hasPrefix("*."), let dot = host.firstIndex(of: "."), dot != host.startIndex else { return false }
        let parent = name.dropFirst(2)
        return parent.contains(".") && !parent.contains("*") && host[host.index(after: dot)...] == parent
    }

    /// Whether what an authority may vouch for, or may not, holds for a name (RFC 5280, 4.2.1.10).
    /// - Parameter isExcluded: then a star is taken for everything that it may stand for.
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

    /// Whether a name in a directory begins with another; letters' case and their encoding do not matter.
    static func directory(_ name: DistinguishedName, isWithin parent: DistinguishedName) -> Bool {
        name.count >= parent.count && zip(name, parent).allSatisfy { "\($0)".lowercased() == "\($1)".lowercased() }
    }
}

extension ShownCertificate {
    /// Whether it is for a host name, in lower case, or an address.
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
    /// The name of a certificate below that its authority may not vouch for; nil: there is none. Kinds of names that no TLS client
    /// reads are let through.
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

    /// - Returns: nil where the two are of different kinds.
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
    /// - Parameter octets: 4 or 16, as certificates have them.
    init?(octets: ArraySlice<UInt8>) {
        switch octets.count {
        case 4: self = .v4(octets.reduce(0) { $0 << 8 | UInt32($1) })
        case 16: self = .v6(octets.reduce(0) { $0 << 8 | UInt128($1) })
        default: return nil
        }
    }
}
