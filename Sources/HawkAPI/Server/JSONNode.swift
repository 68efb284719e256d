import HawkCore
import NIOCore

/// A node of a JSON document under construction. Unlike a `JSONValue`, its objects keep their order.
final class JSONNode {
    enum Content {
        case value(JSONValue)
        case array([JSONNode])
        case object([(name: String, node: JSONNode)])
    }

    var content = Content.value(.null)

    /// Adds an element to an array.
    func append() -> JSONNode {
        guard case .array(var elements) = self.content else { preconditionFailure("only an array can have elements") }
        let node = JSONNode()
        self.content = .value(.null)  // avoids a copy of the array
        elements.append(node)
        self.content = .array(elements)
        return node
    }

    /// Adds a member to an object.
    func append(_ name: String) -> JSONNode {
        guard case .object(var members) = self.content else { preconditionFailure("only an object can have members") }
        let node = JSONNode()
        self.content = .value(.null)  // avoids a copy of the members
        members.append((name, node))
        self.content = .object(members)
        return node
    }

    var count: Int { if case .array(let elements) = self.content { elements.count } else { 0 } }

    var value: JSONValue {
        switch self.content {
        case .value(let value): value
        case .array(let elements): .array(elements.map(\.value))
        case .object(let members):
            .object(Dictionary(members.map { ($0.name, $0.node.value) }, uniquingKeysWith: { _, last in last }))
        }
    }

    /// The document without whitespace.
    var bytes: ByteBuffer {
        var buffer = ByteBuffer()
        self.write(to: &buffer)
        return buffer
    }

    private func write(to buffer: inout ByteBuffer) {
        switch self.content {
        case .value(let value): buffer.write(value)
        case .array(let elements):
            buffer.write(elements, between: "[", and: "]") { $0.write(to: &$1) }
        case .object(let members):
            buffer.write(members, between: "{", and: "}") { member, buffer in
                buffer.write(text: member.name)
                buffer.writeStaticString(":")
                member.node.write(to: &buffer)
            }
        }
    }
}

extension ByteBuffer {
    fileprivate mutating func write(_ value: JSONValue) {
        switch value {
        case .null: self.writeStaticString("null")
        case .bool(let value): self.writeStaticString(value ? "true" : "false")
        case .int(let value): self.writeString("\(value)")
        case .double(let value): self.writeString("\(value)")
        case .string(let value): self.write(text: value)
        case .array(let elements): self.write(elements, between: "[", and: "]") { $1.write($0) }
        case .object(let members):
            self.write(members.sorted { $0.key < $1.key }, between: "{", and: "}") { member, buffer in
                buffer.write(text: member.key)
                buffer.writeStaticString(":")
                buffer.write(member.value)
            }
        }
    }

    fileprivate mutating func write<Element>(
        _ elements: [Element], between open: StaticString, and close: StaticString, _ write: (Element, inout ByteBuffer) -> Void
    ) {
        self.writeStaticString(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { self.writeStaticString(",") }
            write(element, &self)
        }
        self.writeStaticString(close)
    }

    /// Escapes what JSON requires, and `<` so that no browser takes a response for HTML.
    fileprivate mutating func write(text: String) {
        self.writeStaticString("\"")
        var text = text
        text.withUTF8 { bytes in
            var runStart = 0
            for (index, byte) in bytes.enumerated() {
                guard let escape = Self.escape(byte) else { continue }
                self.writeBytes(bytes[runStart..<index])
                self.writeString(escape)
                runStart = index + 1
            }
            self.writeBytes(bytes[runStart...])
        }
        self.writeStaticString("\"")
    }

    private static func escape(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "\""): "\\\""
        case UInt8(ascii: "\\"): "\\\\"
        case UInt8(ascii: "\n"): "\\n"
        case UInt8(ascii: "\r"): "\\r"
        case UInt8(ascii: "\t"): "\\t"
        case 0..<0x20, UInt8(ascii: "<"): "\\u00" + [byte].hex()
        default: nil
        }
    }
}
