import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct FailureRoutesTests {
    @Test func `a failure shows the changes since the last success, or that none is known`() async throws {
        try await withTestApp { app in
            let monitor = try await app.monitor()
            let changed = try await app.fail(monitor, [.init(what: .status, before: "200", after: "503")])
            let failure = try await app.as(.bob).get(changed).json
            #expect(failure["changes"] == [["what": "status", "before": "200", "after": "503"]])
            #expect(failure["attempts"]?.array?.first?["message"]?.string == "it answered 503")

            app.clock.advance(by: .minutes(1))
            #expect(try await app.as(.bob).get(app.fail(monitor, [])).json["changes"] == [])
            app.clock.advance(by: .minutes(1))
            #expect(try await app.as(.bob).get(app.fail(monitor, nil)).json["changes"] == .null)
        }
    }

    @Test func `Charlie sees no evidence of Alice's monitor`() async throws {
        try await withTestApp { app in
            let path = try await app.fail(app.monitor(), [.init(what: .address, before: "192.0.2.7", after: "192.0.2.8")])
            for (caller, status) in [(app.as(.charlie), 404), (app.anyone, 401)] {
                let answer = try await caller.get(path)
                #expect(answer.status == status)
                #expect(!answer.text.contains("192.0.2"))
            }
        }
    }
}

extension TestApp {
    /// A monitor of Alice's.
    fileprivate func monitor() async throws -> Int64 {
        let body: JSONValue = ["type": "http", "target": "https://shop.test/"]
        return try await self.as(.alice).post("/api/v1/monitors", body).json["id"]?.int ?? 0
    }

    /// Records a failed check.
    /// - Returns: the path of its evidence.
    fileprivate func fail(_ id: Int64, _ changes: [AttemptEvidence.Change]?) async throws -> String {
        let now = self.clock.now
        var observation = Observation(.down, .status, "it answered 503", statusCode: 503, latency: .milliseconds(1))
        observation.evidence.changes = changes
        try await self.database.write { [observation] db in
            guard let monitor = try MonitorRepository().all([ID(id)], in: db).first else { throw OperationError.notFound }
            let result = CheckResult(
                monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: "default",
                slot: now, startedAt: now, finishedAt: now, interval: .seconds(60), outcome: .down, reason: .status,
                message: observation.message, firstFailedAt: now, latency: .milliseconds(1),
                evidence: [AttemptRecord(startedAt: now, observation: observation)])
            _ = try ResultRepository().insert([result], in: db)
            try EvidenceRepository().insert([result], in: db)
        }
        return "/api/v1/monitors/\(id)/failures/\(now)"
    }
}
