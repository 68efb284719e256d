import HawkNet

/// Parses the host of a target.
enum TargetHost {
    /// - Returns: a host name in canonical form, or an address without brackets.
    static func parse(_ text: some StringProtocol) throws(InvalidTarget) -> String {
        let text = String(text)
        if let address = IPAddress(text) { return address.description }
        guard !text.isEmpty else { throw InvalidTarget("has no host") }
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw InvalidTarget("has non-ASCII characters in the host; use Punycode (xn--…)")
        }
        guard let name = HostName(text) else { throw InvalidTarget("has no valid host name or IP address") }
        return name.text
    }

    /// Parses a host that a port may follow, so that an IPv6 address needs brackets.
    static func parse(bracketed text: some StringProtocol) throws(InvalidTarget) -> String {
        guard text.first == "[" else {
            if text.contains(":") { throw InvalidTarget("must have the IPv6 address in brackets, such as [2001:db8::7]") }
            return try self.parse(text)
        }
        guard text.last == "]", let address = IPAddress(String(text.dropFirst().dropLast())), address.family == .v6 else {
            throw InvalidTarget("has an invalid IPv6 address in the brackets")
        }
        return address.description
    }
}
