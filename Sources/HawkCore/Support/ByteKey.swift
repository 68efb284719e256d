/// A text as a key of a dictionary or a set. It is compared and hashed by its UTF-8 bytes, in linear time.
///
/// `String` uses canonical equivalence (UAX #15). It sorts combining marks, which takes time quadratic in their number.
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
        // This byte does not occur in UTF-8, so one key never continues into the next.
        hasher.combine(0xFF as UInt8)
    }
}
