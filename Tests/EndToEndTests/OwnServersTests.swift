import Foundation
import HawkCore
import HawkTestSupport
import Testing

/// No one can reach the installation's own servers through it.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct OwnServersTests {
    @Test(.timeLimit(.minutes(3))) func `our own database, Redis and listener are neither checked nor sent alerts`()
        async throws
    {
        try await PostgreSQLTestServer.withDatabase(isMigrated: false) { database in
            try await RedisTestServer.with { redis in
                let settings = [
                    "DATABASE_URL": database.revealed.replacing("127.0.0.1", with: "localhost"),
                    "REDIS_URL": "redis://127.0.0.1:\(redis.port)/0", "SECRET_KEY": String(repeating: "end to end ", count: 3),
                ]
                try await withInstallation(.oneProcess, settings: settings) { installation, world in
                    let owner = try await Owner(signingUpAt: installation)
                    let postgres = try #require(URLComponents(string: database.revealed)?.port)
                    let listener = try #require(URLComponents(string: installation.url)?.port)
                    for port in [listener, postgres, Int(redis.port)] {
                        for host in ["127.0.0.1", "localhost", "127.8.8.8", "[::1]", "[::ffff:127.0.0.1]"] {
                            let result = try await self.check("\(host):\(port)", by: owner)
                            #expect(result["outcome"] == "down" && result["reason"] == "policy", "\(host):\(port): \(result)")
                            #expect(result["message"]?.string?.contains("belongs to this installation") == true)
                        }
                    }
                    #expect(try await self.check(world.tcpTarget, by: owner)["outcome"] == "up")
                    let hook: JSONValue = [
                        "name": "Hook", "type": "webhook", "config": ["url": .string(installation.url + "/healthz")],
                    ]
                    let channel = try #require(try await owner.caller.post("/api/v1/channels", hook).json()["id"]?.int)
                    let message = try await owner.caller.post("/api/v1/channels/\(channel)/test").text
                    #expect(message.contains("belongs to this installation"), "\(message)")
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(3))) func `no process of the cluster is a target for its runner`() async throws {
        try await withInstallation(.cluster) { installation, world in
            let owner = try await Owner(signingUpAt: installation)
            for url in installation.urls {
                let port = try #require(URLComponents(string: url)?.port)
                let listener = try await owner.watch("tcp", "127.0.0.1:\(port)", confirmations: 0)
                try await eventually("\(url) is known to the runner", within: .seconds(60)) {
                    try await listener.results().contains {
                        $0["reason"]?.string == "policy"
                            && $0["message"]?.string?.contains("belongs to this installation") == true
                    }
                }
            }
            #expect(try await self.check(world.tcpTarget, by: owner)["outcome"] == "up")
        }
    }

    private func check(_ target: String, by owner: Owner) async throws -> JSONValue {
        try await owner.caller.post(
            "/api/v1/monitors/test", ["type": "tcp", "target": .string(target), "confirmations": 0]
        ).json()
    }
}
