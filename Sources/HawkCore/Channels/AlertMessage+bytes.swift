extension AlertMessage: WireValue {
    package static var wireVersion: UInt64 { 1 }

    package func write(to writer: inout ByteWriter) {
        writer.write(self.deliveryKey)
        writer.write(self.kind.rawValue)
        writer.write(self.occurredAt)
        writer.write(self.url)
        writer.write(self.organization.id)
        writer.write(self.organization.name)
        writer.write(self.monitor) { $1.write(to: &$0) }
        writer.write(self.incident) { $1.write(to: &$0) }
        writer.write(self.message)
        writer.write(self.incident?.end) { $1.write(to: &$0) }
    }

    package init(from reader: inout ByteReader) throws {
        self.init(
            deliveryKey: try reader.readString(), kind: try reader.readWord(), occurredAt: try reader.readInstant(),
            url: try reader.readString(),
            organization: OrganizationPart(id: try reader.readID(), name: try reader.readString()),
            monitor: try reader.readOptional { try MonitorPart(from: &$0) },
            incident: try reader.readOptional { try IncidentPart(from: &$0) }, message: try reader.readString())
        // Earlier versions end here.
        if !reader.isAtEnd { self.incident?.end = try reader.readOptional { try IncidentPart.End(from: &$0) } }
    }
}

extension AlertMessage.IncidentPart.End {
    fileprivate func write(to writer: inout ByteWriter) {
        switch self {
        case .recovered: writer.write(1 as UInt64)
        case .byHand(let name):
            writer.write(2 as UInt64)
            writer.write(name) { $0.write($1) }
        case .paused: writer.write(3 as UInt64)
        case .retargeted: writer.write(4 as UInt64)
        case .deleted: writer.write(5 as UInt64)
        }
    }

    fileprivate init(from reader: inout ByteReader) throws {
        switch try reader.readUInt64() {
        case 1: self = .recovered
        case 2: self = .byHand(name: try reader.readOptional { try $0.readString() })
        case 3: self = .paused
        case 4: self = .retargeted
        case 5: self = .deleted
        default: throw ByteReader.MalformedBytes()
        }
    }
}

extension AlertMessage.MonitorPart {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.write(self.id)
        writer.write(self.name)
        writer.write(self.type.rawValue)
        writer.write(self.target)
        writer.write(self.status.rawValue)
    }

    fileprivate init(from reader: inout ByteReader) throws {
        self.init(
            id: try reader.readID(), name: try reader.readString(), type: MonitorType(rawValue: try reader.readString()),
            target: try reader.readString(), status: try reader.readWord())
    }
}

extension AlertMessage.IncidentPart {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.write(self.id)
        writer.write(self.title)
        writer.write(self.cause.rawValue)
        writer.write(self.startedAt)
        writer.write(self.confirmedAt) { $0.write($1) }
        writer.write(self.resolvedAt) { $0.write($1) }
        writer.write(self.reason.rawValue)
        writer.write(self.message)
    }

    fileprivate init(from reader: inout ByteReader) throws {
        self.init(
            id: try reader.readID(), title: try reader.readString(), cause: try reader.readWord(),
            startedAt: try reader.readInstant(),
            confirmedAt: try reader.readOptional { try $0.readInstant() },
            resolvedAt: try reader.readOptional { try $0.readInstant() }, reason: try reader.readWord(),
            message: try reader.readString())
    }
}
