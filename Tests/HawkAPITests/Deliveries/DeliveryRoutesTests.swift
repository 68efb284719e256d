import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

/// The list of deliveries. There is no notifier, so they stay as the tests leave them.
struct DeliveryRoutesTests {
    @Test func `a delivery shows its channel, incident and outcome, newest first`() async throws {
        try await withTestApp { app in
            let room = try await app.channel(of: .alice)
            let incident = try await app.incident(of: .alice, to: [room])
            app.clock.advance(by: .seconds(1))
            #expect(try await app.as(.alice).post("/api/v1/incidents/\(incident)/resolve").status == 200)
            try await app.plan(to: [room])
            let ids = try await app.deliveries().compactMap { $0["id"]?.int }
            try #require(ids.count == 2 && ids[0] > ids[1])
            try await app.database.write { [now = app.clock.now] db in
                try db.execute(
                    """
                    UPDATE deliveries
                    SET status = 'sent', sent_at = \(now), attempts = 2, recipient = 'a@b.example'
                    WHERE id = \(ids[1])
                    """)
                try db.execute("UPDATE deliveries SET status = 'failed', last_error = 'no such host' WHERE id = \(ids[0])")
            }
            let answer = try await app.token(.viewer).get("/api/v1/deliveries").json
            let (now, then) = (JSONValue.string("\(app.clock.now)"), JSONValue.string("\(app.clock.now - .seconds(1))"))
            #expect(
                answer == [
                    "items": [
                        [
                            "id": .int(ids[0]), "channel_id": .int(room), "incident_id": .int(incident),
                            "event": "incident.resolved", "recipient": .null, "status": "failed", "attempts": 0,
                            "last_error": "no such host", "created_at": now, "sent_at": .null,
                        ],
                        [
                            "id": .int(ids[1]), "channel_id": .int(room), "incident_id": .int(incident),
                            "event": "incident.opened", "recipient": "a@b.example", "status": "sent", "attempts": 2,
                            "last_error": .null, "created_at": then, "sent_at": now,
                        ],
                    ], "next_cursor": .null,
                ])
            #expect(try await app.anyone.get("/api/v1/deliveries").status == 401)
        }
    }

    @Test func `filters select deliveries, and all must match`() async throws {
        try await withTestApp { app in
            let (room, desk) = (try await app.channel(of: .alice), try await app.channel(of: .alice))
            let slow = try await app.incident(of: .alice, to: [room, desk])
            let down = try await app.incident(of: .alice, to: [room, desk])
            let quiet = try await app.incident(of: .alice, to: [desk])
            try await app.database.write { db in
                try db.execute("UPDATE deliveries SET status = 'sent' WHERE channel_id = \(room) AND incident_id = \(slow)")
                try db.execute("UPDATE deliveries SET status = 'dropped' WHERE incident_id = \(quiet)")
            }
            for (query, expected) in [
                ("", [(quiet, desk), (down, desk), (down, room), (slow, desk), (slow, room)]),
                ("channel_id=\(room)", [(down, room), (slow, room)]), ("incident_id=\(down)", [(down, desk), (down, room)]),
                ("status=pending", [(down, desk), (down, room), (slow, desk)]), ("status=sent", [(slow, room)]),
                ("status=dropped", [(quiet, desk)]), ("status=failed", []),
                ("channel_id=\(desk)&status=pending", [(down, desk), (slow, desk)]),
                ("channel_id=\(room)&incident_id=\(slow)&status=sent", [(slow, room)]),
                ("channel_id=\(room)&incident_id=\(quiet)", []), ("channel_id=4711", []),
                ("channel_id=&incident_id=&status=failed", []),
            ] as [(String, [(Int64, Int64)])] {
                let found = try await app.deliveries(query)
                #expect(found.map { $0["incident_id"] } == expected.map { .int($0.0) }, "\(query)")
                #expect(found.map { $0["channel_id"] } == expected.map { .int($0.1) }, "\(query)")
            }
            for (query, field) in [
                ("status=lost", "status"), ("channel_id=x", "channel_id"), ("incident_id=0", "incident_id"),
                ("limit=501", "limit"), ("cursor=eA", "cursor"), ("monitor_id=1", "monitor_id"),
            ] as [(String, String)] {
                let refused = try await app.as(.bob).get("/api/v1/deliveries?\(query)")
                #expect(refused.status == 400, "\(query)")
                #expect(try refused.json["errors"]?.array?.map { $0["field"] } == [.string(field)], "\(query)")
            }
        }
    }

    @Test func `pages contain every delivery once while others are added`() async throws {
        try await withTestApp { app in
            let room = try await app.channel(of: .alice)
            for _ in 0..<5 { _ = try await app.incident(of: .alice, to: [room]) }
            let all = try await app.deliveries()
            var found: [JSONValue] = []
            var cursor = ""
            repeat {
                let page = try await app.as(.bob).get("/api/v1/deliveries?channel_id=\(room)&limit=2\(cursor)").json
                #expect(page.items.count == min(2, all.count - found.count))
                found += page.items
                cursor = page["next_cursor"]?.string.map { "&cursor=\($0)" } ?? ""
                _ = try await app.incident(of: .alice, to: [room])
            } while !cursor.isEmpty
            #expect(found == all && all.count == 5)
        }
    }

    @Test func `deliveries of another organization are absent from every list`() async throws {
        try await withTestApp { app in
            let (room, foreign) = (try await app.channel(of: .alice), try await app.channel(of: .charlie))
            let own = try await app.incident(of: .alice, to: [room])
            let other = try await app.incident(of: .charlie, to: [foreign])
            for query in ["", "status=pending", "channel_id=\(room)", "incident_id=\(own)"] {
                #expect(try await app.deliveries(query).map { $0["incident_id"] } == [.int(own)], "\(query)")
            }
            for query in ["channel_id=\(foreign)", "incident_id=\(other)", "channel_id=\(room)&incident_id=\(other)"] {
                #expect(try await app.deliveries(query).isEmpty, "\(query)")
            }
            let charlies = try await app.as(.charlie).get("/api/v1/deliveries").json.items
            #expect(charlies.map { $0["channel_id"] } == [.int(foreign)])
            // A cursor is a position, and shows nothing of another organization.
            let newest = charlies.first?["id"]?.int ?? 0
            let cursor = Base64URL.encode("\(newest + 1)".utf8)
            #expect(try await app.deliveries("cursor=\(cursor)").map { $0["incident_id"] } == [.int(own)])
        }
    }
}

