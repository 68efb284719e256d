import Foundation
import HawkCore
import HawkTestSupport
import Testing

@testable import StatusHawk

@Suite struct DataDirectoryTests {
    @Test func `a new directory is made for its owner alone and its key stays the same`() async throws {
        try await TemporaryDirectory.with { parent in
            let path = "\(parent)/new/data"
            let directory = try DataDirectory(path)
            let key = try directory.secretKey()
            #expect(key.revealed.utf8.count == 64)
            #expect(try directory.secretKey() == key)
            let modes = try [path, "\(path)/secret.key"].map {
                try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int
            }
            #expect(modes == [0o700, 0o600])
            directory.unlock()
            let again = try DataDirectory(path)
            #expect(try again.secretKey() == key)
            again.unlock()
        }
    }

    @Test func `a second server, a foreign directory and a damaged key are refused`() async throws {
        try await TemporaryDirectory.with { parent in
            let directory = try DataDirectory("\(parent)/data")
            let second = #expect(throws: ConfigurationError.self) { try DataDirectory("\(parent)/data") }
            #expect(second?.description == "another StatusHawk server is running on the data directory \(parent)/data")
            try Data("short".utf8).write(to: URL(filePath: "\(parent)/data/secret.key"))
            #expect(throws: ConfigurationError.self) { try directory.secretKey() }
            directory.unlock()
            let foreign = #expect(throws: ConfigurationError.self) { try DataDirectory(parent) }
            #expect(foreign?.description.contains("holds files of something else") == true)
        }
    }
}
