import HawkCore
import Testing

struct ChannelRoutesTests {
    @Test(arguments: ["", .null, nil] as [JSONValue?])
    func `a webhook without a URL is invalid, and other errors are reported with it`(_ url: JSONValue?) async throws {
        try await withTestApp { app in
            var config: JSONValue = [:]
            config["url"] = url
            let body: JSONValue = ["type": "webhook", "name": " ", "config": config]
            let answer = try await app.as(.alice).post("/api/v1/channels", body)
            #expect(answer.status == 422)
            #expect(try answer.json["errors"]?.array?.map { $0["field"]?.string } == ["name", "config.url"])
        }
    }

    @Test func `a change that removes the URL is invalid too`() async throws {
        try await withTestApp { app in
            let body: JSONValue = ["type": "webhook", "config": ["url": "https://hooks.example/"]]
            let id = try await app.as(.alice).post("/api/v1/channels", body).json["id"]?.int ?? 0
            let answer = try await app.as(.alice).patch("/api/v1/channels/\(id)", ["config": ["url": .null]])
            #expect(answer.status == 422)
            #expect(try answer.json["errors"]?.array?.map { $0["field"]?.string } == ["config.url"])
        }
    }

    @Test func `members who may not change a channel only see its host`() async throws {
        try await withTestApp { app in
            let url = "https://hooks.example:8443/services/T0/B0/key?also=secret"
            let made = try await app.as(.alice).post("/api/v1/channels", ["type": "webhook", "config": ["url": .string(url)]])
            let id = try #require(try made.json["id"]?.int)
            func read(by person: Person) async throws -> [JSONValue?] {
                let one = try await app.as(person).get("/api/v1/channels/\(id)").json
                let all = try await app.as(person).get("/api/v1/channels").json.items
                return [one["config"]?["url"], all.first?["config"]?["url"]]
            }
            #expect(try await read(by: .alice) == [.string(url), .string(url)])
            for role in [Role.editor, .viewer] {
                try await app.assign(role, to: .bob)
                let coarse = JSONValue.string("https://hooks.example:8443/********")
                #expect(try await read(by: .bob) == [coarse, coarse])
            }
            try await app.assign(.admin, to: .bob)
            #expect(try await read(by: .bob) == [.string(url), .string(url)])
        }
    }

    @Test(arguments: ["https://hooks.example", "https://hooks.example/"])
    func `an address that is only a host is shown`(_ url: String) async throws {
        try await withTestApp { app in
            let made = try await app.as(.alice).post("/api/v1/channels", ["type": "webhook", "config": ["url": .string(url)]])
            let shown = try await app.as(.bob).get("/api/v1/channels/\(try made.json["id"]?.int ?? 0)").json["config"]?["url"]
            #expect(shown == .string(url))
        }
    }
}
