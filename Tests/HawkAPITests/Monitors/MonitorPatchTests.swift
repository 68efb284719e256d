import HTTPTypes
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import NIOCore
import Testing

@testable import HawkAPI

/// PATCH of a monitor: a JSON Merge Patch of its writable fields.
struct MonitorPatchTests {
    @Test func `an absent field keeps its value`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            let alice = app.as(.alice)
            var expected = try await alice.get(path).json
            app.clock.advance(by: .seconds(1))
            for change in [["name": "Store"], ["tags": ["a", "b"], "group": .null], ["quorum": 1], [:]] as [JSONValue] {
                let answer = try await alice.patch(path, change)
                #expect(answer.status == 200, "\(answer.text)")
                for (name, value) in change.object ?? [:] { expected[name] = value }
                expected["updated_at"] = .string("\(app.clock.now)")
                #expect(try answer.json == expected)
                let read = try await alice.get(path)
                #expect(try read.json == expected && read.headers[.eTag] == answer.headers[.eTag])
            }
        }
    }

    @Test func `null restores the default of a field`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            let alice = app.as(.alice)
            let target: JSONValue = "https://shop.example/health"
            let defaults: JSONValue = [
                "name": target, "interval_seconds": 60.0, "timeout_seconds": 10.0, "confirmations": 1,
                "confirmation_delay_seconds": 2.0, "recovery_confirmations": 0, "locations": ["default"], "quorum": 1,
                "anomaly": ["enabled": true, "sensitivity": 2.0, "consecutive": 3, "min_ms": 20.0], "tags": [], "group": .null,
                "depends_on": [], "channel_ids": .null,
            ]
            let fields = (defaults.object ?? [:]).keys + ["settings"]
            let before = try await alice.get(path).json
            let answer = try await alice.patch(path, .object(Dictionary(uniqueKeysWithValues: fields.map { ($0, .null) })))
            #expect(answer.status == 200, "\(answer.text)")
            let reset = try answer.json
            for (field, value) in defaults.object ?? [:] {
                #expect(reset[field] == value && before[field] != value, "\(field)")
            }
            // The same as of a monitor that was created without these fields.
            let fresh = try await alice.post("/api/v1/monitors", ["type": "http", "target": target]).json
            for field in fields { #expect(reset[field] == fresh[field], "\(field)") }
            #expect(before["settings"] != reset["settings"])
        }
    }

    @Test func `null is no value for the type and for a required target`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            let before = try await app.as(.alice).get(path).text
            for (field, status) in [("type", 400), ("target", 422)] {
                let answer = try await app.as(.alice).patch(path, .object([field: .null, "name": "Store"]))
                #expect(answer.status == status)
                #expect(try answer.fields == [field])
            }
            #expect(try await app.as(.alice).get(path).text == before)
        }
    }

    @Test func `objects are merged, and lists are replaced`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            let alice = app.as(.alice)
            func patch(_ part: String, _ change: JSONValue) async throws -> JSONValue {
                let answer = try await alice.patch(path, .object([part: change]))
                #expect(answer.status == 200, "\(answer.text)")
                return try answer.json[part] ?? .null
            }
            #expect(
                try await patch("anomaly", ["sensitivity": 7]) == [
                    "enabled": false, "sensitivity": 7.0, "consecutive": 5, "min_ms": 50.0,
                ])
            #expect(
                try await patch("anomaly", ["sensitivity": .null, "enabled": true]) == [
                    "enabled": true, "sensitivity": 2.0, "consecutive": 5, "min_ms": 50.0,
                ])

            var settings = try await alice.get(path).json["settings"] ?? .null
            #expect(settings["method"] == "HEAD" && settings["max_redirects"] == 3)
            settings["method"] = "POST"
            #expect(try await patch("settings", ["method": "POST"]) == settings)
            settings["headers"] = ["X-A": "1", "X-B": "2"]
            #expect(try await patch("settings", ["headers": ["X-B": "2"]]) == settings)
            settings["headers"] = ["X-B": "2"]
            #expect(try await patch("settings", ["headers": ["X-A": .null]]) == settings)
            settings["expected_status"] = ["204", "301-302"]
            #expect(try await patch("settings", ["expected_status": ["204", "301-302"]]) == settings)
            settings["max_redirects"] = 10
            #expect(try await patch("settings", ["max_redirects": .null]) == settings)
            #expect(try await alice.patch(path, ["depends_on": []]).json["depends_on"] == [])
            #expect(try await alice.get(path).json["settings"] == settings)
        }
    }

    private static let malformed: [(change: JSONValue, fields: [String])] = [
        (["nonsense": 1], ["nonsense"]), (["b": 1, "a": .null, "name": "x"], ["a", "b"]), (["id": 9], ["id"]),
        (["status": "up"], ["status"]), (["paused": true], ["paused"]), (["created_at": "2026-01-01T00:00:00Z"], ["created_at"]),
        (["ping_url": .null], ["ping_url"]), (["Name": "x"], ["Name"]), (["anomaly": ["speed": 1]], ["anomaly.speed"]),
        (["settings": ["metod": "GET"]], ["settings.metod"]), (["confirmations": "many"], ["confirmations"]),
        (["confirmations": 1.5], ["confirmations"]), (["interval_seconds": "60"], ["interval_seconds"]),
        (["tags": "prod"], ["tags"]), (["tags": ["a", 1]], ["tags.1"]), (["depends_on": ["x"]], ["depends_on.0"]),
        (["anomaly": 5], ["anomaly"]), (["settings": ["method": 5]], ["settings.method"]), ([], [""]), ("name", [""]),
        (.null, [""]),
    ]

    @Test func `unknown fields, read-only fields and values of another type are refused by name`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            let before = try await app.as(.alice).get(path)
            for (change, fields) in Self.malformed {
                let answer = try await app.as(.alice).patch(path, change)
                #expect(answer.status == 400, "\(change): \(answer.text)")
                #expect(try answer.fields == fields, "\(change)")
            }
            let after = try await app.as(.alice).get(path)
            #expect(after.text == before.text && after.headers[.eTag] == before.headers[.eTag])
        }
    }

    @Test func `an invalid value changes nothing, also no other field`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            let before = try await app.as(.alice).get(path).text
            let answer = try await app.as(.alice).patch(
                path, ["name": "Store", "quorum": 9, "tags": [" "], "settings": ["max_redirects": 99]])
            #expect(answer.status == 422)
            #expect(try answer.fields == ["quorum", "tags.0", "settings.max_redirects"])
            #expect(try await app.as(.alice).get(path).text == before)
            #expect(try await app.updates() == 0)
        }
    }

    @Test func `the type cannot change`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            for type in ["tcp", "heartbeat", "carrier-pigeon"] {
                let answer = try await app.as(.alice).patch(
                    path, ["type": .string(type), "target": "db.example:5432", "settings": .null])
                #expect(answer.status == 422)
                #expect(try answer.fields == ["type"])
            }
            let same = try await app.as(.alice).patch(path, ["type": "http", "name": "Store"])
            #expect(try same.status == 200 && same.json["name"] == "Store" && same.json["type"] == "http")
        }
    }

    @Test func `a merge patch may be sent under its own media type`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            let alice = app.as(.alice).with(.contentType, "application/merge-patch+json; charset=utf-8")
            let answer = try await alice.send(.patch, path, body: ByteBuffer(string: #"{"group":null}"#))
            #expect(try answer.status == 200 && answer.json["group"] == .null && answer.json["name"] == "Shop")
        }
    }

    @Test func `a change of an outdated version leaves no trace`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            let alice = app.as(.alice)
            let tag = try await alice.get(path).headers[.eTag]
            #expect(try await alice.with(.ifMatch, tag).patch(path, ["name": "Store"]).status == 200)
            let before = try await alice.get(path)
            app.clock.advance(by: .seconds(1))
            // Invalid or not: the version is compared first.
            for change in [["name": "Late"], ["type": "tcp"], ["nonsense": 1]] as [JSONValue] {
                let late = try await alice.with(.ifMatch, tag).patch(path, change)
                #expect(late.status == 412 && late.headers[.eTag] == nil)
                #expect(try late.fields == ["If-Match"])
            }
            let after = try await alice.get(path)
            #expect(after.text == before.text && after.headers[.eTag] == before.headers[.eTag])
            #expect(try await app.updates() == 1)
            // Another organization does not learn whether the version is the present one.
            for tag in [tag, after.headers[.eTag]] {
                #expect(try await app.as(.charlie).with(.ifMatch, tag).patch(path, ["name": "x"]).status == 404)
            }
        }
    }

    @Test func `of concurrent changes of one version, one is accepted`() async throws {
        try await withTestApp { app in
            let path = try await app.monitor()
            let tag = try await app.as(.alice).get(path).headers[.eTag]
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for number in 0..<6 {
                    let caller = app.as(number % 2 == 0 ? .alice : .bob).with(.ifMatch, tag)
                    group.addTask { try await caller.patch(path, ["name": .string("Shop \(number)")]) }
                }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.map(\.status).sorted() == [200, 412, 412, 412, 412, 412])
            let accepted = try #require(answers.first { $0.status == 200 })
            #expect(try await app.as(.alice).get(path).text == accepted.text)
            #expect(try await app.updates() == 1)
        }
    }
}

