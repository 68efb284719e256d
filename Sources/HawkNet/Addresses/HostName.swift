/// A DNS name in canonical form: lower case, without a trailing dot.
package struct HostName: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package var description: String { self.text }

    /// - Returns: nil for names that cannot be resolved: non-ASCII letters (write them as Punycode), labels of the wrong length,
    ///   and names that end in a number, which are misspelt addresses (RFC 1123, 2.1; WHATWG URL, "ends in a number").
    package init?(_ text: String) {
        var text = Substring(text.lowercased())
        if text.last == "." { text.removeLast() }
        guard (1...253).contains(text.utf8.count) else { return nil }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy(Self.isLabel), let last = labels.last, !Self.isNumber(last) else { return nil }
        self.text = String(text)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    private static func isNumber(_ label: Substring) -> Bool {
        label.allSatisfy(\.isWholeNumber) || (label.hasPrefix("0x") && label.dropFirst(2).allSatisfy(\.isHexDigit))
    }
}
