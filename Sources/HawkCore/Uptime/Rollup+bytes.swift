extension Rollup {
    package func encode(to writer: inout ByteWriter) {
        for count in [self.checks, self.up, self.degraded, self.down, self.unknown, self.anomalous] { writer.write(count) }
        writer.write(self.measured.milliseconds)
        writer.write(self.downtime.milliseconds)
        writer.write(self.latencySum.microseconds)
        writer.write(self.latencyMinimum?.microseconds ?? -1)
        writer.write(self.latencyMaximum?.microseconds ?? -1)
        self.latencies.encode(to: &writer)
    }

    package init(from reader: inout ByteReader) throws {
        self.checks = try reader.readInt()
        self.up = try reader.readInt()
        self.degraded = try reader.readInt()
        self.down = try reader.readInt()
        self.unknown = try reader.readInt()
        self.anomalous = try reader.readInt()
        self.measured = .milliseconds(try reader.readInt64())
        self.downtime = .milliseconds(try reader.readInt64())
        self.latencySum = .microseconds(try reader.readInt64())
        let minimum = try reader.readInt64()
        let maximum = try reader.readInt64()
        self.latencyMinimum = minimum < 0 ? nil : .microseconds(minimum)
        self.latencyMaximum = maximum < 0 ? nil : .microseconds(maximum)
        self.latencies = try LatencyHistogram(from: &reader)
        self.untimed = self.up + self.degraded - self.latencies.count
    }
}
