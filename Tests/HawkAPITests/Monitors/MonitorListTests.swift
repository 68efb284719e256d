import HawkCore
import HawkEngine
import HawkTestSupport
import Testing

/// The list of monitors: filters and pages.
struct MonitorListTests {
    private static let drafts: [JSONValue] = [
        ["type": "http", "name": "Shop", "target": "https://shop.example/", "tags": ["Prod", "eu"], "group": "Web"],
        ["type": "http", "name": "Shop API", "target": "https://api.shop.example/v1", "tags": ["prod"], "group": "web"],
        ["type": "tcp", "name": "Database", "target": "db.example:5432", "tags": ["production"], "group": "Data"],
        ["type": "tcp", "name": "Café 100%", "target": "tea.example:80", "tags": ["a_b"]],
        ["type": "heartbeat", "name": "Backup", "interval_seconds": 86_400, "group": "Data"],
        ["type": "heartbeat", "name": "Nightly", "interval_seconds": 86_400],
    ]

    private static let filters: [(query: String, names: [String])] = [
        ("", ["Shop", "Shop API", "Database", "Café 100%", "Backup", "Nightly"]),
        ("status=pending", ["Shop", "Shop API", "Café 100%"]), ("status=paused", ["Database"]), ("status=up", ["Backup"]),
        ("status=down", ["Nightly"]), ("status=degraded", []), ("status=unknown", []), ("status=maintenance", []),
        ("status=", ["Shop", "Shop API", "Database", "Café 100%", "Backup", "Nightly"]),
        ("type=tcp", ["Database", "Café 100%"]), ("type=heartbeat", ["Backup", "Nightly"]), ("type=carrier-pigeon", []),
        // A tag in any case, but whole.
        ("tag=prod", ["Shop", "Shop API"]), ("tag=PROD", ["Shop", "Shop API"]), ("tag=pro", []), ("tag=a_b", ["Café 100%"]),
        ("tag=aXb", []), ("tag=%25", []), ("tag=_", []),
        ("group=Web", ["Shop"]), ("group=Data", ["Database", "Backup"]), ("group=Dat", []),
        // A part of the name or of the target, in any case.
        ("q=shop", ["Shop", "Shop API"]), ("q=SHOP.EXAMPLE/V", ["Shop API"]), ("q=5432", ["Database"]),
        ("q=night", ["Nightly"]), ("q=CAF%C3%89", ["Café 100%"]), ("q=p+api", ["Shop API"]), ("q=%25", ["Café 100%"]),
        ("q=_", []), ("q=%5C", []), ("q=%27", []),
        ("type=http&tag=eu", ["Shop"]), ("q=shop&group=web", ["Shop API"]), ("status=pending&type=tcp", ["Café 100%"]),
        ("status=up&q=shop", []),
    ]

    @Test func `filters select monitors, and all must match`() async throws {
        try await withTestApp { app in
            let made = try await app.create(Self.drafts)
            _ = try await app.as(.alice).post("/api/v1/monitors/\(made[2]["id"]?.int ?? 0)/pause")
            for (monitor, signal) in [(made[4], ""), (made[5], "/fail")] {
                let url = try #require(monitor["ping_url"]?.string)
                #expect(try await app.anyone.get("/ping/\(url.suffix(36))\(signal)").text == "OK")
            }
            let viewer = try await app.token(.viewer)
            for (query, names) in Self.filters {
                let answer = try await viewer.get("/api/v1/monitors?\(query)")
                #expect(try answer.json.items.compactMap { $0["name"]?.string } == names, "\(query): \(answer.text)")
            }
            // The status is the present one: without results it becomes unknown.
            app.clock.advance(by: .hours(1))
            for (status, names) in [
                ("unknown", ["Shop", "Shop API", "Café 100%"]), ("pending", []), ("paused", ["Database"]), ("up", ["Backup"]),
            ] as [(String, [String])] {
                let found = try await app.as(.bob).get("/api/v1/monitors?status=\(status)").json.items
                #expect(found.compactMap { $0["name"]?.string } == names && found.allSatisfy { $0["status"] == .string(status) })
            }
        }
    }

