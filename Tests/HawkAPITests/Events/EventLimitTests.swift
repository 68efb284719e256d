import HTTPTypes
import HawkCore
import HawkTestSupport
import Testing

@testable import HawkAPI

/// How many streams of live events may be open.
@Suite(.timeLimit(.minutes(1))) struct EventLimitTests {
    private func expectRefusal(
        of caller: Caller, _ detail: String, retryAfter: String, _ place: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await caller.get("/api/v1/events")
        #expect(answer.status == 429 && answer.headers[.retryAfter] == retryAfter, sourceLocation: place)
        #expect(try answer.json["detail"]?.string == detail, sourceLocation: place)
    }

    @Test func `a session, an organization and the server have limits`() async throws {
        // Of four streams, an organization gets two, and a session or token one.
        try await withTestApp(streams: OpenStreams(limit: 4)) { app in
            let alices = try await app.as(.alice).events()
            try await self.expectRefusal(
                of: app.as(.alice), "a session or token may have at most 1 open event streams", retryAfter: "10")
            let tokens = try await app.token(.viewer).events()
            try await self.expectRefusal(
                of: app.as(.bob), "an organization may have at most 2 open event streams", retryAfter: "10")
            // Another organization has its own share.
            let charlies = try await app.as(.charlie).events()
            let others = try await app.token(.viewer, of: app.as(.charlie)).events()
            #expect([alices, tokens, charlies, others].allSatisfy { $0.isOpen })
            try await self.expectRefusal(
                of: app.as(.bob), "too many streams are open, or the server is stopping", retryAfter: "5")
            #expect(app.api.streams.count == 4)
            withExtendedLifetime([alices, tokens, charlies, others]) {}
        }
    }

    @Test func `a stream is released when its client disconnects`() async throws {
        try await withTestApp(streams: OpenStreams(limit: 2)) { app in
            let organization = try await app.organization(of: .alice)
            do {
                let stream = try await app.as(.bob).events()
                #expect(stream.isOpen)
                try await self.expectRefusal(
                    of: app.as(.alice), "an organization may have at most 1 open event streams", retryAfter: "10")
                withExtendedLifetime(stream) {}
            }
            // The server notices it at the latest when it writes.
            try await eventually("the stream has ended") {
                await app.publish(.incident(ID(1), .resolved, monitors: []), of: organization)
                return app.api.streams.count == 0
            }
            try await eventually("another stream opens") { try await app.as(.alice).events().isOpen }
        }
    }

    @Test func `a stream is released when its token is revoked`() async throws {
        try await withTestApp(streams: OpenStreams(limit: 2)) { app in
            var stream = try await app.token(.viewer).events()
            #expect(stream.isOpen)
            let id = try #require(try await app.as(.alice).get("/api/v1/tokens").json.items.first?["id"]?.int)
            #expect(try await app.as(.alice).delete("/api/v1/tokens/\(id)").status == 204)
            #expect(try await stream.next().isEmpty)
            try await eventually("another stream opens") { try await app.as(.alice).events().isOpen }
        }
    }

    @Test func `a request for the headers alone holds no stream`() async throws {
        try await withTestApp(streams: OpenStreams(limit: 2)) { app in
            for _ in 0..<3 {
                #expect(try await app.as(.alice).send(.head, "/api/v1/events").status == 200)
                try await eventually("no stream is open") { app.api.streams.count == 0 }
            }
            let stream = try await app.as(.alice).events()
            #expect(stream.isOpen)
        }
    }

    @Test func `the limits of organizations and callers follow from the number of streams`() {
        let limits = [(1, 1, 1), (3, 1, 1), (8, 4, 2), (60, 30, 15), (200, 100, 20), (10_000, 100, 20)]
        for (streams, organization, caller) in limits {
            let limits = EventHub.Limits(streams: streams)
            #expect(limits.perOrganization == organization && limits.perCaller == caller, "\(streams)")
        }
    }
}
