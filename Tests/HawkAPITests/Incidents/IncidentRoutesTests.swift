import HawkCore
import HawkTestSupport
import Testing

struct IncidentRoutesTests {
    @Test func `an incident shows who acknowledged it first`() async throws {
        try await withTestApp { app in
            let incident = try await app.as(.bob).post("/api/v1/incidents", ["title": "Slow"]).json
            #expect(incident["acknowledged_at"] == .null && incident["acknowledged_by"] == .null)
            let path = "/api/v1/incidents/\(incident["id"]?.int ?? 0)"
            _ = try await app.as(.bob).post("\(path)/acknowledge")
            let bob = try await app.as(.bob).get("/api/v1/auth/me").json["user"]?["id"]?.int
            let acknowledged = try await app.as(.alice).post("\(path)/acknowledge").json
            #expect(acknowledged["acknowledged_by"]?["name"]?.string == "Bob")
            #expect(bob != nil && acknowledged["acknowledged_by"]?["id"]?.int == bob)
            let listed = try await app.as(.alice).get("/api/v1/incidents").json.items
            #expect(listed.map { $0["acknowledged_by"] } == [acknowledged["acknowledged_by"]])
        }
    }

    @Test func `a token's acknowledgement names no person`() async throws {
        try await withTestApp { app in
            let incident = try await app.as(.bob).post("/api/v1/incidents", ["title": "Slow"]).json["id"]?.int ?? 0
            let answer = try await app.token(.editor).post("/api/v1/incidents/\(incident)/acknowledge").json
            #expect(answer["acknowledged_at"]?.string == "\(app.clock.now)" && answer["acknowledged_by"] == .null)
        }
    }
}