    @Test func `an invalid query is refused by the name of its parameter`() async throws {
        try await withTestApp { app in
            let cursors =
                ["!", "eA", "MQ=="] + ["0", "-1", "1 ", "1@eu", "9223372036854775808"].map { Base64URL.encode($0.utf8) }
            let queries =
                [
                    ("status=fine", "status"), ("status=UP", "status"), ("colour=red", "colour"), ("tags=a", "tags"),
                    ("tag=a&tag=b", "tag"), ("limit=0", "limit"), ("limit=501", "limit"), ("limit=-1", "limit"),
                    ("limit=1.5", "limit"), ("limit=all", "limit"),
                ] + cursors.map { ("cursor=\($0)", "cursor") }
            for (query, field) in queries {
                let answer = try await app.as(.alice).get("/api/v1/monitors?\(query)")
                #expect(answer.status == 400, "\(query)")
                #expect(try answer.json["errors"]?.array?.map { $0["field"] } == [.string(field)], "\(query)")
            }
        }
    }

    @Test func `pages contain every monitor once while others are created and deleted`() async throws {
        try await withTestApp { app in
            _ = try await app.create(self.drafts(1...5))
            var names: [String] = []
            var created: Int64 = 5
            var cursor = ""
            repeat {
                let page = try await app.as(.bob).get("/api/v1/monitors?limit=2\(cursor)").json
                #expect(page.items.count <= 2)
                names += page.items.compactMap { $0["name"]?.string }
                cursor = page["next_cursor"]?.string.map { "&cursor=\($0)" } ?? ""
                guard created < 7 else { continue }
                created += 1
                _ = try await app.create(self.drafts(created...created))
                // The last one of the page, whose id is the cursor.
                let last = try #require(page.items.last?["id"]?.int)
                #expect(try await app.as(.alice).delete("/api/v1/monitors/\(last)").status == 204)
            } while !cursor.isEmpty
            #expect(names == (1...7).map { "m\($0)" })
        }
    }

    @Test func `the pages of a filter contain only its monitors`() async throws {
        try await withTestApp { app in
            let made = try await app.create(self.drafts(1...9))
            for monitor in made where (monitor["id"]?.int ?? 0) % 2 == 0 {
                _ = try await app.as(.alice).post("/api/v1/monitors/\(monitor["id"]?.int ?? 0)/pause")
            }
            let paused = try await app.as(.bob).get("/api/v1/monitors?status=paused").json.items
            #expect(paused.count >= 4 && paused.allSatisfy { $0["paused"] == true })
            for query in ["status=paused", "status=paused&type=tcp&q=m"] {
                var found: [JSONValue] = []
                var cursor = ""
                repeat {
                    let page = try await app.as(.bob).get("/api/v1/monitors?\(query)&limit=1\(cursor)").json
                    #expect(page.items.count == 1)
                    found += page.items
                    cursor = page["next_cursor"]?.string.map { "&cursor=\($0)" } ?? ""
                } while !cursor.isEmpty
                #expect(found == paused)
            }
        }
    }

    @Test func `the last page has no cursor, and a page has fifty monitors by default`() async throws {
        try await withTestApp { app in
            let made = try await app.create(self.drafts(1...51))
            let alice = app.as(.alice)
            for (query, count) in [("", 50), ("limit=", 50), ("limit=50", 50), ("limit=51", 51), ("limit=500", 51)] {
                let page = try await alice.get("/api/v1/monitors?\(query)").json
                #expect(page.items == Array(made.prefix(count)), "\(query)")
                #expect((page["next_cursor"] == .null) == (count == 51), "\(query)")
            }
            let cursor = try #require(try await alice.get("/api/v1/monitors").json["next_cursor"]?.string)
            let rest = try await alice.get("/api/v1/monitors?cursor=\(cursor)").json
            #expect(rest.items == [made[50]] && rest["next_cursor"] == .null)
            // A cursor is a position, and shows no monitor of another organization.
            let foreign = try await app.as(.charlie).get("/api/v1/monitors?cursor=\(Base64URL.encode("1".utf8))").json
            #expect(foreign.items.isEmpty && foreign["next_cursor"] == .null)
        }
    }

    private func drafts(_ numbers: ClosedRange<Int64>) -> [JSONValue] {
        numbers.map { ["type": "tcp", "name": .string("m\($0)"), "target": "db.example:5432"] }
    }
}

extension TestApp {
    /// Creates monitors of Alice's, in order.
    fileprivate func create(_ drafts: [JSONValue]) async throws -> [JSONValue] {
        var made: [JSONValue] = []
        for draft in drafts {
            let answer = try await self.as(.alice).post("/api/v1/monitors", draft)
            #expect(answer.status == 201, "\(answer.text)")
            made.append(try answer.json)
        }
        return made
    }
}
