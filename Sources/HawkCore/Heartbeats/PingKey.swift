/// The secret part of a ping URL. It allows reports, so it must not reach a log, an error or a metric: it prints as `<redacted>`.
package struct PingKey: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// A UUID in its canonical form. Read it only where it is used.
    package let revealed: String

    /// - Returns: nil if the text is not a UUID.
    package init?(_ text: String) {
        guard let text = text.canonicalUUID else { return nil }
        self.revealed = text
    }

    /// Creates an unguessable key: RFC 9562 section 5.4, 122 bits of the system's cryptographic source.
    package init() {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        self.revealed = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { bytes[$0].hex() }.joined(separator: "-")
    }

    package var description: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
    /// Returns the canonical form of a UUID (RFC 9562 section 4): lower case with hyphens. Nil if the text is not a UUID.
    var canonicalUUID: String? {
        let text = self.lowercased()
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isDigit = { (byte: UInt8) in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard groups.map(\.count) == [8, 4, 4, 4, 12], groups.allSatisfy({ $0.allSatisfy(isDigit) }) else { return nil }
        return text
    }
}
