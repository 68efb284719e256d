/// A value that passes between processes of possibly different versions, or waits on disk for the next process.
///
/// Its bytes begin with the version of their layout. A layout may grow at its end: readers ignore what follows the fields that
/// they know. Any other change needs a new version, which older readers refuse as `UnknownVersion`.
package protocol WireValue: Sendable {
    static var wireVersion: UInt64 { get }
    func write(to writer: inout ByteWriter)
    /// - Throws: `MalformedBytes` for anything invalid. It never traps, because the bytes may come from anyone.
    init(from reader: inout ByteReader) throws
}

/// The value was written by a newer version of StatusHawk. It must be left unchanged and counted.
package struct UnknownVersion: Error, Equatable {
    package let version: UInt64

    package init(version: UInt64) { self.version = version }
}

extension WireValue {
    package var wireBytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(Self.wireVersion)
        self.write(to: &writer)
        return writer.bytes
    }

    package init(wireBytes: [UInt8]) throws {
        var reader = ByteReader(wireBytes)
        let version = try reader.readUInt64()
        guard version > 0 else { throw ByteReader.MalformedBytes() }
        guard version <= Self.wireVersion else { throw UnknownVersion(version: version) }
        try self.init(from: &reader)
    }
}
