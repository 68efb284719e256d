extension CheckTask: WireValue {
    package static var wireVersion: UInt64 { 1 }

    /// Writes the fields that differ from slot to slot first. The rest is the same in every task of a monitor's version.
    package func write(to writer: inout ByteWriter) {
        Self.writeHead(slot: self.slot, epoch: self.epoch, location: self.location, to: &writer)
        self.writeBody(to: &writer)
    }

    static func writeHead(slot: Instant, epoch: Int64, location: String, to writer: inout ByteWriter) {
        writer.write(slot)
        writer.write(epoch)
        writer.write(location)
    }

    func writeBody(to writer: inout ByteWriter) {
        writer.write(self.monitor)
        writer.write(self.organization)
        writer.write(self.revision)
        writer.write(self.type.rawValue)
        writer.write(self.target)
        writer.write(self.timing.interval)
        writer.write(self.timing.timeout)
        writer.write(self.timing.confirmations)
        writer.write(self.timing.confirmationDelay)
        self.settings.write(to: &writer)
        writer.write(self.sealedSettings) { $0.write($1) }
    }

    package init(from reader: inout ByteReader) throws {
        self.slot = try reader.readInstant()
        self.epoch = try reader.readInt64()
        self.location = try reader.readString()
        self.monitor = try reader.readID()
        self.organization = try reader.readID()
        self.revision = try reader.readInt64()
        self.type = MonitorType(rawValue: try reader.readString())
        self.target = try reader.readString()
        self.timing = CheckTiming(
            interval: try reader.readDuration(), timeout: try reader.readDuration(),
            confirmations: try reader.readInt(in: 0...1_000), confirmationDelay: try reader.readDuration())
        self.settings = try JSONValue(from: &reader)
        self.sealedSettings = try reader.readOptional { try $0.readBytes() }
    }
}
