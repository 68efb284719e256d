import Foundation
import HawkCore
import HawkTestSupport
import Testing

/// What an operator sees of an installation.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct OperationsTests {
    @Test(.timeLimit(.minutes(3)), arguments: Topology.all)
    func `Prometheus finds no problem, and every metric is described`(_ topology: Topology) async throws {
        let promtool = try #require(Place.promtool, "script/bootstrap test installs promtool")
        try await self.withOutage(topology) { installation, _ in
            let described = try Self.describedMetrics()
            // One process on SQLite does not have all of them: it has no connections to a server. One other metric exists only
            // with SQLite's file.
            for name in described.subtracting(["statushawk_database_damaged_tables"]) where topology.sharesServers {
                try await eventually("\(name) is reported by some process") {
                    try await self.metrics(of: installation).contains(name)
                }
            }
            #expect(try await self.metrics(of: installation).subtracting(described).isEmpty)

            let place = try Place()
            defer { place.remove() }
            for (number, url) in installation.urls.enumerated() {
                let file = place.file("metrics-\(number)")
                try await Caller(url).get("/metrics").body.write(to: URL(filePath: file))
                let check = try Program(
                    ["-c", "exec \"$0\" check metrics < \"$1\"", promtool, file], of: "/bin/sh", in: place)
                #expect(try await check.exitStatus(within: .seconds(30)) == 0, "\(url): \(check.output) \(check.errors)")
                #expect(check.output.isEmpty && check.errors.isEmpty, "\(url): \(check.output) \(check.errors)")
            }
        }
    }

    @Test func `the suggested alerting rules are valid and use existing metrics`() async throws {
        let promtool = try #require(Place.promtool, "script/bootstrap test installs promtool")
        let place = try Place()
        defer { place.remove() }
        let page = try Self.page()
        let rules = try #require(page.firstMatch(of: #/```yaml\n(.*?)```/#.dotMatchesNewlines())).1
        try Data(rules.utf8).write(to: URL(filePath: place.file("rules.yml")))
        let check = try Program(["check", "rules", place.file("rules.yml")], of: promtool, in: place)
        #expect(try await check.exitStatus(within: .seconds(30)) == 0, "\(check.output) \(check.errors)")
        let named = Set(rules.matches(of: #/statushawk_[a-z_]+/#).map { Self.family(String($0.0)) })
        #expect(named.subtracting(try Self.describedMetrics()).isEmpty)
        #expect(named.count > 5)
    }

    @Test(.timeLimit(.minutes(2)), arguments: Topology.all)
    func `each log line is an object that names its subject and no secret`(_ topology: Topology) async throws {
        try await self.withOutage(topology, settings: ["LOG_FORMAT": "json", "LOG_LEVEL": "debug"]) { installation, shop in
            try await eventually("the alerts are logged") { installation.errors.contains("Delivered alert") }
            let lines = try installation.logs.flatMap { $0.split(separator: "\n").dropLast() }.map {
                try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
            }
            for line in lines {
                #expect(line["time"]?.string.flatMap(Instant.init) != nil)
                #expect(line["level"]?.string?.isEmpty == false && line["message"]?.string?.isEmpty == false, "\(line)")
            }
            func metadata(_ message: String) throws -> JSONValue {
                try #require(lines.last { $0["message"]?.string == message }, "\(message)")
            }
            let check = try metadata("Check finished")
            #expect(check["monitor.id"]?.string == "\(shop.id)")
            #expect(check["check.id"]?.string?.wholeMatch(of: #/\d+/\d{4}-\d\d-\d\dT[\d:.]+Z/default/#) != nil)
            #expect(try metadata("Location verdict changed")["check.outcome"]?.string == "down")
            #expect(try metadata("Incident opened or updated")["monitor.id"]?.string == "\(shop.id)")
            #expect(try metadata("Delivered alert")["delivery.id"]?.string?.isEmpty == false)
            for secret in ["a secret of sixteen or more", "end to end", "correct horse battery"] {
                #expect(!installation.errors.contains(secret))
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `the operations address serves only operations paths, and no other address does`() async throws {
        let (own, main) = (freePort(), freePort())
        let settings = ["STATUSHAWK_OPERATIONS_LISTEN": "127.0.0.1:\(own)", "STATUSHAWK_LISTEN": "127.0.0.1:\(main)"]
        try await self.serving([], settings, ready: "http://127.0.0.1:\(main)") {
            try await self.expectOperationsAlone(on: own)
            let people = Caller("http://127.0.0.1:\(main)")
            for path in ["/healthz", "/readyz", "/metrics"] { #expect(try await people.get(path).status == 404) }
            #expect(try await people.get("/api/v1/setup").status == 200)
        }
        try await PostgreSQLTestServer.withDatabase(isMigrated: false) { database in
            try await RedisTestServer.with { redis in
                let shared = [
                    "DATABASE_URL": database.revealed, "REDIS_URL": "redis://127.0.0.1:\(redis.port)/0",
                    "SECRET_KEY": String(repeating: "end to end ", count: 3),
                ]
                let settings = settings.merging(shared) { own, _ in own }
                for role in ["scheduler", "runner", "notifier"] {
                    try await self.serving([role], settings, ready: "http://127.0.0.1:\(own)") {
                        try await self.expectOperationsAlone(on: own)
                        await #expect(throws: (any Error).self) { try await Caller("http://127.0.0.1:\(main)").get("/healthz") }
                    }
                }
            }
        }
    }

    private func expectOperationsAlone(on port: UInt16) async throws {
        let operations = Caller("http://127.0.0.1:\(port)")
        try await eventually("/readyz") { try await operations.get("/readyz").status == 200 }
        for path in ["/healthz", "/metrics"] { #expect(try await operations.get(path).status == 200) }
        for path in ["/", "/api/v1/setup", "/status/acme"] { #expect(try await operations.get(path).status == 404) }
    }

    /// Runs a process, and shuts it down.
    private func serving(
        _ roles: [String], _ settings: [String: String], ready url: String, _ body: () async throws -> Void
    ) async throws {
        let place = try Place()
        defer { place.remove() }
        let program = try Program(
            ["serve"] + roles.flatMap { ["--role", $0] },
            environment: settings.merging(["STATUSHAWK_DATA_DIR": place.file("data")]) { own, _ in own }, in: place)
        defer { program.send(9) }
        try await eventually("the ready line") {
            guard program.isRunning else { throw EndedEarly(errors: program.errors) }
            return program.output.contains("StatusHawk is ready: \(url)\n")
        }
        try await body()
        program.send(15)
        #expect(try await program.exitStatus(within: .seconds(20)) == 0)
    }

    /// Provides an installation in which an outage has alerted.
    private func withOutage(
        _ topology: Topology, settings: [String: String] = [:], _ body: (Installation, Watched) async throws -> Void
    ) async throws {
        try await withInstallation(topology, settings: settings) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            try await owner.createChannels(world)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")
            try await world.set(["http": "fail"])
            try await shop.becomes("down")
            try await eventually("both channels got alerts") {
                let journal = try await world.journal()
                return !journal.webhooks.isEmpty && !journal.mails.isEmpty
            }
            try await body(installation, shop)
        }
    }

    /// The names of all metrics that the processes report.
    private func metrics(of installation: Installation) async throws -> Set<String> {
        Set(try await installation.metrics().matches(of: #/# TYPE (\w+) /#).map { String($0.1) })
    }

    private static func page() throws -> String {
        try String(contentsOfFile: Place.repository + "/docs/operations.md", encoding: .utf8)
    }

    private static func describedMetrics() throws -> Set<String> {
        Set(try self.page().matches(of: #/\n\| `((?:statushawk|process)_\w+)`/#).map { String($0.1) })
    }

    /// Returns the metric of a series of a histogram.
    private static func family(_ series: String) -> String {
        for suffix in ["_bucket", "_sum", "_count"] where series.hasSuffix(suffix) {
            return String(series.dropLast(suffix.count))
        }
        return series
    }
}
