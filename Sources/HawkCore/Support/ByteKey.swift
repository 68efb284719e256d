/// A text as a key of a dictionary or a set, compared and hashed by its UTF-8 bytes, in linear time.
///
/// `String` compares and hashes by canonical equivalence (UAX #15): it sorts combining marks, which takes the square of their number.
package struct ByteKey: Hashable, Comparable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let text: String

    package init(_ text: some StringProtocol) { self.text = String(text) }
    package init(stringLiteral value: String) { self.text = value }

    package var description: String { self.text }

    package static func == (left: ByteKey, right: ByteKey) -> Bool { left.text.hasSameBytes(as: right.text) }

    package static func < (left: ByteKey, right: ByteKey) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var text = self.text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // No byte of UTF-8: one key never continues into the next.
        hasher.combine(0xFF as UInt8)
    }
}
