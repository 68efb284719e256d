import HawkCore
package import Hummingbird
import NIOCore

/// Writes responses as JSON. Members have wire names (`WireName`) and the order in which the type encodes them. A field without a
/// value is `null`, never absent, even with a synthesized `encode(to:)`.
package struct BodyEncoder: ResponseEncoder {
    package func encode(_ value: some Encodable, from request: Request, context: some RequestContext) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: try Self.node(of: value).bytes))
    }

    /// - Throws: `EncodingError` for a number that JSON cannot represent.
    static func bytes(of value: some Encodable) throws -> ByteBuffer { try Self.node(of: value).bytes }

    /// Returns the same document as a value.
    static func value(of value: some Encodable) throws -> JSONValue { try Self.node(of: value).value }

    private static func node(of value: some Encodable) throws -> JSONNode {
        let node = JSONNode()
        try NodeEncoder(node: node, codingPath: []).fill(with: value)
        return node
    }
}

/// Fills one node.
private struct NodeEncoder: Encoder, SingleValueEncodingContainer {
    let node: JSONNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func fill<T: Encodable>(with value: T) throws {
        // The types are compared first because the cast is slow.
        if T.self == JSONValue.self, let json = value as? JSONValue {
            self.node.content = .value(json)
        } else {
            try value.encode(to: self)
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object = self.node.content {} else { self.node.content = .object([]) }
        return KeyedEncodingContainer(MemberEncoder(node: self.node, codingPath: self.codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .array = self.node.content {} else { self.node.content = .array([]) }
        return ElementEncoder(node: self.node, codingPath: self.codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { self.node.content = .value(.null) }
    func encode(_ value: Bool) { self.node.content = .value(.bool(value)) }
    func encode(_ value: String) { self.node.content = .value(.string(value)) }
    func encode(_ value: Double) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(value, .init(codingPath: self.codingPath, debugDescription: "not a JSON number"))
        }
        self.node.content = .value(.double(value))
    }
    func encode(_ value: Float) throws { try self.encode(Double(value)) }
    func encode(_ value: Int) { self.integer(value) }
    func encode(_ value: Int8) { self.integer(value) }
    func encode(_ value: Int16) { self.integer(value) }
    func encode(_ value: Int32) { self.integer(value) }
    func encode(_ value: Int64) { self.integer(value) }
    func encode(_ value: UInt) { self.integer(value) }
    func encode(_ value: UInt8) { self.integer(value) }
    func encode(_ value: UInt16) { self.integer(value) }
    func encode(_ value: UInt32) { self.integer(value) }
    func encode(_ value: UInt64) { self.integer(value) }
    func encode<T: Encodable>(_ value: T) throws { try self.fill(with: value) }

    private func integer(_ value: some BinaryInteger) {
        self.node.content = .value(Int64(exactly: value).map(JSONValue.int) ?? .double(Double(value)))
    }
}

/// Adds members to an object.
private struct MemberEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: JSONNode
    let codingPath: [any CodingKey]
    let names = WireNames<Key>()

    private func member(_ key: Key) -> NodeEncoder {
        var path = self.codingPath
        path.append(key)
        return NodeEncoder(node: self.node.append(self.names[key]), codingPath: path)
    }

    func encodeNil(forKey key: Key) { self.member(key).encodeNil() }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try self.member(key).fill(with: value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        self.member(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { self.member(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { NodeEncoder(node: self.node, codingPath: self.codingPath) }
    func superEncoder(forKey key: Key) -> any Encoder { self.member(key) }

    /// Encodes fields without a value as `null`; the standard library omits them.
    private func optional(_ value: (some Encodable)?, _ key: Key) throws {
        if let value { try self.encode(value, forKey: key) } else { self.encodeNil(forKey: key) }
    }

    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try self.optional(value, key) }
    func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try self.optional(value, key) }
}

/// Adds elements to an array.
private struct ElementEncoder: UnkeyedEncodingContainer {
    let node: JSONNode
    let codingPath: [any CodingKey]

    var count: Int { self.node.count }
    private var element: NodeEncoder { NodeEncoder(node: self.node.append(), codingPath: self.codingPath) }

    func encodeNil() { self.element.encodeNil() }
    func encode<T: Encodable>(_ value: T) throws { try self.element.fill(with: value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        self.element.container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self.element.unkeyedContainer() }
    func superEncoder() -> any Encoder { self.element }
}
