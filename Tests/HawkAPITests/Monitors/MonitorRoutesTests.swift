import HTTPTypes
import HawkCore
import HawkEngine
import HawkTestSupport
import Testing

@testable import HawkAPI

/// Creation of monitors, and who may reach them.
struct MonitorRoutesTests {
    struct Route: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        /// Below the path of the monitor.
        let suffix: String
        var body: JSONValue?
        /// The status for an editor. There is no runner, and no check has run.
        let status: Int

        var testDescription: String { "\(self.method)\(self.suffix)" }
    }

    private static let reading = [
        Route(method: .get, suffix: "", status: 200), Route(method: .get, suffix: "/results", status: 200),
        Route(method: .get, suffix: "/pings", status: 200), Route(method: .get, suffix: "/stats", status: 200),
        Route(method: .get, suffix: "/series", status: 200), Route(method: .get, suffix: "/certificate", status: 404),
        Route(method: .get, suffix: "/failures/2026-09-21T14:00:00Z", status: 404),
    ]
    private static let changing = [
        Route(method: .patch, suffix: "", body: ["name": "Changed"], status: 200),
        Route(method: .post, suffix: "/pause", status: 200), Route(method: .post, suffix: "/resume", status: 200),
        Route(method: .post, suffix: "/check", status: 504), Route(method: .delete, suffix: "", status: 204),
    ]
    private static let draft: JSONValue = ["type": "tcp", "target": "db.example:5432"]

    @Test func `a created monitor is returned with its path and defaults`() async throws {
        try await withTestApp { app in
            let made = try await app.as(.bob).post("/api/v1/monitors", Self.draft)
            let monitor = try made.json
            #expect(made.status == 201)
            #expect(made.headers[.location] == "/api/v1/monitors/\(monitor["id"]?.int ?? 0)")
            #expect(monitor["name"] == "db.example:5432" && monitor["status"] == "pending" && monitor["paused"] == false)
            #expect(monitor["last_checked_at"] == .null && monitor["ping_url"] == .null && monitor["channel_ids"] == .null)
            for field in ["created_at", "updated_at", "status_since"] {
                #expect(monitor[field] == .string("\(app.clock.now)"), "\(field)")
            }
            let read = try await app.as(.alice).get(made.headers[.location] ?? "")
            #expect(try read.json == monitor && read.headers[.eTag] != nil)
        }
    }

    @Test(
        arguments: [
            (["target": "db.example:5432"], 400, "type"), (["nonsense": 1], 400, "nonsense"), (["status": "up"], 400, "status"),
            (["target": .null, "name": "x"], 422, "target"), (["type": "carrier-pigeon"], 422, "type"),
            (["settings": ["x": 1]], 400, "settings.x"),
        ] as [(JSONValue, Int, String)])
    func `an invalid draft is refused by field`(_ change: JSONValue, _ status: Int, _ field: String) async throws {
        try await withTestApp { app in
            let draft = field == "type" && status == 400 ? change : Self.draft.merging(change)
            let answer = try await app.as(.alice).post("/api/v1/monitors", draft)
            #expect(answer.status == status)
            #expect(try answer.json["errors"]?.array?.map { $0["field"] } == [.string(field)])
            #expect(try await app.as(.alice).get("/api/v1/monitors").json.items.isEmpty)
        }
    }

    @Test func `a monitor of another organization is not found, like one that does not exist`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            let before = try await app.as(.alice).get(path).text
            for caller in [app.as(.charlie), try await app.token(.owner, of: app.as(.charlie))] {
                #expect(try await caller.get("/api/v1/monitors").json.items.isEmpty)
                for route in Self.reading + Self.changing {
                    let answer = try await caller.send(route.method, path + route.suffix, json: route.body)
                    let missing = try await caller.send(route.method, "/api/v1/monitors/4711\(route.suffix)", json: route.body)
                    #expect(answer.status == 404, "\(route.testDescription)")
                    #expect(answer.text == missing.text && missing.status == 404, "\(route.testDescription)")
                }
                let organization = try await app.as(.alice).get("/api/v1/organization").json["id"]?.int ?? 0
                let named = caller.with(.organization, "\(organization)")
                for route in Self.reading + Self.changing {
                    let answer = try await named.send(route.method, path + route.suffix, json: route.body)
                    #expect(answer.status == 404, "\(route.testDescription)")
                }
            }
            #expect(try await app.as(.alice).get(path).text == before)
        }
    }

    @Test(arguments: ["0", "-1", "x", "1.0", "99999999999999999999", "%00", "1%20"])
    func `a text that is no id is not found`(_ id: String) async throws {
        try await withTestApp { app in
            _ = try await app.monitor()
            for route in Self.reading + Self.changing {
                let answer = try await app.as(.alice).send(
                    route.method, "/api/v1/monitors/\(id)\(route.suffix)", json: route.body)
                #expect(answer.status == 404, "\(route.testDescription): \(answer.text)")
            }
        }
    }

    @Test func `a viewer reads, and changes nothing`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            let before = try await app.as(.alice).get(path).text
            let viewer = try await app.token(.viewer)
            for route in Self.reading {
                #expect(try await viewer.get(path + route.suffix).status == route.status, "\(route.testDescription)")
                #expect(try await app.anyone.get(path + route.suffix).status == 401, "\(route.testDescription)")
            }
            let creating = ["", "/test"].map { Route(method: .post, suffix: $0, body: Self.draft, status: 403) }
            let requests = Self.changing.map { (path, $0) } + creating.map { ("/api/v1/monitors", $0) }
            for (path, route) in requests {
                let refused = try await viewer.send(route.method, path + route.suffix, json: route.body)
                #expect(refused.status == 403, "\(route.testDescription)")
                #expect(try refused.json["detail"] == "this requires the role editor")
                let anonymous = try await app.anyone.send(route.method, path + route.suffix, json: route.body)
                #expect(anonymous.status == 401, "\(route.testDescription)")
            }
            #expect(try await app.as(.alice).get(path).text == before)
            #expect(try await viewer.get("/api/v1/monitors").json.items.count == 1)
        }
    }

    @Test func `an editor changes`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            for editor in [app.as(.bob), try await app.token(.editor)] {
                let made = try await editor.post("/api/v1/monitors", Self.draft)
                #expect(made.status == 201)
                let path = try #require(made.headers[.location])
                for route in Self.reading + Self.changing {
                    let answer = try await editor.send(route.method, path + route.suffix, json: route.body)
                    #expect(answer.status == route.status, "\(route.testDescription): \(answer.text)")
                }
            }
            #expect(try await app.as(.bob).get("/api/v1/monitors").json.items.count == 1)
            #expect(try await app.as(.bob).get(path).status == 200)
        }
    }
}

extension TestApp {
    /// Creates a monitor of Alice's.
    /// - Returns: its path.
    fileprivate func monitor() async throws -> String {
        let made = try await self.as(.alice).post("/api/v1/monitors", ["type": "tcp", "target": "db.example:5432"])
        return try #require(made.headers[.location])
    }
}
