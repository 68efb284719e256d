import Glibc
import HawkCore
import NIOHTTP1

/// Parses the head of an HTTP/1 response (RFC 9112, sections 4 and 5), with the deviations that both curl and browsers accept.
struct HTTPHeadParser {
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// All lines of the head, including the empty one at its end.
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var head = HTTPHead(status: 0, version: 1.1, headers: HTTPHeaders())
    private var lengths = HTTPLengths()
    private var codings: [String] = []

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        self.head.headers.reserveCapacity(16)
    }

    /// Returns whether bytes can be the beginning of a response, so that another protocol is detected without waiting.
    static func mayBegin(_ bytes: UnsafeRawBufferPointer) -> Bool {
        zip(bytes, "HTTP/".utf8).allSatisfy { $0 == $1 || $0 == $1 | 0x20 }
    }

    /// Finds the end of a head.
    /// - Parameter position: where to start the search; updated to where it must continue.
    /// - Returns: the length of the head, or nil if its end is missing.
    static func end(in bytes: UnsafeRawBufferPointer, from position: inout Int) -> Int? {
        while let feed = Self.lineFeed(in: bytes, from: position) {
            let next = feed + 1
            guard next < bytes.count else { return nil }
            if bytes[next] == Self.lineFeed { return next + 1 }
            if bytes[next] == Self.carriageReturn {
                guard next + 1 < bytes.count else { return nil }
                if bytes[next + 1] == Self.lineFeed { return next + 2 }
            }
            position = next
        }
        position = bytes.count
        return nil
    }

    /// - Parameters:
    ///   - bytes: the bytes of the length that `end` returned.
    ///   - isHead: whether it responds to `HEAD` and therefore has no body.
    static func parse(_ bytes: UnsafeRawBufferPointer, isHead: Bool) throws(HTTPFault) -> HTTPHead {
        // SAFETY: only read, and not beyond this call.
        var parser = HTTPHeadParser(bytes.bindMemory(to: UInt8.self))
        try parser.readStatusLine()
        while try parser.readField() {}
        parser.head.framing = try parser.framing(isHead: isHead)
        return parser.head
    }

    private static func lineFeed(in bytes: UnsafeRawBufferPointer, from position: Int) -> Int? {
        guard position < bytes.count, let base = bytes.baseAddress else { return nil }
        // SAFETY: within the buffer.
        guard let found = memchr(base + position, Int32(Self.lineFeed), bytes.count - position) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// Reads the next line without its end.
    private mutating func readLine() throws(HTTPFault) -> Range<Int> {
        let start = self.position
        guard let feed = Self.lineFeed(in: UnsafeRawBufferPointer(self.bytes), from: start) else { throw .notHTTP }
        self.position = feed + 1
        if feed > start, self.bytes[feed - 1] == Self.carriageReturn { return start..<feed - 1 }
        self.head.leniency.insert(.bareLineFeed)
        return start..<feed
    }

    private mutating func readStatusLine() throws(HTTPFault) {
        let line = try self.readLine()
        guard line.count >= 12 else { throw .notHTTP }
        let status = UnsafeBufferPointer(rebasing: self.bytes[line])
        guard zip(status, "HTTP".utf8).allSatisfy({ $0 & 0xDF == $1 }), status[4] == UInt8(ascii: "/"),
            status[5] == UInt8(ascii: "1"), status[6] == UInt8(ascii: "."), let minor = Self.digit(status[7]),
            status[8] == UInt8(ascii: " ")
        else { throw .notHTTP }
        if !zip(status, "HTTP".utf8).allSatisfy({ $0 == $1 }) { self.head.leniency.insert(.statusLine) }
        var place = 9
        while place < status.count, Self.isBlank(status[place]) { place += 1 }
        if place > 9 { self.head.leniency.insert(.statusLine) }
        guard place + 3 <= status.count, let hundreds = Self.digit(status[place]), let tens = Self.digit(status[place + 1]),
            let ones = Self.digit(status[place + 2]), hundreds > 0
        else { throw .notHTTP }
        place += 3
        if place == status.count {
            self.head.leniency.insert(.statusLine)
        } else if status[place] != UInt8(ascii: " ") {
            throw .notHTTP
        }
        guard !status.contains(0), !status.contains(Self.carriageReturn) else { throw .notHTTP }
        self.head.status = hundreds * 100 + tens * 10 + ones
        self.head.version = 1 + Double(minor) / 10
    }

    /// - Returns: false at the end of the head.
    private mutating func readField() throws(HTTPFault) -> Bool {
        let line = try self.readLine()
        if line.isEmpty { return false }
        var end = line.lowerBound
        while end < line.upperBound, Self.isTokenByte(self.bytes[end]) { end += 1 }
        let name = line.lowerBound..<end
        var colon = end
        while colon < line.upperBound, self.bytes[colon] != UInt8(ascii: ":") { colon += 1 }
        guard colon < line.upperBound, !Self.isBlank(self.bytes[line.lowerBound]) else { throw .notHTTP }
        let blanks = self.bytes[end..<colon].allSatisfy(Self.isBlank)
        if name.isEmpty || end != colon { self.head.leniency.insert(.fieldName) }
        let value = try self.readValue(colon + 1..<line.upperBound)
        if !name.isEmpty, blanks {
            self.add(String(decoding: UnsafeBufferPointer(rebasing: self.bytes[name]), as: UTF8.self), value)
        }
        return true
    }

    /// Reads a value without surrounding white space, including the following lines if it is folded (RFC 9112, section 5.2).
    private mutating func readValue(_ line: Range<Int>) throws(HTTPFault) -> FieldValue {
        let first = self.trimmed(line)
        guard self.continues else { return try self.value(of: UnsafeBufferPointer(rebasing: self.bytes[first])) }
        var folded = Array(self.bytes[first])
        while self.continues {
            let line = try self.readLine()
            let part = self.trimmed(line)
            if !folded.isEmpty, !part.isEmpty { folded.append(UInt8(ascii: " ")) }
            folded += self.bytes[part]
        }
        return try folded.withUnsafeBufferPointer { bytes throws(HTTPFault) in try self.value(of: bytes) }
    }

    /// Whether the next line continues this one.
    private var continues: Bool { self.position < self.bytes.count && Self.isBlank(self.bytes[self.position]) }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, Self.isBlank(self.bytes[start]) { start += 1 }
        while start < end, Self.isBlank(self.bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private mutating func value(of bytes: UnsafeBufferPointer<UInt8>) throws(HTTPFault) -> FieldValue {
        var isASCII = true
        for byte in bytes {
            if byte >= 0x80 {
                isASCII = false
            } else if byte < 0x20 && byte != 0x09 || byte == 0x7F {
                // Other readers would interpret both differently.
                guard byte != 0, byte != Self.carriageReturn else { throw .notHTTP }
                self.head.leniency.insert(.fieldValue)
            }
        }
        if isASCII { return FieldValue(text: String(decoding: bytes, as: UTF8.self)) }
        if let text = String(validating: bytes, as: UTF8.self) { return FieldValue(text: text) }
        // RFC 9110, section 5.5: historically, such values are ISO-8859-1.
        return FieldValue(
            text: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })), percentEncoded: Self.percentEncoded(bytes))
    }

    private mutating func add(_ name: String, _ value: FieldValue) {
        switch name.utf8.count {
        case 14 where name.lowercased() == "content-length": self.lengths.append(value.text)
        case 17 where name.lowercased() == "transfer-encoding": self.codings.append(value.text)
        case 8 where self.head.encodedLocation == nil && value.percentEncoded != nil && name.lowercased() == "location":
            // Only the first of several counts.
            if !self.head.headers.contains(name: name) { self.head.encodedLocation = value.percentEncoded }
        default: break
        }
        self.head.headers.add(name: name, value: value.text)
    }

    private mutating func framing(isHead: Bool) throws(HTTPFault) -> HTTPFraming {
        let status = self.head.status
        let hasNone = isHead || status < 200 || status == 204 || status == 304
        // RFC 2616 had a coding that changes nothing.
        let codings = self.codings.flatMap { $0.split(separator: ",") }.map { String($0).trimmed.lowercased() }
            .filter { !["identity", ""].contains($0) }
        if let last = codings.last {
            if self.lengths.count > 0 { self.head.leniency.insert(.lengthBesideChunks) }
            if hasNone { return .none }
            return last == "chunked" ? .chunked : .untilClose
        }
        guard self.lengths.count > 0 else { return hasNone ? .none : .untilClose }
        let length = try self.lengths.length(recording: &self.head.leniency)
        return hasNone ? .none : .length(length)
    }
}

extension HTTPHeadParser {
    private struct FieldValue {
        let text: String
        /// Nil if the text has the original bytes.
        var percentEncoded: String?
    }

    private static func digit(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// RFC 9110, section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte < 0x80 && "!#$%&'*+.^_`|~".utf8.contains(byte)
        }
    }

    private static func percentEncoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        bytes.reduce(into: "") { text, byte in
            if byte < 0x80 { text.unicodeScalars.append(Unicode.Scalar(byte)) } else { text += "%" + [byte].hex(uppercase: true) }
        }
    }
}
