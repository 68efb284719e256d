import Crypto
import Foundation
import HawkCore

#if canImport(Glibc)
    import Glibc
#endif

/// The format of spilled results: a line that names the format, the SHA-256 of the rest, and the results. Files of earlier
/// versions contain only the results.
enum SpillFile {
    /// No earlier file begins like this, because its first result would have an unknown version.
    private static let magic = Array("statushawk-spill-2\n".utf8)

    struct Unreadable: Error {}

    static func encode(_ results: [CheckResult]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(results.map(\.wireBytes)) { $0.write($1) }
        return Self.magic + Array(SHA256.hash(data: writer.bytes)) + writer.bytes
    }

    /// - Throws: `Unreadable` if it is damaged or from a newer version.
    static func decode(_ bytes: [UInt8]) throws -> [CheckResult] {
        do {
            guard bytes.starts(with: Self.magic) else { return try Self.results(bytes) }
            let sum = bytes.dropFirst(Self.magic.count).prefix(SHA256Digest.byteCount)
            let body = Array(bytes.dropFirst(Self.magic.count + SHA256Digest.byteCount))
            guard sum.elementsEqual(SHA256.hash(data: body)) else { throw Unreadable() }
            return try Self.results(body)
        } catch {
            throw Unreadable()
        }
    }

    private static func results(_ bytes: [UInt8]) throws -> [CheckResult] {
        var reader = ByteReader(bytes)
        let results = try reader.readList { try CheckResult(wireBytes: try $0.readBytes()) }
        guard reader.isAtEnd else { throw Unreadable() }
        return results
    }

    /// - Returns: Nil if the file does not exist.
    /// - Throws: `Unreadable` if the disk cannot read it. `POSIXError` if a later read may succeed.
    static func read(_ path: String) throws -> [CheckResult]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Self.failure
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw errno == EIO ? Unreadable() as any Error : Self.failure }
            if count == 0 { return try Self.decode(bytes) }
            bytes += chunk[..<count]
        }
    }

    /// Writes and syncs a file before it gets its name, so that a crash leaves the complete file or none.
    static func write(_ bytes: [UInt8], to file: URL) throws {
        let partial = file.appendingPathExtension(Self.partialExtension)
        do {
            try Data(bytes).write(to: partial)
            // Syncs the contents before the rename, then the directory, which contains the name.
            try Self.sync(partial.path)
            try Self.move(partial, to: file)
            try Self.sync(file.deletingLastPathComponent().path)
        } catch {
            unlink(partial.path)  // if it exists
            throw error
        }
    }

    static let partialExtension = "new"

    /// Replaces an existing file of that name.
    static func move(_ file: URL, to other: URL) throws {
        guard rename(file.path, other.path) == 0 else { throw Self.failure }
    }

    private static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure }
    }

    private static var failure: any Error { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
