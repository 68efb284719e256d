/// Writes compact, versioned encodings of our own state: LEB128 integers (zigzag if signed) and length-prefixed text.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: the expected number of bytes.
    package init(capacity: Int = 0) { self.bytes.reserveCapacity(capacity) }

    /// Appends bytes from another writer.
    mutating func append(_ bytes: [UInt8]) { self.bytes += bytes }

    package mutating func write(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            self.bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        self.bytes.append(UInt8(rest))
    }

    package mutating func write(_ value: Int) { self.write(UInt64(bitPattern: Int64(value << 1) ^ Int64(value >> 63))) }
    package mutating func write(_ value: Int64) { self.write(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }
    package mutating func write(_ value: Bool) { self.bytes.append(value ? 1 : 0) }

    package mutating func write(_ value: String) {
        var value = value
        value.withUTF8 {
            self.write(UInt64($0.count))
            self.bytes.append(contentsOf: $0)
        }
    }

    package mutating func write(_ value: [UInt8]) {
        self.write(UInt64(value.count))
        self.bytes.append(contentsOf: value)
    }
}

/// Reads what a `ByteWriter` wrote. Every method throws `MalformedBytes` at the first invalid byte.
package struct ByteReader: Sendable {
    package struct MalformedBytes: Error {
        package init() {}
    }

    private let bytes: [UInt8]
    private var position = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var isAtEnd: Bool { self.position == self.bytes.count }

    /// The number of bytes left. No list in them can be longer.
    package var remaining: Int { self.bytes.count - self.position }

    package mutating func readUInt64() throws -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard self.position < self.bytes.count, shift < 64 else { throw MalformedBytes() }
            let byte = self.bytes[self.position]
            self.position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    package mutating func readInt64() throws -> Int64 {
        let value = try self.readUInt64()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    package mutating func readInt() throws -> Int { Int(try self.readInt64()) }

    package mutating func readBool() throws -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] < 2 else { throw MalformedBytes() }
        self.position += 1
        return self.bytes[self.position - 1] == 1
    }

    package mutating func readBytes() throws -> [UInt8] {
        let count = try self.readUInt64()
        guard count <= UInt64(self.bytes.count - self.position) else { throw MalformedBytes() }
        defer { self.position += Int(count) }
        return Array(self.bytes[self.position..<self.position + Int(count)])
    }

    package mutating func readString() throws -> String {
        guard let text = String(validating: try self.readBytes(), as: UTF8.self) else { throw MalformedBytes() }
        return text
    }
}