extension TestApp {
    /// Creates a monitor of Alice's in which no field has its default.
    /// - Returns: its path.
    fileprivate func monitor() async throws -> String {
        try await self.database.write { db in
            try RunnerRepository().record("runner", at: "eu", version: "1", since: .epoch, in: db)
        }
        let alice = self.as(.alice)
        let gateway = try await alice.post("/api/v1/monitors", ["type": "icmp", "target": "gateway.example"]).json["id"]
        let hook: JSONValue = ["type": "webhook", "config": ["url": "https://hooks.example/"]]
        let channel = try await alice.post("/api/v1/channels", hook).json["id"]
        var body: JSONValue = [
            "type": "http", "target": "https://shop.example/health", "name": "Shop", "interval_seconds": 120,
            "timeout_seconds": 20, "confirmations": 3, "confirmation_delay_seconds": 5, "recovery_confirmations": 2,
            "locations": ["default", "eu"], "quorum": 2, "tags": ["prod"], "group": "Web",
        ]
        body["settings"] = ["method": "HEAD", "headers": ["X-A": "1"], "expected_status": ["200"], "max_redirects": 3]
        body["anomaly"] = ["enabled": false, "sensitivity": 4, "consecutive": 5, "min_ms": 50]
        body["depends_on"] = .array([try #require(gateway)])
        body["channel_ids"] = .array([try #require(channel)])
        let made = try await alice.post("/api/v1/monitors", body)
        #expect(made.status == 201, "\(made.text)")
        return try #require(made.headers[.location])
    }

    /// How many changes of monitors the audit log contains.
    fileprivate func updates() async throws -> Int {
        try await self.as(.alice).get("/api/v1/audit").json.items.count { $0["action"] == "monitor.update" }
    }
}

extension Answer {
    /// The fields that a problem names.
    fileprivate var fields: [String] {
        get throws { try self.json["errors"]?.array?.compactMap { $0["field"]?.string } ?? [] }
    }
}
