extension CheckResult: WireValue {
    package static var wireVersion: UInt64 { 1 }

    package func write(to writer: inout ByteWriter) {
        writer.write(self.monitor)
        writer.write(self.organization)
        writer.write(self.revision)
        writer.write(self.location)
        writer.write(self.slot)
        writer.write(self.startedAt)
        writer.write(self.finishedAt)
        writer.write(self.interval)
        writer.write(self.outcome.code)
        writer.write(self.reason.rawValue)
        writer.write(self.message)
        writer.write(self.statusCode) { $0.write($1) }
        writer.write(self.attempts)
        writer.write(self.firstFailedAt) { $0.write($1) }
        writer.write(orNegative: self.latency)
        for phase in [self.phases.dns, self.phases.connect, self.phases.tls, self.phases.firstByte, self.phases.transfer] {
            writer.write(phase) { $0.write($1) }
        }
        writer.write(self.evidence) { $1.write(to: &$0) }
        writer.write(self.anomalous)
        writer.write(self.zScore) { $0.write($1) }
        for record in self.evidence { record.evidence.writeLater(to: &writer) }
        for record in self.evidence { record.evidence.writeChanges(to: &writer) }
        for record in self.evidence { writer.write(record.evidence.lenient) { $0.write($1) } }
    }

    package init(from reader: inout ByteReader) throws {
        self.monitor = try reader.readID()
        self.organization = try reader.readID()
        self.revision = try reader.readInt64()
        self.location = try reader.readString()
        self.slot = try reader.readInstant()
        self.startedAt = try reader.readInstant()
        self.finishedAt = try reader.readInstant()
        self.interval = try reader.readDuration()
        self.outcome = try reader.readOutcome()
        self.reason = try reader.readWord()
        self.message = try reader.readString()
        self.statusCode = try reader.readOptional { try $0.readInt() }
        self.attempts = try reader.readInt(in: 0...1_000_000)
        self.firstFailedAt = try reader.readOptional { try $0.readInstant() }
        self.latency = try reader.readDurationOrNegative()
        self.phases = Phases(
            dns: try reader.readOptional { try $0.readDuration() }, connect: try reader.readOptional { try $0.readDuration() },
            tls: try reader.readOptional { try $0.readDuration() }, firstByte: try reader.readOptional { try $0.readDuration() },
            transfer: try reader.readOptional { try $0.readDuration() })
        self.evidence = try reader.readList { try AttemptRecord(from: &$0) }
        self.anomalous = try reader.readBool()
        self.zScore = try reader.readOptional { try $0.readDouble() }
        for index in self.evidence.indices where !reader.isAtEnd { try self.evidence[index].evidence.readLater(from: &reader) }
        for index in self.evidence.indices where !reader.isAtEnd { try self.evidence[index].evidence.readChanges(from: &reader) }
        for index in self.evidence.indices where !reader.isAtEnd {
            self.evidence[index].evidence.lenient = try reader.readList { try $0.readString() }
        }
    }
}

extension AttemptEvidence {
    /// Writes later fields at the end of the whole, where older readers ignore them. Values from older writers end before them.
    fileprivate func writeLater(to writer: inout ByteWriter) {
        writer.write(self.size) { $0.write($1) }
        writer.write(self.redirects) { $0.write($1) }
        writer.write(self.tlsVersion) { $0.write($1) }
    }

    fileprivate mutating func readLater(from reader: inout ByteReader) throws {
        self.size = try reader.readOptional { try $0.readInt() }
        self.redirects = try reader.readList { try $0.readString() }
        self.tlsVersion = try reader.readOptional { try $0.readString() }
    }

    fileprivate func writeChanges(to writer: inout ByteWriter) {
        writer.write(self.changes) { writer, changes in
            writer.write(changes) {
                $0.write($1.what.rawValue)
                $0.write($1.before)
                $0.write($1.after)
            }
        }
    }

    fileprivate mutating func readChanges(from reader: inout ByteReader) throws {
        self.changes = try reader.readOptional { reader in
            try reader.readList { Change(what: try $0.readWord(), before: try $0.readString(), after: try $0.readString()) }
        }
    }
}

extension AttemptRecord {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.write(self.startedAt)
        writer.write(self.outcome.code)
        writer.write(self.reason.rawValue)
        writer.write(self.message)
        writer.write(self.statusCode) { $0.write($1) }
        writer.write(self.latencyMicroseconds)
        writer.write(self.evidence.addresses) { $0.write($1) }
        writer.write(self.evidence.peer) { $0.write($1) }
        writer.write(self.evidence.headers) {
            $0.write($1.name)
            $0.write($1.value)
        }
        writer.write(self.evidence.body) { $0.write($1) }
        writer.write(self.evidence.certificates) { $1.write(to: &$0) }
    }

    fileprivate init(from reader: inout ByteReader) throws {
        self.startedAt = try reader.readInstant()
        self.outcome = try reader.readOutcome()
        self.reason = try reader.readWord()
        self.message = try reader.readString()
        self.statusCode = try reader.readOptional { try $0.readInt() }
        self.latencyMicroseconds = try reader.readDuration().microseconds
        self.evidence = AttemptEvidence()
        self.evidence.addresses = try reader.readList { try $0.readString() }
        self.evidence.peer = try reader.readOptional { try $0.readString() }
        self.evidence.headers = try reader.readList {
            AttemptEvidence.Header(name: try $0.readString(), value: try $0.readString())
        }
        self.evidence.body = try reader.readOptional { try $0.readString() }
        self.evidence.certificates = try reader.readList { try CertificateSummary(from: &$0) }
    }
}

extension CertificateSummary {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.write(self.subject)
        writer.write(self.issuer)
        writer.write(self.names) { $0.write($1) }
        writer.write(self.notBefore)
        writer.write(self.notAfter)
    }

    fileprivate init(from reader: inout ByteReader) throws {
        self.subject = try reader.readString()
        self.issuer = try reader.readString()
        self.names = try reader.readList { try $0.readString() }
        self.notBefore = try reader.readInstant()
        self.notAfter = try reader.readInstant()
    }
}

extension ByteReader {
    mutating func readOutcome() throws -> Outcome {
        guard let outcome = Outcome(code: try self.readInt()) else { throw MalformedBytes() }
        return outcome
    }
}
