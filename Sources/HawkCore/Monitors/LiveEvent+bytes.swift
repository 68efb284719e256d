extension LiveEvent: WireValue {
    package static var wireVersion: UInt64 { 1 }

    package func write(to writer: inout ByteWriter) {
        writer.write(self.organization) { $0.write($1) }
        writer.write(self.at)
        switch self.kind {
        case .check(let monitor, let outcome, let latency, let location):
            writer.write(1 as UInt64)
            writer.write(monitor)
            writer.write(outcome.code)
            writer.write(orNegative: latency)
            writer.write(location)
        case .status(let monitor, let verdict, let since):
            writer.write(2 as UInt64)
            writer.write(monitor)
            writer.write(verdict.rawValue)
            writer.write(since)
        case .incident(let incident, let status, let monitors):
            writer.write(3 as UInt64)
            writer.write(incident)
            writer.write(status.rawValue)
            writer.write(monitors) { $0.write($1) }
        case .delivery(let delivery, let channel, let status):
            writer.write(4 as UInt64)
            writer.write(delivery)
            writer.write(channel)
            writer.write(status.rawValue)
        case .missed: writer.write(5 as UInt64)
        case .pagesEdited: writer.write(6 as UInt64)
        }
    }

    package init(from reader: inout ByteReader) throws {
        let organization = try reader.readOptional { try $0.readID(Organization.self) }
        let at = try reader.readInstant()
        self.init(organization: organization, at: at, kind: try Kind(from: &reader))
    }
}

extension LiveEvent.Kind {
    fileprivate init(from reader: inout ByteReader) throws {
        switch try reader.readUInt64() {
        case 1:
            self = .check(
                try reader.readID(), outcome: try reader.readOutcome(), latency: try reader.readDurationOrNegative(),
                location: try reader.readString())
        case 2:
            let monitor = try reader.readID(Monitor.self)
            guard let verdict = Verdict(rawValue: try reader.readInt()) else { throw ByteReader.MalformedBytes() }
            self = .status(monitor, verdict, since: try reader.readInstant())
        case 3:
            self = .incident(
                try reader.readID(), try reader.readWord(), monitors: try reader.readList { try $0.readID(Monitor.self) })
        case 4: self = .delivery(try reader.readID(), try reader.readID(), try reader.readWord())
        case 5: self = .missed
        case 6: self = .pagesEdited
        default: throw ByteReader.MalformedBytes()
        }
    }
}
