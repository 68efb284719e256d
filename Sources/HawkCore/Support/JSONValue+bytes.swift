extension JSONValue {
    /// More levels than any form accepts.
    private static var deepest: Int { 64 }

    /// Writes equal values with equal bytes: members are sorted by name.
    package func write(to writer: inout ByteWriter) {
        switch self {
        case .null: writer.write(0 as UInt64)
        case .bool(let value): writer.write((value ? 2 : 1) as UInt64)
        case .int(let value):
            writer.write(3 as UInt64)
            writer.write(value)
        case .double(let value):
            writer.write(4 as UInt64)
            writer.write(value)
        case .string(let value):
            writer.write(5 as UInt64)
            writer.write(value)
        case .array(let elements):
            writer.write(6 as UInt64)
            writer.write(elements) { $1.write(to: &$0) }
        case .object(let members):
            writer.write(7 as UInt64)
            writer.write(members.sorted { $0.key < $1.key }) { writer, member in
                writer.write(member.key)
                member.value.write(to: &writer)
            }
        }
    }

    package init(from reader: inout ByteReader) throws { try self.init(from: &reader, depth: 0) }

    private init(from reader: inout ByteReader, depth: Int) throws {
        guard depth < Self.deepest else { throw ByteReader.MalformedBytes() }
        switch try reader.readUInt64() {
        case 0: self = .null
        case 1: self = .bool(false)
        case 2: self = .bool(true)
        case 3: self = .int(try reader.readInt64())
        case 4: self = .double(try reader.readDouble())
        case 5: self = .string(try reader.readString())
        case 6: self = .array(try reader.readList { try JSONValue(from: &$0, depth: depth + 1) })
        case 7:
            let members = try reader.readList { (try $0.readString(), try JSONValue(from: &$0, depth: depth + 1)) }
            self = .object(Dictionary(members, uniquingKeysWith: { _, last in last }))
        default: throw ByteReader.MalformedBytes()
        }
    }
}
