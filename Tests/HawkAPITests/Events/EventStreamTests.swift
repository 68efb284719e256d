import HawkCore
import HawkEngine
import HawkTestSupport
import Testing

@testable import HawkAPI

/// What a stream of live events contains, and who receives it.
@Suite(.timeLimit(.minutes(1))) struct EventStreamTests {
    @Test func `each event has an id, a type and its values`() async throws {
        try await withTestApp { app in
            let organization = try await app.organization(of: .alice)
            var stream = try await app.token(.viewer).events()
            let (now, epoch) = (app.clock.now, app.api.events.epoch)
            #expect(stream.isOpen && stream.start == "\(epoch)-0")
            for header in ["content-type: text/event-stream", "cache-control: no-store", "x-accel-buffering: no"] {
                #expect(stream.head.contains(header), "\(stream.head)")
            }
            await app.publish(
                .check(ID(7), outcome: .degraded, latency: .microseconds(12_500), location: "eu"),
                .check(ID(8), outcome: .unknown, latency: nil, location: "eu"), .status(ID(7), .down, since: now - .seconds(5)),
                .incident(ID(3), .identified, monitors: [ID(7), ID(8)]), .delivery(ID(5), ID(6), .failed), of: organization)
            let at = JSONValue.string("\(now)")
            let expected: [(type: String, data: JSONValue)] = [
                ("check", ["monitor_id": 7, "at": at, "outcome": "degraded", "latency_ms": 12.5, "location": "eu"]),
                ("check", ["monitor_id": 8, "at": at, "outcome": "unknown", "latency_ms": .null, "location": "eu"]),
                (
                    "status",
                    ["monitor_id": 7, "at": at, "status": "down", "status_since": .string("\(now - .seconds(5))")]
                ),
                ("incident", ["incident_id": 3, "at": at, "status": "identified", "monitor_ids": [7, 8]]),
                ("delivery", ["delivery_id": 5, "at": at, "channel_id": 6, "status": "failed"]),
            ]
            let events = try await stream.next(5)
            #expect(events.map(\.id) == (1...5).map { "\(epoch)-\($0)" })
            #expect(events.map(\.type) == expected.map(\.type))
            #expect(events.map(\.data) == expected.map(\.data))
        }
    }

    @Test func `a stream contains the changes of its own organization only`() async throws {
        try await withTestApp { app in
            let (acme, other) = (try await app.organization(of: .alice), try await app.organization(of: .charlie))
            let epoch = app.api.events.epoch
            var alices = try await app.as(.alice).events()
            var charlies = try await app.as(.charlie).events()
            for _ in 0..<2 {
                for organization in [acme, other] {
                    let id = organization.rawValue
                    await app.publish(
                        .status(ID(id), .down, since: app.clock.now), .incident(ID(id), .investigating, monitors: [ID(id)]),
                        .delivery(ID(id), ID(id), .sent), of: organization)
                }
            }
            // This one is for everyone: what came before it has arrived by then.
            await app.publish(.incident(ID(99), .resolved, monitors: []), of: nil)
            let own = ["status", "incident", "delivery", "status", "incident", "delivery", "incident"]
            func check(_ events: [EventReader.Event], _ organization: ID<Organization>, numbers: [Int]) {
                let id = JSONValue.int(organization.rawValue)
                #expect(events.map(\.type) == own && events.map(\.id) == numbers.map { "\(epoch)-\($0)" })
                #expect(events.last?.data["incident_id"] == 99)
                for event in events.dropLast() {
                    let ids = ["monitor_id", "incident_id", "delivery_id", "channel_id"].compactMap { event.data[$0] }
                    #expect(ids.allSatisfy { $0 == id }, "\(event)")
                }
            }
            check(try await alices.next(7), acme, numbers: [1, 2, 3, 7, 8, 9, 13])
            check(try await charlies.next(7), other, numbers: [4, 5, 6, 10, 11, 12, 13])
            // The same holds for events that are sent again, from whichever position.
            var again = try await app.as(.charlie).events(after: "\(epoch)-0")
            check(try await again.next(7), other, numbers: [4, 5, 6, 10, 11, 12, 13])
            let foreign = try await app.as(.charlie).get("/api/v1/events?organization=\(acme)")
            #expect(foreign.status == 404)
            #expect(try await app.anyone.get("/api/v1/events").status == 401)
        }
    }

    @Test func `a change through the API reaches the members of its organization`() async throws {
        try await withTestApp { app in
            var alices = try await app.as(.alice).events()
            var charlies = try await app.as(.charlie).events()
            let hers = try await app.as(.bob).post("/api/v1/incidents", ["title": "Slow"]).json["id"]
            let his = try await app.as(.charlie).post("/api/v1/incidents", ["title": "Elsewhere"]).json["id"]
            #expect(hers != nil && his != nil && hers != his)
            #expect(try await alices.next().map { $0.data["incident_id"] } == [hers])
            #expect(try await charlies.next().map { $0.data["incident_id"] } == [his])
        }
    }

    @Test func `a client selects the types of its events`() async throws {
        try await withTestApp { app in
            let (organization, now) = (try await app.organization(of: .alice), app.clock.now)
            var some = try await app.as(.alice).events("?types=status,incident")
            var all = try await app.as(.alice).events("?types=")
            await app.publish(
                .check(ID(1), outcome: .up, latency: nil, location: "eu"), .pagesEdited, .status(ID(1), .up, since: now),
                .delivery(ID(1), ID(1), .sent), .incident(ID(1), .resolved, monitors: []), of: organization)
            #expect(try await all.next(4).map(\.type) == ["check", "status", "delivery", "incident"])
            let selected = try await some.next(2)
            #expect(selected.map(\.type) == ["status", "incident"])
            #expect(selected.map(\.id) == [2, 4].map { "\(app.api.events.epoch)-\($0)" })
            for types in ["status,colour", "reset", "Status"] {
                let refused = try await app.as(.alice).get("/api/v1/events?types=\(types)")
                #expect(refused.status == 400)
                #expect(try refused.json["errors"]?.array?.map { $0["field"] } == ["types"])
            }
        }
    }
}
