// Encodings of the values that most messages contain.

extension ByteWriter {
    package mutating func write(_ value: Instant) { self.write(value.milliseconds) }
    package mutating func write(_ value: Duration) { self.write(value.microseconds) }
    /// For a value that was not optional in earlier versions. The encoding of all other values stays.
    package mutating func write(orNegative value: Duration?) { self.write(value?.microseconds ?? -1) }
    package mutating func write<Entity>(_ value: ID<Entity>) { self.write(value.rawValue) }
    package mutating func write(_ value: Double) { self.write(value.bitPattern) }

    package mutating func write<Value>(_ value: Value?, _ write: (inout ByteWriter, Value) -> Void) {
        self.write(value != nil)
        if let value { write(&self, value) }
    }

    package mutating func write<Element>(_ list: [Element], _ write: (inout ByteWriter, Element) -> Void) {
        self.write(UInt64(list.count))
        for element in list { write(&self, element) }
    }
}

extension ByteReader {
    /// Beyond these limits, arithmetic on instants and durations could overflow. No real value comes near them.
    private static var latest: Int64 { 1 << 52 }
    private static var longest: Duration { .days(36_525) }

    package mutating func readInstant() throws -> Instant {
        let milliseconds = try self.readInt64()
        guard milliseconds.magnitude < Self.latest else { throw MalformedBytes() }
        return Instant(milliseconds: milliseconds)
    }

    /// Reads a duration that is not negative.
    package mutating func readDuration() throws -> Duration {
        let microseconds = try self.readInt64()
        guard microseconds >= 0, .microseconds(microseconds) <= Self.longest else { throw MalformedBytes() }
        return .microseconds(microseconds)
    }

    package mutating func readDurationOrNegative() throws -> Duration? {
        let microseconds = try self.readInt64()
        guard .microseconds(microseconds) <= Self.longest else { throw MalformedBytes() }
        return microseconds < 0 ? nil : .microseconds(microseconds)
    }

    package mutating func readID<Entity>(_: Entity.Type = Entity.self) throws -> ID<Entity> { ID(try self.readInt64()) }

    package mutating func readDouble() throws -> Double { Double(bitPattern: try self.readUInt64()) }

    package mutating func readInt(in range: ClosedRange<Int>) throws -> Int {
        let value = try self.readInt()
        guard range.contains(value) else { throw MalformedBytes() }
        return value
    }

    /// Reads one of the words of a closed list.
    package mutating func readWord<Word: RawRepresentable<String>>(_: Word.Type = Word.self) throws -> Word {
        guard let word = Word(rawValue: try self.readString()) else { throw MalformedBytes() }
        return word
    }

    package mutating func readOptional<Value>(_ read: (inout ByteReader) throws -> Value) throws -> Value? {
        try self.readBool() ? try read(&self) : nil
    }

    package mutating func readList<Element>(_ read: (inout ByteReader) throws -> Element) throws -> [Element] {
        let count = try self.readUInt64()
        // Each element takes at least a byte, so a hostile count cannot make us reserve memory for elements that were never sent.
        guard count <= UInt64(self.remaining) else { throw MalformedBytes() }
        return try (0..<count).map { _ in try read(&self) }
    }
}
