import HawkNet

/// Reads the host of a target.
enum TargetHost {
    /// - Returns: a host name in canonical form, or an address without brackets.
    static func parse(_ text: some StringProtocol) throws(InvalidTarget) -> String {
        let text = String(text)
        if let address = IPAddress(text) { return address.description }
        guard !text.isEmpty else { throw InvalidTarget("must contain a host name or address") }
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw InvalidTarget("has non-ASCII characters in its host; write an international name as Punycode (xn--…)")
        }
        guard let name = HostName(text) else { throw InvalidTarget("must contain a valid host name or address") }
        return name.text
    }

    /// The same where a port may follow, so that an IPv6 address stands in brackets.
    static func parse(bracketed text: some StringProtocol) throws(InvalidTarget) -> String {
        guard text.first == "[" else {
            if text.contains(":") { throw InvalidTarget("must have its IPv6 address in brackets, as in [2001:db8::7]") }
            return try self.parse(text)
        }
        guard text.last == "]", let address = IPAddress(String(text.dropFirst().dropLast())), address.family == .v6 else {
            throw InvalidTarget("must have a valid IPv6 address in its brackets")
        }
        return address.description
    }
}
