import CLinux
import HawkNet

/// A value that a record should have, in the canonical form of its type. `*` matches any characters.
struct DNSExpectation: Sendable, Equatable {
    static let longest = 1_024

    let text: String
    private let pieces: [[UInt8]]

    /// - Returns: nil if the text is not a value of this type.
    init?(_ text: String, of type: DNSRecordType) {
        guard (1...Self.longest).contains(text.utf8.count), let canonical = Self.canonical(text, of: type) else { return nil }
        self.text = canonical
        self.pieces = canonical.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
    }

    /// Returns whether a record has this value, in time linear in its length.
    func matches(_ value: String) -> Bool {
        let value = Array(value.utf8)
        guard let first = self.pieces.first, let last = self.pieces.last, self.pieces.count > 1 else {
            return value == self.pieces.first
        }
        guard value.count >= first.count + last.count, value.starts(with: first), value.suffix(last.count).elementsEqual(last)
        else { return false }
        var position = first.count
        let end = value.count - last.count
        for piece in self.pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = value[position..<end].position(of: piece) else { return false }
            position = found + piece.count
        }
        return true
    }

    private static func canonical(_ text: String, of type: DNSRecordType) -> String? {
        if type == .txt { return Self.unquoted(text) }
        // The last field takes the rest, which may contain spaces if it is text.
        var words = text.split(separator: " ", maxSplits: type.fields.count - 1).map { String($0.drop { $0 == " " }) }
        guard words.count == type.fields.count else { return nil }
        for (position, field) in type.fields.enumerated() {
            guard let word = Self.canonical(words[position], field) else { return nil }
            words[position] = word
        }
        return words.joined(separator: " ")
    }

    private static func canonical(_ word: String, _ field: DNSField) -> String? {
        let isPattern = word.contains("*")
        switch field {
        case .address(let bytes):
            if isPattern { return word.lowercased() }
            guard let address = IPAddress(word), (address.family == .v4) == (bytes == 4) else { return nil }
            return address.description
        case .name:
            let name = word.lowercased()
            guard !name.contains(" "), name.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
            return name.count > 1 && name.hasSuffix(".") ? String(name.dropLast()) : name
        case .number(let bytes):
            if isPattern { return word }
            return UInt32(word).flatMap { $0 >> (8 * UInt32(bytes) - 1) > 1 ? nil : String($0) }
        case .tag: return word.lowercased()
        case .quoted: return "\"\(Self.unquoted(word))\""
        case .strings: return word
        }
    }

    /// Removes the quotes of strings as zone files write them: `"v=DKIM1; " "p=…"`. Unquoted text stays unchanged.
    private static func unquoted(_ text: String) -> String {
        guard text.utf8.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        return text.dropFirst().dropLast().split(separator: "\" \"", omittingEmptySubsequences: false).joined()
    }
}

extension ArraySlice<UInt8> {
    /// Returns the start of a piece, as an index of the slice.
    fileprivate func position(of piece: [UInt8]) -> Int? {
        let found = self.withUnsafeBytes { bytes in
            piece.withUnsafeBytes { hawk_find(bytes.baseAddress, UInt64(bytes.count), $0.baseAddress, UInt64($0.count)) }
        }
        return found < 0 ? nil : self.startIndex + Int(found)
    }
}
