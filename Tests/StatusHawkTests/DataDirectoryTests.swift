import Foundation
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

@testable import StatusHawk

@Suite struct DataDirectoryTests {
    @Test func `a new directory is accessible only to its owner, and its key stays the same`() async throws {
        try await TemporaryDirectory.with { parent in
            let path = "\(parent)/new/data"
            let directory = try DataDirectory(path)
            #expect(try directory.storedKey() == nil)
            let key = try directory.generateKey()
            #expect(key.revealed.utf8.count == 64)
            #expect(try directory.storedKey() == key)
            let modes = try [path, "\(path)/secret.key"].map {
                try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int
            }
            #expect(modes == [0o700, 0o600])
            directory.unlock()
            let again = try DataDirectory(path)
            #expect(try again.storedKey() == key)
            again.unlock()
        }
    }

    @Test func `files that other users could read become private`() async throws {
        try await TemporaryDirectory.with { parent in
            let path = "\(parent)/data"
            let files = [
                "statushawk.lock", "secret.key", "statushawk.db", "statushawk.db-wal", "statushawk.db-shm", "spill/1.batch",
            ]
            try FileManager.default.createDirectory(atPath: "\(path)/spill", withIntermediateDirectories: true)
            for file in files {
                try Data(count: 64).write(to: URL(filePath: "\(path)/\(file)"))
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(path)/\(file)")
            }
            for directory in [path, "\(path)/spill"] {
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory)
            }
            try DataDirectory(path).unlock()
            for file in files { #expect(try Self.mode("\(path)/\(file)") == 0o600, "\(file)") }
            for directory in [path, "\(path)/spill"] { #expect(try Self.mode(directory) == 0o700, "\(directory)") }
        }
    }

    @Test func `a directory of another program is refused and not changed`() async throws {
        try await TemporaryDirectory.with { parent in
            try Data().write(to: URL(filePath: "\(parent)/recipes"))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: parent)
            #expect(throws: ConfigurationError.self) { try DataDirectory(parent) }
            #expect(try Self.mode(parent) == 0o755)
        }
    }

    @Test func `a database at another path is accessible only to its owner`() async throws {
        try await TemporaryDirectory.with { parent in
            let path = "\(parent)/elsewhere.db"
            let database = try await DatabaseAddress.sqlite(path: path).open(poolSize: 1, clock: SystemClock())
            for suffix in ["", "-wal", "-shm"] { #expect(try Self.mode(path + suffix) == 0o600, "\(suffix)") }
            await database.close()
        }
    }

    /// The ways in which an existing key is unreadable.
    private static let unreadable = ["Latin-1", "UTF-16", "empty", "too large", "a directory", "a link to nothing"]

    private func leave(_ name: String, at path: String) throws {
        var bytes = [UInt8](repeating: 0x6B, count: 64)
        switch name {
        case "Latin-1": bytes[1] = 0xFC
        case "UTF-16":
            bytes[0] = 0xFF
            bytes[1] = 0xFE
        case "empty": bytes = []
        case "too large": bytes = [UInt8](repeating: 0x6B, count: 70_000)
        case "a directory": return try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        default:
            return try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/nonexistent/secret.key")
        }
        try Data(bytes).write(to: URL(filePath: path))
    }

    @Test(arguments: DataDirectoryTests.unreadable)
    func `an unreadable key is refused and not changed`(_ name: String) async throws {
        try await TemporaryDirectory.with { parent in
            let path = "\(parent)/data"
            let directory = try DataDirectory(path)
            let file = "\(path)/secret.key"
            try self.leave(name, at: file)
            let before = try FileManager.default.attributesOfItem(atPath: file)
            let error = #expect(throws: ConfigurationError.self) { try directory.storedKey() }
            #expect(error?.description.hasPrefix(file) == true)
            // Nor is a new one generated in its place.
            #expect(throws: ConfigurationError.self) { try directory.generateKey() }
            let after = try FileManager.default.attributesOfItem(atPath: file)
            for key in [FileAttributeKey.systemFileNumber, .size, .type] {
                #expect("\(before[key] ?? "none")" == "\(after[key] ?? "none")", "\(key)")
            }
            directory.unlock()
        }
    }

    @Test(arguments: ["lost+found", ".snapshot", "@eaDir", ".DS_Store", ".Trash-1000", "System Volume Information"])
    func `files that every volume contains do not count as another program's`(_ name: String) async throws {
        try await TemporaryDirectory.with { parent in
            let path = "\(parent)/data"
            try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
            try DataDirectory(path).unlock()
            // Beside other files they excuse nothing.
            let other = "\(parent)/other"
            try FileManager.default.createDirectory(atPath: "\(other)/\(name)", withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: "\(other)/recipes"))
            #expect(throws: ConfigurationError.self) { try DataDirectory(other) }
        }
    }

    private static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `a second server, a foreign directory and a damaged key are refused`() async throws {
        try await TemporaryDirectory.with { parent in
            let directory = try DataDirectory("\(parent)/data")
            let second = #expect(throws: ConfigurationError.self) { try DataDirectory("\(parent)/data") }
            #expect(second?.description == "another StatusHawk server is running on the data directory \(parent)/data")
            try Data("short".utf8).write(to: URL(filePath: "\(parent)/data/secret.key"))
            #expect(throws: ConfigurationError.self) { try directory.storedKey() }
            directory.unlock()
            let foreign = #expect(throws: ConfigurationError.self) { try DataDirectory(parent) }
            #expect(foreign?.description.contains("contains files of another program") == true)
        }
    }
}
