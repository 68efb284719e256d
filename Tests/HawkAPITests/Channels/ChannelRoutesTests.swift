import HawkCore
import Testing

struct ChannelRoutesTests {
    @Test(arguments: ["", .null, nil] as [JSONValue?])
    func `a webhook without a URL is invalid, and what else is wrong is told with it`(_ url: JSONValue?) async throws {
        try await withTestApp { app in
            var config: JSONValue = [:]
            config["url"] = url
            let body: JSONValue = ["type": "webhook", "name": " ", "config": config]
            let answer = try await app.as(.alice).post("/api/v1/channels", body)
            #expect(answer.status == 422)
            #expect(try answer.json["errors"]?.array?.map { $0["field"]?.string } == ["name", "config.url"])
        }
    }

    @Test func `a URL that a change takes away is invalid too`() async throws {
        try await withTestApp { app in
            let body: JSONValue = ["type": "webhook", "config": ["url": "https://hooks.example/"]]
            let id = try await app.as(.alice).post("/api/v1/channels", body).json["id"]?.int ?? 0
            let answer = try await app.as(.alice).patch("/api/v1/channels/\(id)", ["config": ["url": .null]])
            #expect(answer.status == 422)
            #expect(try answer.json["errors"]?.array?.map { $0["field"]?.string } == ["config.url"])
        }
    }
}
