import HawkCore

/// A mail address with an optional name: `alerts@shop.example` or `Shop alerts <alerts@shop.example>`.
package struct MailAddress: Sendable, Hashable {
    package let name: String?
    /// ASCII without space, quote, angle bracket or control: safe in a header and in an SMTP command.
    package let address: String

    /// The part after the @.
    package var domain: String { String(Substring(self.address.utf8.drop { $0 != UInt8(ascii: "@") }.dropFirst())) }

    /// In bytes, with the name.
    private static let longest = 1_024

    /// Nil if the text is not an address. Quoted local parts and address literals (RFC 5321 section 4.1.2) are not accepted.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        let text = text.trimmed
        if text.utf8.last == UInt8(ascii: ">"), let open = text.utf8.lastIndex(of: UInt8(ascii: "<")) {
            let name = String(text[..<open]).trimmed.trimmingQuotes
            guard !name.unicodeScalars.contains(where: \.isControl) else { return nil }
            self.name = name.isEmpty ? nil : name
            self.address = String(Substring(text.utf8[open...].dropFirst().dropLast()))
        } else {
            self.name = nil
            self.address = text
        }
        guard Self.isAddress(self.address) else { return nil }
    }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, (1...64).contains(parts[0].utf8.count) else { return false }
        let isLocal = parts[0].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"(),:;<>[\\]".utf8.contains($0) }
        return isLocal && !parts[0].hasPrefix(".") && !parts[0].hasSuffix(".") && parts[1].isHostName
    }
}

extension SettingRule where Value == [String] {
    /// Every element must be an address without a name.
    static var mailAddresses: SettingRule {
        .each { MailAddress($0)?.address == $0 ? nil : "is not a mail address, such as you@example.com" }
    }

    /// No address may occur twice.
    static var withoutRepeats: SettingRule {
        .valid { Set($0).count < $0.count ? "must not contain an address twice" : nil }
    }
}

extension StringProtocol {
    /// Whether the text is a DNS name: labels of ASCII letters, digits, hyphens and underscores.
    var isHostName: Bool {
        guard (1...253).contains(self.utf8.count) else { return false }
        return self.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { byte in
                    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                }
        }
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        let quote = UInt8(ascii: "\"")
        guard self.utf8.count >= 2, self.utf8.first == quote, self.utf8.last == quote else { return self }
        return String(Substring(self.utf8.dropFirst().dropLast()))
    }
}

extension Unicode.Scalar {
    var isControl: Bool { self.value < 0x20 || (0x7F...0x9F).contains(self.value) }
}
