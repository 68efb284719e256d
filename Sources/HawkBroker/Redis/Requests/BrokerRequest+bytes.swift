package import HawkCore

extension BrokerRequest: WireValue {
    package static var wireVersion: UInt64 { 1 }

    package func write(to writer: inout ByteWriter) {
        switch self {
        case .check(let task, let recorded):
            writer.write(1 as UInt64)
            writer.write(task.wireBytes)
            writer.write(recorded)
        case .send(let message, let type, let config, let sealedConfig):
            writer.write(2 as UInt64)
            writer.write(message.wireBytes)
            writer.write(type.rawValue)
            config.write(to: &writer)
            writer.write(sealedConfig) { $0.write($1) }
        }
    }

    package init(from reader: inout ByteReader) throws {
        switch try reader.readUInt64() {
        case 1: self = .check(try CheckTask(wireBytes: try reader.readBytes()), recorded: try reader.readBool())
        case 2:
            self = .send(
                try AlertMessage(wireBytes: try reader.readBytes()), type: ChannelType(rawValue: try reader.readString()),
                config: try JSONValue(from: &reader), sealedConfig: try reader.readOptional { try $0.readBytes() })
        default: throw ByteReader.MalformedBytes()
        }
    }
}

extension BrokerReply: WireValue {
    package static var wireVersion: UInt64 { 1 }

    package func write(to writer: inout ByteWriter) {
        switch self {
        case .checked(let result):
            writer.write(1 as UInt64)
            writer.write(result.wireBytes)
        case .sent: writer.write(2 as UInt64)
        case .refused(let sentence):
            writer.write(3 as UInt64)
            writer.write(sentence)
        case .busy(let sentence):
            writer.write(4 as UInt64)
            writer.write(sentence)
        }
    }

    package init(from reader: inout ByteReader) throws {
        switch try reader.readUInt64() {
        case 1: self = .checked(try CheckResult(wireBytes: try reader.readBytes()))
        case 2: self = .sent
        case 3: self = .refused(try reader.readString())
        case 4: self = .busy(try reader.readString())
        default: throw ByteReader.MalformedBytes()
        }
    }
}

/// A request or an answer in transit, with the address for the reply.
struct Envelope<Content: WireValue>: WireValue {
    static var wireVersion: UInt64 { 1 }

    /// The name of the process that sent the request.
    let process: String
    /// The name of the request.
    let name: String
    let content: Content

    init(process: String, name: String, content: Content) {
        self.process = process
        self.name = name
        self.content = content
    }

    func write(to writer: inout ByteWriter) {
        writer.write(self.process)
        writer.write(self.name)
        writer.write(self.content.wireBytes)
    }

    init(from reader: inout ByteReader) throws {
        self.process = try reader.readString()
        self.name = try reader.readString()
        self.content = try Content(wireBytes: try reader.readBytes())
    }
}
