import CLinux
import HawkCore
import NIOHTTP1

/// The character set of a body: from the byte order mark, then the header, then the document, in the order of WHATWG's HTML
/// standard (section 13.2.3). JSON and other types without a declaration are UTF-8.
struct BodyText {
    /// How much of a document is searched for a declaration.
    private static let prescanned = 1_024

    private enum Kind { case html, xml, text, other }

    /// Nil for UTF-8.
    let charset: Charset?
    /// The length of the byte order mark.
    private let mark: Int
    private let isCut: Bool

    /// - Parameter isCut: whether `bytes` are the beginning of something longer.
    init(of bytes: [UInt8], _ headers: HTTPHeaders, isCut: Bool) {
        self.isCut = isCut
        if let (charset, mark) = Self.byteOrder(of: bytes) {
            (self.charset, self.mark) = (charset, mark)
            return
        }
        self.mark = 0
        let type = MediaType(headers.first(name: "content-type"))
        if let label = type.charset.flatMap({ Charset.Label($0) }) {
            self.charset = label.charset
            return
        }
        let kind = Self.kind(of: type.name)
        let start = bytes.prefix(Self.prescanned)
        var label: Charset.Label?
        if kind == .xml || kind == .html { label = Self.declaration(in: start) }
        if kind == .html, label == nil { label = MetaPrescan.label(in: start) }
        if let label {
            // A document with a readable declaration is not in UTF-16, even if it says so.
            self.charset = label.asDeclared.charset
        } else if kind == .html || kind == .text, !Self.isUTF8(bytes, isCut: isCut) {
            // As browsers read a page without a declaration.
            self.charset = .windows1252
        } else {
            self.charset = nil
        }
    }

    /// Returns the bytes as UTF-8, without an incomplete character at the end.
    func decode(_ bytes: [UInt8]) throws(RunnerFault) -> [UInt8] {
        if let charset = self.charset { return try charset.decode(bytes[self.mark...]) }
        if self.mark == 0 { return self.isCut ? bytes.withoutHalfCharacter : bytes }
        let text = Array(bytes[self.mark...])
        return self.isCut ? text.withoutHalfCharacter : text
    }

    private static func byteOrder(of bytes: [UInt8]) -> (Charset?, Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (nil, 3) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (Charset.utf16BigEndian, 2) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (Charset.utf16LittleEndian, 2) }
        return nil
    }

    private static func kind(of type: String) -> Kind {
        switch type {
        case "", "text/html": .html
        case "text/xml", "application/xml", "application/xhtml+xml": .xml
        default: type.hasSuffix("+xml") ? .xml : type.hasPrefix("text/") ? .text : .other
        }
    }

    private static func isUTF8(_ bytes: [UInt8], isCut: Bool) -> Bool {
        let length = bytes.wholeCharacters
        return length == bytes.count || isCut && bytes.withoutHalfCharacter.count == length
    }

    /// `<?xml version="1.0" encoding="…"?>`
    private static func declaration(in start: ArraySlice<UInt8>) -> Charset.Label? {
        guard start.starts(with: "<?xml".utf8) else { return nil }
        let bytes = start.prefix { $0 != UInt8(ascii: ">") }
        guard let name = bytes.place(of: "encoding"), let value = Self.value(in: bytes[name.upperBound...]) else { return nil }
        return Self.quoted(value).flatMap { Charset.Label(String(decoding: $0, as: UTF8.self)) }
    }

    private static func value(in rest: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let rest = rest.drop(while: \.isSpace)
        return rest.first == UInt8(ascii: "=") ? rest.dropFirst().drop(while: \.isSpace) : nil
    }

    private static func quoted(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let quote = bytes.first, "\"'".utf8.contains(quote) else { return nil }
        return bytes.dropFirst().prefix { $0 != quote }
    }
}

extension ArraySlice<UInt8> {
    func place(of word: String) -> Range<Int>? {
        Array(self).firstOffset(of: Array(word.utf8)).map { self.startIndex + $0..<self.startIndex + $0 + word.utf8.count }
    }
}

extension Charset.Label {
    fileprivate var charset: Charset? { if case .other(let charset) = self { charset } else { nil } }

    fileprivate var asDeclared: Charset.Label {
        [.other(.utf16LittleEndian), .other(.utf16BigEndian)].contains(self) ? .utf8 : self
    }
}

/// The content of `Content-Type`.
private struct MediaType {
    private static let longest = 256

    /// In lower case. Empty if there is none.
    var name = ""
    var charset: Substring?

    init(_ text: String?) {
        guard let text, text.utf8.count <= Self.longest, text.utf8.allSatisfy({ $0 < 0x80 }) else { return }
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        self.name = String(parts[0]).trimmed.lowercased()
        for part in parts.dropFirst() where self.charset == nil {
            guard let equals = part.firstIndex(of: "="), String(part[..<equals]).trimmed.lowercased() == "charset" else {
                continue
            }
            let value = String(part[part.index(after: equals)...]).trimmed
            self.charset = value.hasPrefix("\"") ? value.dropFirst().prefix { $0 != "\"" } : value[...]
        }
    }
}

extension [UInt8] {
    /// How many bytes from the start are whole UTF-8 characters.
    fileprivate var wholeCharacters: Int {
        self.withUnsafeBufferPointer { $0.count == 0 ? 0 : Int(hawk_utf8_length($0.baseAddress, UInt64($0.count))) }
    }

    /// The bytes without an incomplete character at the end.
    var withoutHalfCharacter: [UInt8] {
        var start = self.count
        // A character has at most four bytes.
        while start > 0, self.count - start < 3 {
            start -= 1
            let byte = self[start]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > self.count - start ? Array(self[..<start]) : self
        }
        return self
    }
}