extension TestApp {
    fileprivate func channel(of person: Person) async throws -> Int64 {
        let body: JSONValue = ["type": "webhook", "config": ["url": "https://hooks.example/"]]
        return try #require(try await self.as(person).post("/api/v1/channels", body).json["id"]?.int)
    }

    /// Creates an incident and its deliveries, one to each channel.
    fileprivate func incident(of person: Person, to channels: [Int64]) async throws -> Int64 {
        let id = try #require(try await self.as(person).post("/api/v1/incidents", ["title": "Slow"]).json["id"]?.int)
        try await self.plan(to: channels)
        return id
    }

    /// Plans the deliveries of the waiting alerts, as a notifier does.
    fileprivate func plan(to channels: [Int64]) async throws {
        try await self.database.write { db in
            let events = try AlertEventRepository().unplanned(limit: 100, in: db)
            for event in events { try DeliveryRepository().plan(event, to: channels.map { ID($0) }, notBefore: db.now(), in: db) }
            try AlertEventRepository().markPlanned(events.map(\.id), in: db)
        }
    }

    /// The deliveries that Alice sees.
    fileprivate func deliveries(_ query: String = "") async throws -> [JSONValue] {
        try await self.as(.alice).get("/api/v1/deliveries?\(query)").json.items
    }
}
