import HTTPTypes
import HawkAPI
import HawkCore
import HawkEngine
import HawkNet
import HawkTestSupport
import NIOCore
import Synchronization
import Testing

@Suite struct MonitoringRoutesTests {
    @Test func `readiness names what is missing`() async throws {
        struct Gone: Error {}
        let checks = [ReadinessCondition("database") {}, ReadinessCondition("broker") { throw Gone() }]
        try await withTestApp(checks: checks) { app in
            #expect(try await app.anyone.get("/healthz").status == 200)
            let answer = try await app.anyone.get("/readyz")
            #expect(answer.status == 503)
            #expect(try answer.json["detail"] == "not ready: broker")
        }
        try await withTestApp { app async throws in #expect(try await app.anyone.get("/readyz").status == 200) }
    }

    @Test(.timeLimit(.minutes(1))) func `readiness is answered while a dependency does not respond`() async throws {
        let isOver = Flag()
        let checks = [
            ReadinessCondition("database") {
                while !isOver.isSet { try await Task.sleep(for: .milliseconds(10)) }
            },
            ReadinessCondition("broker") {},
        ]
        try await withTestApp(hasCast: false, checks: checks) { app in
            for _ in 0..<2 {
                let answer = try await app.anyone.get("/readyz")
                #expect(answer.status == 503)
                #expect(try answer.json["detail"] == "not ready: database")
            }
            isOver.set()
            try await eventually("it is ready") { try await app.anyone.get("/readyz").status == 200 }
        }
    }

    @Test func `a process with a frozen part is not healthy`() async throws {
        try await withTestApp(hasCast: false, complaint: { "probes-1 has been frozen for 12 s" }) { app in
            let answer = try await app.anyone.get("/healthz")
            #expect(answer.status == 503)
            #expect(try answer.json["detail"] == "probes-1 has been frozen for 12 s")
        }
    }

    @Test func `metrics count requests by route and need their token`() async throws {
        try await withTestApp(metricsToken: Secret("letmein")) { app in
            _ = try await app.as(.alice).delete("/api/v1/tokens/77")
            #expect(try await app.anyone.get("/metrics").status == 401)
            #expect(try await app.anyone.with(.authorization, "Bearer letmeout").get("/metrics").status == 401)
            let page = try await app.anyone.with(.authorization, "Bearer letmein").get("/metrics")
            #expect(page.headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
            let sample = #"statushawk_http_requests_total{method="DELETE",route="/api/v1/tokens/{id}",status="404"} 1"#
            #expect(page.text.contains(sample + "\n"))
        }
    }

    @Test func `the first page shows how to start`() async throws {
        try await withTestApp { app in
            let page = try await app.anyone.get("/").text
            #expect(page.contains("http://status.example/api/v1/auth/signup"))
            #expect(page.contains("http://status.example/api/v1/monitors"))
        }
    }

    @Test(arguments: [("https://status.example", true), ("HTTPS://status.example", true), ("http://status.example", false)])
    func `the public URL decides whether browsers must use HTTPS`(_ url: String, _ demandsHTTPS: Bool) async throws {
        let loopback = TrustedProxies([AddressRange("127.0.0.0/8")].compactMap { $0 })
        try await withTestApp(hasCast: false, installation: Installation(publicURL: url), proxies: loopback) { app in
            for scheme in ["http", "https", nil] {
                let answer = try await app.anyone.with(HTTPField.Name("X-Forwarded-Proto")!, scheme).get("/healthz")
                #expect(answer.headers.contains(.strictTransportSecurity) == demandsHTTPS)
            }
        }
    }

    @Test func `HEAD is GET without the body`() async throws {
        try await withTestApp { app async throws in
            let answer = try await app.anyone.send(.head, "/healthz")
            #expect(answer.status == 200 && answer.body.readableBytes == 0)
        }
    }
}

private final class Flag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { self.value.withLock { $0 } }

    func set() { self.value.withLock { $0 = true } }
}
