/// An address of mail, perhaps with a name: `alerts@shop.example` or `Shop alerts <alerts@shop.example>`.
package struct MailAddress: Sendable, Hashable {
    package let name: String?
    /// ASCII without space, quote, angle bracket or control: safe in a header and in an SMTP command.
    package let address: String

    /// nil: not an address. Quoted local parts and address literals (RFC 5321 section 4.1.2) are not taken.
    package init?(_ text: String) {
        let text = text.trimmingSpaces
        if text.hasSuffix(">"), let open = text.lastIndex(of: "<") {
            let name = text[..<open].trimmingSpaces.trimmingQuotes
            guard !name.unicodeScalars.contains(where: \.isControl) else { return nil }
            self.name = name.isEmpty ? nil : name
            self.address = String(text[text.index(after: open)...].dropLast())
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

extension StringProtocol {
    /// A name of the DNS: labels of ASCII letters, digits, hyphens and underscores.
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

    fileprivate var trimmingSpaces: String {
        var rest = Substring(self)
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }

    fileprivate var trimmingQuotes: String {
        guard self.count >= 2, self.hasPrefix("\""), self.hasSuffix("\"") else { return String(self) }
        return String(self.dropFirst().dropLast())
    }
}

extension Unicode.Scalar {
    var isControl: Bool { self.value < 0x20 || (0x7F...0x9F).contains(self.value) }
}
