/// All addresses that share a prefix: `10.0.0.0/8`, `fc00::/7`, or one address alone.
package struct AddressRange: Hashable, Sendable {
    private let base: IPAddress
    private let prefix: Int

    /// Reads CIDR notation or a single address. Nil for anything else. Bits beyond the prefix are ignored.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let base = IPAddress(String(parts[0])) else { return nil }
        let width = base.family == .v4 ? 32 : 128
        var prefix = width
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                let stated = Int(parts[1]), stated <= width
            else { return nil }
            prefix = stated
        }
        self.base = base
        self.prefix = prefix
    }

    package func contains(_ address: IPAddress) -> Bool {
        switch (self.base, address) {
        case (.v4(let base), .v4(let value)): (base ^ value) >> (32 - self.prefix) == 0
        case (.v6(let base), .v6(let value)): (base ^ value) >> (128 - self.prefix) == 0
        default: false
        }
    }
}
