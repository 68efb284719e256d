import Foundation
import Testing

/// What cannot work is refused at the start: one clear sentence, the right exit status, and nothing half done.
@Suite(.serialized)
struct BadStartTests {
    @Test func `a port in use is named`() async throws {
        try await withPlace { place in
            let first = Installation(.oneProcess, in: place)
            try await first.start()
            let address = first.url.dropFirst("http://".count)
            let second = try await self.serve(
                ["STATUSHAWK_LISTEN": String(address), "STATUSHAWK_DATA_DIR": place.file("other")], place)
            #expect(second.status == 1)
            #expect(second.complaint.contains(address))
            try await first.killAtOnce()
        }
    }

    @Test func `a data directory that cannot be made is named`() async throws {
        try await withPlace { place in
            try Data().write(to: URL(filePath: place.file("file")))
            let ended = try await self.serve(["STATUSHAWK_DATA_DIR": place.file("file/data")], place)
            #expect(ended.status == 78)
            #expect(ended.complaint.contains(place.file("file/data")))
        }
    }

    @Test func `a second server on one data directory is refused, and the first goes on`() async throws {
        try await withPlace { place in
            let first = Installation(.oneProcess, in: place)
            try await first.start()
            let second = try await self.serve(["STATUSHAWK_DATA_DIR": place.file("data")], place)
            #expect([1, 78].contains(second.status))
            #expect(second.complaint.contains(place.file("data")))
            #expect(try await Caller(first.url).get("/readyz").status == 200)
            try await first.killAtOnce()
        }
    }

    @Test(arguments: [
        ("STATUSHAWK_LISTEN", "nonsense"), ("STATUSHAWK_SIGNUPS", "perhaps"), ("STATUSHAWK_RETENTION_DAYS", "-1"),
        ("STATUSHAWK_PUBLIC_URL", "ftp://example.com"), ("SECRET_KEY", "short"), ("LOG_LEVEL", "loud"),
        ("STATUSHAWK_TRUSTED_PROXIES", "everyone"), ("SMTP_URL", "http://example.com"),
    ])
    func `a broken setting is named and changes nothing`(_ key: String, _ value: String) async throws {
        try await withPlace { place in
            let ended = try await self.serve([key: value, "STATUSHAWK_DATA_DIR": place.file("data")], place)
            #expect(ended.status == 78)
            #expect(ended.complaint.contains(key))
            #expect(!FileManager.default.fileExists(atPath: place.file("data")))
        }
    }

    /// Runs `serve` to its end, which must come by itself, and before the program says that it is ready.
    private func serve(_ settings: [String: String], _ place: Place) async throws -> (status: Int32, complaint: String) {
        let listen = ["STATUSHAWK_LISTEN": "127.0.0.1:\(freePort())"]
        let program = try Program(["serve"], environment: settings.merging(listen) { own, _ in own }, in: place)
        defer { program.send(9) }
        let status = try await program.exitStatus(within: .seconds(20))
        #expect(!program.output.contains("ready"))
        #expect(!program.errors.isEmpty)
        #expect(!program.errors.contains("Fatal error"))
        return (status, program.errors)
    }

    private func withPlace(_ body: (Place) async throws -> Void) async throws {
        let place = try Place()
        defer { place.remove() }
        try await body(place)
    }
}
