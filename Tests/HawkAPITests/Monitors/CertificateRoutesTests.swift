import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct CertificateRoutesTests {
    @Test func `the last seen chain is shown to its organization, with the days that are left`() async throws {
        try await withTestApp { app in
            let monitor = try await app.monitor()
            let path = "/api/v1/monitors/\(monitor)/certificate"
            #expect(try await app.as(.bob).get(path).status == 404)

            try await app.sight(["shop.test", "www.shop.test"], until: app.clock.now + .days(13), at: monitor)
            let certificate = try await app.as(.bob).get(path).json
            #expect(certificate["subject"]?.string == "CN=shop.test" && certificate["issuer"]?.string == "CN=Authority")
            #expect(certificate["names"] == ["shop.test", "www.shop.test"])
            #expect(certificate["not_after"]?.string == "\(app.clock.now + .days(13))")
            #expect(certificate["days_left"]?.int == 13 && certificate["problem"] == .null)
            #expect(certificate["location"]?.string == "default" && certificate["seen_at"]?.string == "\(app.clock.now)")
            #expect(certificate["chain"]?.array?.map { $0["subject"]?.string } == ["CN=shop.test", "CN=Authority"])

            app.clock.advance(by: .days(14))
            #expect(try await app.as(.bob).get(path).json["days_left"]?.int == -1)
        }
    }

    @Test func `Charlie cannot see the certificate of Alice's monitor`() async throws {
        try await withTestApp { app in
            let monitor = try await app.monitor()
            try await app.sight(["shop.test"], until: app.clock.now + .days(13), at: monitor)
            for caller in [app.as(.charlie), app.anyone] {
                let answer = try await caller.get("/api/v1/monitors/\(monitor)/certificate")
                #expect(answer.status == (caller.headers.isEmpty ? 401 : 404))
                #expect(!answer.text.contains("shop.test"))
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

    /// Records a check that saw a certificate for these names.
    fileprivate func sight(_ names: [String], until end: Instant, at id: Int64) async throws {
        let now = self.clock.now
        let leaf = CertificateSummary(
            subject: "CN=\(names[0])", issuer: "CN=Authority", names: names, notBefore: .epoch, notAfter: end)
        let authority = CertificateSummary(
            subject: "CN=Authority", issuer: "CN=Root", names: [], notBefore: .epoch, notAfter: end)
        try await self.database.write { db in
            guard let monitor = try MonitorRepository().all([ID(id)], in: db).first else { throw OperationError.notFound }
            var result = CheckResult(
                monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: "default",
                slot: now, startedAt: now, finishedAt: now, interval: .seconds(60), outcome: .up, latency: .milliseconds(1))
            result.chain = CertificateChain([leaf, authority], problem: nil)
            try CertificateChainRepository().save([result], in: db)
        }
    }
}
