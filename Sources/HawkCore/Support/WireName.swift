/// Derives the name of a member in JSON from the name of the Swift property: `pingURL` is `ping_url`.
///
/// A wire name is in lower case, with `_` before each capital (ASCII only)
/// - that follows a small letter or a digit: `p50Ms` is `p50_ms`;
/// - or that ends a run of capitals and precedes a small letter: `tlsCAFile` is `tls_ca_file`. A plural `s` is part of the run:
///   `channelIDs` is `channel_ids`.
///
/// A name without capitals is its own wire name.
package enum WireName {
    package static func of(_ property: String) -> String {
        var property = property
        let converted: String? = property.withUTF8 { name in
            let capitals = name.count { $0.isCapital }
            guard capitals > 0 else { return nil }
            // SAFETY: each capital adds at most one byte.
            return String(unsafeUninitializedCapacity: name.count + capitals) { wire in
                var length = 0
                for (position, byte) in name.enumerated() {
                    if byte.isCapital, Self.isStart(position, of: name) {
                        wire[length] = UInt8(ascii: "_")
                        length += 1
                    }
                    wire[length] = byte.isCapital ? byte | 0x20 : byte
                    length += 1
                }
                return length
            }
        }
        return converted ?? property
    }

    /// Whether a word starts at the capital at `position`.
    private static func isStart(_ position: Int, of name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard position > 0 else { return false }
        let previous = name[position - 1]
        if !previous.isCapital { return previous.isSmall || previous.isDigit }
        guard position + 1 < name.count, name[position + 1].isSmall else { return false }
        let isPlural = name[position + 1] == UInt8(ascii: "s") && !(position + 2 < name.count && name[position + 2].isSmall)
        return !isPlural
    }
}

extension UInt8 {
    fileprivate var isCapital: Bool { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self }
    fileprivate var isSmall: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self }
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}

/// The wire names of the keys of one type.
package struct WireNames<Key: CodingKey> {
    /// Whether any text is a key, as in a dictionary: such keys are data and stay as they are.
    private let areData = Key(stringValue: "") != nil

    package init() {}

    package subscript(_ key: Key) -> String { self.areData ? key.stringValue : WireName.of(key.stringValue) }
}

extension CodingKey {
    package var wireName: String { WireNames<Self>()[self] }
}

extension [any CodingKey] {
    /// The path of a member in JSON, such as `anomaly.min_ms`.
    package var wirePath: String { self.map { $0.wireName }.joined(separator: ".") }
}

/// A key that is a wire name already.
package struct WireKey: CodingKey {
    package let stringValue: String
    package var intValue: Int? { nil }

    package init(stringValue: String) { self.stringValue = stringValue }
    package init?(intValue: Int) { nil }
}
