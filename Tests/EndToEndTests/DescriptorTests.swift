import Foundation
import HawkCore
import HawkTestSupport
import Testing

/// Any client that can connect uses up file descriptors. Checks and the database always keep theirs.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct DescriptorTests {
    @Test(.timeLimit(.minutes(3)), arguments: ["", "127.0.0.1"])
    func `more idle connections than descriptors end neither the process nor its checks`(_ proxies: String) async throws {
        // As a trusted proxy, the client is only limited by the listener's total.
        let settings = ["STATUSHAWK_TRUSTED_PROXIES": proxies]
        try await withInstallation(.oneProcess, settings: settings, descriptors: 256) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            let shop = try await owner.watchHTTP(world)
            try await shop.becomes("up")
            let port = try #require(URL(string: installation.url)?.port)
            let caller = Caller(installation.url)

            var idle = try (0..<300).map { _ in try RawClient(port: port) }
            // The clients' own descriptors tell nothing: these are the process's.
            try await eventually("the listener is full") {
                installation.errors.contains("The limit of HTTP connections is reached")
                    || installation.errors.contains("A client has too many HTTP connections")
            }
            // Behind a trusted proxy, the next 71 connections are accepted when the first ones are closed.
            if !proxies.isEmpty { idle.removeLast(200) }
            try await eventually("/healthz is answered again", within: .seconds(60)) {
                // `try?`: refused until there is room.
                (try? await caller.get("/healthz").status) == 200
            }
            let metrics = try await installation.metrics()
            #expect(metrics.contains(/statushawk_http_connections_closed_total\{listener="main",reason="slow_head"\} [1-9]/))
            let before = try await shop.slots()
            try await shop.isCheckedAgain(after: before)
            // No gap since then: every check could run.
            #expect(try await shop.results().allSatisfy { $0["outcome"]?.string == "up" })
            #expect(installation.errors.contains("Check concurrency is below STATUSHAWK_RUNNER_CONCURRENCY"))
            withExtendedLifetime(idle) {}
        }
    }

    @Test func `a limit of open files that is too low is refused with a sentence`() async throws {
        let place = try Place()
        defer { place.remove() }
        let program = try Program(
            ["-c", "ulimit -n 64; exec \"$0\" serve", Place.program], of: "/bin/sh",
            environment: ["STATUSHAWK_DATA_DIR": place.file("data")], in: place)
        #expect(try await program.exitStatus(within: .seconds(10)) == 78)
        #expect(program.errors.contains("the limit of open files is 64, but this process needs at least"))
        #expect(!FileManager.default.fileExists(atPath: place.file("data")))
    }
}
