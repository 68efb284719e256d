import HTTPTypes
import HawkBroker
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkAPI

/// Live events end with the right to read them.
@Suite(.timeLimit(.minutes(1))) struct EventAccessTests {
    /// Waits for the end of the stream that `listener` opens, which `end` causes.
    private func expectEnd(
        of listener: Caller, in app: TestApp, by end: @Sendable @escaping () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await listener.get("/api/v1/events") }
            try await eventually("a listener is connected") { app.api.streams.count == 1 }
            try await end()
            let answer = try await group.next() ?? nil
            #expect(answer?.status == 200 && answer?.text.hasPrefix("retry: 2000\nid: ") == true)
        }
        #expect(app.api.streams.count == 0)
        #expect([401, 403].contains(try await listener.get("/api/v1/monitors").status))
    }

    @Test func `a stream ends with its session`() async throws {
        try await withTestApp { app async throws in
            let account: JSONValue = ["email": .string(Person.alice.email), "password": .string(Person.password)]
            for end in [
                { _ = try await app.as(.alice).delete("/api/v1/auth/sessions") },
                { _ = try await app.database.write { db in try db.execute("DELETE FROM sessions WHERE id > 3") } },
            ] as [@Sendable () async throws -> Void] {
                let other = app.anyone.with(.cookie, try await app.anyone.post("/api/v1/auth/login", account).session)
                try await self.expectEnd(of: other, in: app, by: end)
            }
            try await self.expectEnd(of: app.as(.bob), in: app) { () async throws in
                #expect(try await app.as(.bob).post("/api/v1/auth/logout").status == 204)
            }
            try await self.expectEnd(of: app.as(.alice), in: app) { app.clock.advance(by: .days(30)) }
        }
    }

    @Test func `a stream ends with its token`() async throws {
        try await withTestApp { app async throws in
            let program = try await app.token(.viewer)
            try await self.expectEnd(of: program, in: app) { () async throws in
                let id = try await app.as(.alice).get("/api/v1/tokens").json.items.first?["id"]?.int ?? 0
                #expect(try await app.as(.alice).delete("/api/v1/tokens/\(id)").status == 204)
            }
            let end = JSONValue.string("\(app.clock.now + .hours(1))")
            let draft: JSONValue = ["name": "short", "role": "viewer", "expires_at": end]
            let short = Caller(
                app, token: Secret(try await app.as(.alice).post("/api/v1/tokens", draft).json["token"]?.string ?? ""))
            try await self.expectEnd(of: short, in: app) { app.clock.advance(by: .hours(1)) }
        }
    }

    @Test func `a stream ends with the membership, for the user and for tokens`() async throws {
        for isToken in [false, true] {
            try await withTestApp { app async throws in
                try await app.assign(.admin, to: .bob)
                let listener = isToken ? try await app.token(.viewer, of: app.as(.bob)) : app.as(.bob)
                let bob = try await app.id(of: .bob)
                try await self.expectEnd(of: listener, in: app) { () async throws in
                    #expect(try await app.as(.alice).delete("/api/v1/members/\(bob)").status == 204)
                }
            }
        }
    }

    @Test func `a stream ends when the role changes, and a new one may begin`() async throws {
        try await withTestApp { app async throws in
            try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask { try await app.as(.bob).get("/api/v1/events").status }
                try await eventually("a listener is connected") { app.api.streams.count == 1 }
                try await app.assign(.viewer, to: .bob)
                #expect(try await group.next() == 200)
            }
            #expect(try await app.as(.bob).get("/api/v1/monitors").status == 200)
        }
    }

    @Test func `a stream of a user with access continues`() async throws {
        try await withTestApp { app async throws in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask { try await app.as(.alice).get("/api/v1/events").text.contains("event: status") }
                group.addTask { try await app.as(.bob).get("/api/v1/events").text.contains("event: status") }
                try await eventually("two listeners are connected") { app.api.streams.count == 2 }
                #expect(try await app.as(.bob).post("/api/v1/auth/logout").status == 204)
                #expect(try await group.next() == false)
                let organization = try await app.as(.alice).get("/api/v1/organization").json["id"]?.int ?? 0
                await app.engine.broker.publish([
                    LiveEvent(
                        organization: ID(organization), at: app.clock.now, kind: .status(ID(1), .up, since: app.clock.now))
                ])
                try await eventually("the event is there") { app.api.events.events(after: 0, of: ID(organization)).newest == 1 }
                #expect(app.api.streams.count == 1)
                #expect(try await app.as(.alice).delete("/api/v1/auth/sessions/1").status == 204)
                #expect(try await group.next() == true)
            }
        }
    }
}
