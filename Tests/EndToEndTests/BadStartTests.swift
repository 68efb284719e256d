import Foundation
import HawkTestSupport
import Testing

/// A start that cannot work is refused with one clear sentence, the right exit status, and nothing half done.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct BadStartTests {
    @Test func `a port in use is named`() async throws {
        try await withPlace { place in
            let first = Installation(.oneProcess, in: place)
            try await first.start()
            let address = first.url.dropFirst("http://".count)
            let second = try await self.serve(
                ["STATUSHAWK_LISTEN": String(address), "STATUSHAWK_DATA_DIR": place.file("other")], place)
            #expect([1, 78].contains(second.status))
            #expect(second.complaint.contains(address))
            try await first.killAtOnce()
        }
    }

    @Test func `a data directory that cannot be created is named`() async throws {
        try await withPlace { place in
            try Data().write(to: URL(filePath: place.file("file")))
            let ended = try await self.serve(["STATUSHAWK_DATA_DIR": place.file("file/data")], place)
            #expect(ended.status == 78)
            #expect(ended.complaint.contains(place.file("file/data")))
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can run the server as somebody else"))
    func `a data directory of another user that others can read is refused`() async throws {
        try await withPlace { place in
            let data = place.file("data")
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: false)
            try Data().write(to: URL(filePath: data + "/statushawk.lock"))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: data)
            let program = try Program(
                ["--reuid=65534", "--regid=65534", "--clear-groups", Place.program, "serve"], of: "/usr/bin/setpriv",
                environment: ["STATUSHAWK_LISTEN": "127.0.0.1:0", "STATUSHAWK_DATA_DIR": data], in: place)
            #expect(try await program.exitStatus(within: .seconds(10)) == 78)
            #expect(program.errors.contains("\(data) belongs to another user and is accessible to other users"))
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can run the server as somebody else"))
    func `a key that the server cannot read is refused and stays`() async throws {
        try await withPlace { place in
            let (data, key) = (place.file("data"), place.file("data/secret.key"))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path)
            try FileManager.default.createDirectory(
                atPath: data, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            #expect(chown(data, 65_534, 65_534) == 0)
            let content = Data(String(repeating: "k", count: 64).utf8)
            try content.write(to: URL(filePath: key))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
            let program = try Program(
                ["--reuid=65534", "--regid=65534", "--clear-groups", Place.program, "serve"], of: "/usr/bin/setpriv",
                environment: ["STATUSHAWK_LISTEN": "127.0.0.1:0", "STATUSHAWK_DATA_DIR": data], in: place)
            #expect(try await program.exitStatus(within: .seconds(10)) == 78)
            #expect(program.errors.contains("\(key) cannot be read"), "\(program.errors)")
            #expect(FileManager.default.contents(atPath: key) == content)
        }
    }

    @Test func `a second server on the same data directory is refused, and the first continues`() async throws {
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
        ("STATUSHAWK_LISTEN", "http://0.0.0.0:8080"),
    ])
    func `an invalid setting is named and changes nothing`(_ key: String, _ value: String) async throws {
        try await withPlace { place in
            let ended = try await self.serve([key: value, "STATUSHAWK_DATA_DIR": place.file("data")], place)
            #expect(ended.status == 78)
            #expect(ended.complaint.contains(key))
            #expect(!FileManager.default.fileExists(atPath: place.file("data")))
        }
    }

    @Test(arguments: [
        ["STATUSHAWK_ADMIN_EMAIL": "ann@example.com", "STATUSHAWK_ADMIN_PASSWORD": "short"],
        ["STATUSHAWK_ADMIN_EMAIL": "ann", "STATUSHAWK_ADMIN_PASSWORD": "correct horse battery"],
        ["STATUSHAWK_LISTEN": "no-such-host.invalid:8080"], ["STATUSHAWK_LISTEN": "192.0.2.1:8080"],
    ])
    func `an error during the start is one sentence too`(_ settings: [String: String]) async throws {
        try await withPlace { place in
            let ended = try await self.serve(
                settings.merging(["STATUSHAWK_DATA_DIR": place.file("data"), "LOG_LEVEL": "critical"]) { own, _ in own }, place)
            #expect(ended.status == 78)
            #expect(ended.complaint.hasPrefix("statushawk: ") && ended.complaint.split(separator: "\n").count == 1, "\(ended)")
            #expect(!ended.complaint.contains("Error") && !ended.complaint.contains("errno"), "\(ended)")
        }
    }

    @Test func `a missing or different key is reported and never replaced unasked`() async throws {
        try await self.withStoppedInstallation { installation, _, place in
            let key = place.file("data/secret.key")
            let settings = ["STATUSHAWK_DATA_DIR": place.file("data")]
            let original = try #require(FileManager.default.contents(atPath: key))

            try FileManager.default.removeItem(atPath: key)
            let missing = try await self.serve(settings, place)
            #expect(missing.status == 78 && missing.complaint.contains("\(key) does not exist"))
            #expect(missing.complaint.contains("statushawk admin accept-key"))
            #expect(!FileManager.default.fileExists(atPath: key))

            let configured = settings.merging(["SECRET_KEY": String(repeating: "k", count: 32)]) { own, _ in own }
            let wrong = try await self.serve(configured, place)
            #expect(wrong.status == 78 && wrong.complaint.contains("SECRET_KEY is not the key"))

            try Data([0xFF, 0xFE] + Array(repeating: 0x6B, count: 62)).write(to: URL(filePath: key))
            let damaged = try await self.serve(settings, place)
            #expect(damaged.status == 78 && damaged.complaint.contains(key))
            #expect(FileManager.default.contents(atPath: key)?.first == 0xFF)

            try original.write(to: URL(filePath: key))
            try await installation.start()
            try await installation.killAtOnce()

            try FileManager.default.removeItem(atPath: key)
            let accepting = try Program(["admin", "accept-key"], environment: settings, in: place)
            #expect(try await accepting.exitStatus(within: .seconds(20)) == 0, "\(accepting.errors)")
            #expect(FileManager.default.contents(atPath: key)?.count == original.count)
            try await installation.start()
            try await installation.killAtOnce()
        }
    }

    @Test func `an admin command in a mistyped directory creates nothing there`() async throws {
        try await withPlace { place in
            for command in [["create-user", "ann@example.com"], ["reset-password", "ann@example.com"], ["accept-key"]] {
                let program = try Program(
                    ["admin"] + command, environment: ["STATUSHAWK_DATA_DIR": place.file("mistyped")], in: place)
                let status = try await program.exitStatus(within: .seconds(20))
                #expect(status == 78 && program.errors.contains(place.file("mistyped/statushawk.db")), "\(program.errors)")
                #expect(!FileManager.default.fileExists(atPath: place.file("mistyped")))
            }
        }
    }

    @Test func `the wildcard address accepts IPv4 and IPv6`() async throws {
        try await withPlace { place in
            let port = freePort()
            let program = try Program(
                ["serve"], environment: ["STATUSHAWK_LISTEN": ":\(port)", "STATUSHAWK_DATA_DIR": place.file("data")], in: place)
            defer { program.send(9) }
            try await eventually("the ready line") { program.output.contains("StatusHawk is ready") }
            // Foundation's client does not support IPv6 addresses.
            let script = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1], timeout=10).status)"
            for host in ["127.0.0.1", "[::1]"] {
                let url = "http://\(host):\(port)/healthz"
                let client = try Program(["-c", script, url], of: #require(Place.python), in: place)
                #expect(try await client.exitStatus(within: .seconds(20)) == 0 && client.output == "200\n", "\(client.errors)")
            }
        }
    }

    @Test func `a database of another program is refused and not changed`() async throws {
        try await self.withStoppedInstallation { installation, database, place in
            try FileManager.default.removeItem(atPath: place.file("data"))
            try FileManager.default.createDirectory(atPath: place.file("data"), withIntermediateDirectories: false)
            try await self.edit(database, "CREATE TABLE recipes (title TEXT); PRAGMA application_id = 1234", place)
            let before = FileManager.default.contents(atPath: database)
            let ended = try await self.serve(["STATUSHAWK_DATA_DIR": place.file("data")], place)
            #expect([1, 78].contains(ended.status))
            #expect(ended.complaint.contains("belongs to another program"))
            #expect(FileManager.default.contents(atPath: database) == before)
        }
    }

    @Test func `a database newer than the program is refused`() async throws {
        try await self.withStoppedInstallation { installation, database, place in
            try await self.edit(database, "INSERT INTO schema_migrations VALUES (9999, 'later', 0)", place)
            let ended = try await self.serve(["STATUSHAWK_DATA_DIR": place.file("data")], place)
            #expect([1, 78].contains(ended.status))
            #expect(ended.complaint.contains("newer"))
            try await self.edit(database, "DELETE FROM schema_migrations WHERE version = 9999", place)
            try await installation.start()
            try await installation.killAtOnce()
        }
    }

    @Test(
        arguments: [
            ("DATABASE_URL", [:]), ("REDIS_URL", ["DATABASE_URL": "postgres://hawk@127.0.0.1:1/hawk"]),
            ("SECRET_KEY", ["DATABASE_URL": "postgres://hawk@127.0.0.1:1/hawk", "REDIS_URL": "redis://127.0.0.1:1/0"]),
        ] as [(String, [String: String])])
    func `a process with one role of several is refused without the shared settings`(_ missing: String, _ base: [String: String])
        async throws
    {
        try await withPlace { place in
            let settings = base.merging(["STATUSHAWK_DATA_DIR": place.file("data")]) { own, _ in own }
            let ended = try await self.serve(settings, place, roles: ["scheduler"])
            #expect(ended.status == 78)
            #expect(ended.complaint.contains("\(missing) must"))
        }
    }

    @Test func `an unreachable PostgreSQL is named at the start`() async throws {
        try await withPlace { place in
            let port = freePort()
            let ended = try await self.serve(
                [
                    "DATABASE_URL": "postgres://hawk:secret-word@127.0.0.1:\(port)/hawk",
                    "STATUSHAWK_DATA_DIR": place.file("data"),
                ],
                place)
            #expect([1, 78].contains(ended.status))
            #expect(ended.complaint.contains("127.0.0.1") && ended.complaint.contains("\(port)"))
            #expect(!ended.complaint.contains("secret-word"))
        }
    }

    /// Provides an installation that ran once and was shut down, and the path of its SQLite file.
    private func withStoppedInstallation(_ body: (Installation, String, Place) async throws -> Void) async throws {
        try await self.withPlace { place in
            let installation = Installation(.oneProcess, in: place)
            try await installation.start()
            #expect(try await installation.terminate(within: .seconds(10)) == [0])
            let files = try FileManager.default.contentsOfDirectory(atPath: place.file("data")).map { place.file("data/" + $0) }
            let database = files.first {
                FileManager.default.contents(atPath: $0)?.starts(with: Data("SQLite format 3".utf8)) == true
            }
            try await body(installation, try #require(database), place)
        }
    }

    /// Changes a SQLite file from outside.
    private func edit(_ database: String, _ statements: String, _ place: Place) async throws {
        let script = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.executescript(sys.argv[2]); db.close()"
        let program = try Program(["-c", script, database, statements], of: #require(Place.python), in: place)
        #expect(try await program.exitStatus(within: .seconds(10)) == 0, "\(program.errors)")
    }

    /// Runs `serve` until it ends, which must happen before it reports that it is ready.
    private func serve(
        _ settings: [String: String], _ place: Place, roles: [String] = []
    ) async throws -> (status: Int32, complaint: String) {
        let listen = ["STATUSHAWK_LISTEN": "127.0.0.1:\(freePort())"]
        let program = try Program(
            ["serve"] + roles.flatMap { ["--role", $0] }, environment: settings.merging(listen) { own, _ in own }, in: place)
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
