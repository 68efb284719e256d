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
    }

    package init(from reader: inout ByteReader) throws {
        self.init(
            deliveryKey: try reader.readString(), kind: try reader.readWord(), occurredAt: try reader.readInstant(),
            url: try reader.readString(),
            organization: OrganizationPart(id: try reader.readID(), name: try reader.readString()),
            monitor: try reader.readOptional { try MonitorPart(from: &$0) },
            incident: try reader.readOptional { try IncidentPart(from: &$0) }, message: try reader.readString())
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
