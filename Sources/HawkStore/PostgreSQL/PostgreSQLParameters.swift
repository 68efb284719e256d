/// The values of one execution in libpq's format. Text, which PostgreSQL converts to the type that the statement needs, so that
/// one prepared statement serves nulls and values. Bytes stay unchanged.
struct PostgreSQLParameters {
    private var bytes: [UInt8] = []
    /// The start of each value in `bytes`. Nil for null.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    /// 0: text, 1: binary.
    private var formats: [Int32] = []

    /// Replaces the previous values and keeps the memory.
    /// - Throws: `StoreError.invalid` for a text with a NUL byte.
    mutating func set(_ values: [SQLValue]) throws {
        self.bytes.removeAll(keepingCapacity: true)
        self.starts.removeAll(keepingCapacity: true)
        self.lengths.removeAll(keepingCapacity: true)
        self.formats.removeAll(keepingCapacity: true)
        for value in values { try self.append(value) }
    }

    private mutating func append(_ value: SQLValue) throws {
        let start = self.bytes.count
        switch value {
        case .null: break
        case .bool(let value): self.bytes.append(UInt8(ascii: value ? "t" : "f"))
        case .int(let value): self.bytes.append(contentsOf: String(value).utf8)
        case .double(let value): self.bytes.append(contentsOf: "\(value)".utf8)
        case .text(let value): self.bytes.append(contentsOf: try Self.checked(value).utf8)
        case .bytes(let value): self.bytes.append(contentsOf: value)
        case .integers(let values): self.appendArray(values) { $0.append(contentsOf: String($1).utf8) }
        case .texts(let values): self.appendArray(try values.map { try Self.checked($0) }) { $0.appendQuoted($1) }
        }
        self.starts.append(value == .null ? nil : start)
        self.lengths.append(Int32(self.bytes.count - start))
        if case .bytes = value { self.formats.append(1) } else { self.formats.append(0) }
        self.bytes.append(0)
    }

    private mutating func appendArray<Element>(_ elements: [Element], _ append: (inout [UInt8], Element) -> Void) {
        self.bytes.append(UInt8(ascii: "{"))
        for (index, element) in elements.enumerated() {
            if index > 0 { self.bytes.append(UInt8(ascii: ",")) }
            append(&self.bytes, element)
        }
        self.bytes.append(UInt8(ascii: "}"))
    }

    /// PostgreSQL cannot store NUL in text, and libpq would end the value there.
    private static func checked(_ value: String) throws -> String {
        guard !value.utf8.contains(0) else { throw StoreError.invalid(detail: "a text contains a NUL byte") }
        return value
    }

    typealias Pointers = (
        count: Int32, values: UnsafePointer<UnsafePointer<CChar>?>?, lengths: UnsafePointer<Int32>?,
        formats: UnsafePointer<Int32>?
    )

    func withPointers<Result>(_ body: (Pointers) -> Result) -> Result {
        self.bytes.withUnsafeBytes { bytes in
            // SAFETY: a value begins within `bytes`, which outlives the call of `body`, and ends with a NUL there.
            let values = self.starts.map { start in
                start.map { (bytes.baseAddress! + $0).assumingMemoryBound(to: CChar.self) }
            }
            return values.withUnsafeBufferPointer { values in
                self.lengths.withUnsafeBufferPointer { lengths in
                    self.formats.withUnsafeBufferPointer { formats in
                        body((Int32(values.count), values.baseAddress, lengths.baseAddress, formats.baseAddress))
                    }
                }
            }
        }
    }
}

extension [UInt8] {
    /// Appends an element of an array literal: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
    fileprivate mutating func appendQuoted(_ text: String) {
        self.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { self.append(UInt8(ascii: "\\")) }
            self.append(byte)
        }
        self.append(UInt8(ascii: "\""))
    }
}
