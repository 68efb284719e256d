import HawkCore

/// Removes secrets, in any spelling, from texts that a target may have sent back, and NUL, which no database stores as text.
struct Redaction {
    private static let mask = Array(Secret.mask.utf8)
    /// Shorter secrets are too likely to occur by chance.
    static let shortest = 4

    private let spellings: [[UInt8]]

    /// - Parameter shortest: secrets with fewer bytes are not removed.
    init(_ secrets: [String], shortest: Int = Self.shortest) {
        let spellings = secrets.filter { $0.utf8.count >= shortest }.flatMap(SecretSpellings.all)
        self.spellings = Array(Set(spellings)).filter { $0.count >= shortest }
    }

    var isEmpty: Bool { self.spellings.isEmpty }

    /// Returns the bytes with each secret masked, up to where no part of a secret can remain.
    /// - Parameter isCut: whether the bytes are only a beginning, which may end within a secret.
    func hiding(in bytes: [UInt8], isCut: Bool = false) -> [UInt8] {
        let end = isCut ? max(0, bytes.count - max(0, (self.spellings.map(\.count).max() ?? 0) - 1)) : bytes.count
        let places = self.places(in: bytes)
        if places.isEmpty { return end == bytes.count ? bytes : Array(bytes[..<end]) }
        var result: [UInt8] = []
        var position = 0
        for secret in places where secret.lowerBound < end {
            result += bytes[position..<secret.lowerBound]
            result += Self.mask
            position = secret.upperBound
        }
        if position < end { result += bytes[position..<end] }
        return result
    }

    func hiding(in text: String) -> String {
        let bytes = Array(text.utf8)
        let hidden = self.hiding(in: bytes)
        return hidden == bytes ? text : String(decoding: hidden, as: UTF8.self)
    }

    func apply(_ text: String) -> String { self.beginning(of: Array(text.utf8), .max) }

    func beginning(of text: String, _ limit: Int = 1_024) -> String { self.beginning(of: Array(text.utf8), limit) }

    /// Returns at most `limit` bytes of text. A secret across that limit is removed completely, because a part of it is also
    /// secret.
    func beginning(of bytes: [UInt8], _ limit: Int) -> String {
        let longest = self.spellings.map(\.count).max() ?? 0
        let bytes = limit == .max ? bytes : Array(bytes.prefix(limit + longest))
        let end = min(limit, bytes.count)
        var result: [UInt8] = []
        var position = 0
        for secret in self.places(in: bytes) where secret.lowerBound < end {
            result += bytes[position..<secret.lowerBound]
            result += Self.mask
            position = secret.upperBound
        }
        if position < end { result += bytes[position..<end] }
        return String(decoding: Self.withoutNUL(result), as: UTF8.self).cut(toBytes: limit)
    }

    private static func withoutNUL(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0) else { return bytes }
        return Array(bytes.split(separator: 0, omittingEmptySubsequences: false).joined(separator: "\u{FFFD}".utf8))
    }

    /// Returns the positions of secrets, in order. Overlapping ones are merged.
    private func places(in bytes: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for spelling in self.spellings {
            var position = 0
            while let offset = bytes.firstOffset(of: spelling, from: position) {
                found.append(offset..<offset + spelling.count)
                position = offset + 1
            }
        }
        found.sort { $0.lowerBound < $1.lowerBound }
        return found.reduce(into: []) { places, place in
            if let last = places.last, place.lowerBound < last.upperBound {
                places[places.count - 1] = last.lowerBound..<max(last.upperBound, place.upperBound)
            } else {
                places.append(place)
            }
        }
    }
}
