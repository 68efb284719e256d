/// Decodes a `JSONValue` and refuses members that the type did not request, so that a misspelt option never passes silently.
///
/// The decoder records which members a type requests while it decodes. It needs no list of them. Members and paths have wire names
/// (`WireName`).
package enum StrictDecoder {
    /// - Parameter missing: the error code for a required member that is absent or null. It is `malformed` for a document with a
    ///   schema. It is `invalid`, as for an empty field of a form, for settings, whose needs only their type knows.
    /// - Throws: `OperationError` with the path: a missing member, or `malformed` for an unknown one or a wrong type.
    package static func decode<T: Decodable>(
        _ type: T.Type, from value: JSONValue, missing: OperationError.Code = .malformed
    ) throws -> T {
        let ledger = Ledger()
        let result: T
        do {
            result = try ValueDecoder(value: value, codingPath: [], ledger: ledger).unbox(T.self)
        } catch let error as DecodingError {
            throw missing == .invalid && error.isAbsence
                ? OperationError.invalid([error.fieldError]) : .malformed([error.fieldError])
        }
        let unknown = ledger.unrequested
        guard unknown.isEmpty else { throw OperationError.malformed(unknown.map { FieldError($0, "is not a known field") }) }
        return result
    }
}

/// Records which members each object has and which were requested.
private final class Ledger {
    /// The maximum number of unknown members in an error. A document may have as many as it has bytes.
    private static let maxNamed = 20

    private var present: [ByteKey: Set<ByteKey>] = [:]
    private var requested: [ByteKey: Set<ByteKey>] = [:]

    func open(_ path: [any CodingKey], _ members: some Sequence<String>) {
        self.present[ByteKey(path.wirePath), default: []].formUnion(members.lazy.map { ByteKey($0) })
    }

    func request(_ path: [any CodingKey], _ member: String) {
        self.requested[ByteKey(path.wirePath), default: []].insert(ByteKey(member))
    }

    /// The first unknown members, sorted by path.
    var unrequested: [String] {
        let unknown = self.present.flatMap { path, members in
            members.subtracting(self.requested[path] ?? []).map { path == "" ? $0 : ByteKey("\(path).\($0)") }
        }
        return unknown.sorted().prefix(Self.maxNamed).map(\.text)
    }
}

private struct ValueDecoder: Decoder, SingleValueDecodingContainer {
    let value: JSONValue
    let codingPath: [any CodingKey]
    let ledger: Ledger
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = self.value else { throw self.mismatch("an object") }
        self.ledger.open(self.codingPath, members.keys)
        return KeyedDecodingContainer(ObjectContainer(members: members, decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = self.value else { throw self.mismatch("an array") }
        return ArrayContainer(elements: elements, decoder: self)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { self.value == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let value) = self.value else { throw self.mismatch("true or false") }
        return value
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let value) = self.value else { throw self.mismatch("a string") }
        return value
    }

    func decode(_ type: Double.Type) throws -> Double {
        switch self.value {
        case .double(let value): return value
        case .int(let value): return Double(value)
        default: throw self.mismatch("a number")
        }
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try self.decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try self.integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try self.integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try self.integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try self.integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try self.integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try self.integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try self.integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try self.integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try self.integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try self.integer() }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try self.unbox(type) }

    func unbox<T: Decodable>(_ type: T.Type) throws -> T {
        if let whole = self.value as? T, type == JSONValue.self { return whole }
        return try T(from: self)
    }

    private func integer<I: FixedWidthInteger>() throws -> I {
        switch self.value {
        case .int(let value): if let exact = I(exactly: value) { return exact }
        case .double(let value): if let exact = I(exactly: value) { return exact }
        default: break
        }
        throw self.mismatch("a whole number")
    }

    func mismatch(_ expected: String) -> DecodingError {
        // Null counts as missing.
        if self.value == .null, !self.codingPath.isEmpty {
            return .valueNotFound(JSONValue.self, .init(codingPath: self.codingPath, debugDescription: "is required"))
        }
        return .typeMismatch(JSONValue.self, .init(codingPath: self.codingPath, debugDescription: "must be \(expected)"))
    }

    func descend(_ name: String, _ value: JSONValue) -> ValueDecoder {
        ValueDecoder(value: value, codingPath: self.codingPath + [WireKey(stringValue: name)], ledger: self.ledger)
    }
}

private struct ObjectContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [String: JSONValue]  // BOUNDED: as in JSONValue
    let decoder: ValueDecoder
    let names = WireNames<Key>()

    var codingPath: [any CodingKey] { self.decoder.codingPath }
    /// For dictionaries. A type knows its keys.
    var allKeys: [Key] { self.members.keys.sorted().compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool {
        let name = self.names[key]
        self.decoder.ledger.request(self.codingPath, name)
        return self.members[name] != nil
    }

    func decodeNil(forKey key: Key) throws -> Bool { try self.member(key).decodeNil() }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try self.member(key).unbox(type) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try self.member(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try self.member(key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { self.decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { try self.member(key) }

    private func member(_ key: Key) throws -> ValueDecoder {
        let name = self.names[key]
        guard self.contains(key), let value = self.members[name] else {
            throw DecodingError.keyNotFound(key, .init(codingPath: self.codingPath, debugDescription: "is required"))
        }
        return self.decoder.descend(name, value)
    }
}

private struct ArrayContainer: UnkeyedDecodingContainer {
    let elements: [JSONValue]
    let decoder: ValueDecoder
    var currentIndex = 0

    init(elements: [JSONValue], decoder: ValueDecoder) {
        self.elements = elements
        self.decoder = decoder
    }

    var codingPath: [any CodingKey] { self.decoder.codingPath }
    var count: Int? { self.elements.count }
    var isAtEnd: Bool { self.currentIndex >= self.elements.count }

    mutating func decodeNil() throws -> Bool {
        guard !self.isAtEnd, self.elements[self.currentIndex] == .null else { return false }
        self.currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try self.next().unbox(type) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        try self.next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try self.next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try self.next() }

    private mutating func next() throws -> ValueDecoder {
        guard !self.isAtEnd else {
            throw DecodingError.valueNotFound(
                JSONValue.self, .init(codingPath: self.codingPath, debugDescription: "has too few elements"))
        }
        defer { self.currentIndex += 1 }
        return self.decoder.descend("\(self.currentIndex)", self.elements[self.currentIndex])
    }
}

extension DecodingError {
    fileprivate var isAbsence: Bool {
        switch self {
        case .keyNotFound, .valueNotFound: true
        default: false
        }
    }

    /// The same failure, for the person who sent the document.
    fileprivate var fieldError: FieldError {
        switch self {
        case .keyNotFound(let key, let context): FieldError((context.codingPath + [key]).wirePath, "is required")
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            FieldError(context.codingPath.wirePath, context.debugDescription)
        @unknown default: FieldError("", "cannot be read")
        }
    }
}
