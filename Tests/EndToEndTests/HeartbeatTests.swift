import HawkCore
import HawkTestSupport
import Testing

/// A job that pings us, in the built program.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct HeartbeatTests {
    @Test(.timeLimit(.minutes(3)), arguments: Topology.all)
    func `a silent job alerts, and so does its return`(_ topology: Topology) async throws {
        try await withInstallation(topology) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            try await owner.createChannels(world)
            let made = try await owner.caller.post(
                "/api/v1/monitors",
                ["type": "heartbeat", "name": "Backup", "interval_seconds": 1, "settings": ["grace_seconds": 1]]
            ).json()
            let backup = Watched(id: try #require(made["id"]?.int), caller: owner.caller)
            #expect(try await backup.status == "pending")
            let job = Caller(try #require(made["ping_url"]?.string))
            #expect(try await job.get("").text == "OK")
            try await backup.becomes("up")
            try await backup.becomes("down")
            #expect(try await owner.incidents().first?["reason"]?.string == "missed")
            #expect(try await job.get("/0").text == "OK")
            try await eventually("the outage and the return by webhook") {
                let journal = try await world.journal()
                return journal.deliveries(of: "incident.opened").count >= 1
                    && journal.deliveries(of: "incident.resolved").count >= 1
            }
            #expect(!installation.errors.contains(String(job.base.suffix(36))))
        }
    }
}
