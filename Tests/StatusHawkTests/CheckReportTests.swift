import HawkCore
import HawkEngine
import Testing

@testable import StatusHawk

@Suite struct CheckReportTests {
    private func report(_ observation: Observation?, _ outcome: Outcome, _ reason: Reason = .none, _ message: String = "")
        -> CheckReport
    {
        let at = Instant(milliseconds: 1_795_320_306_789)
        var result = CheckResult(
            monitor: ID(0), organization: ID(0), revision: 1, location: "default", slot: at, startedAt: at, finishedAt: at,
            interval: .days(1), outcome: outcome, reason: reason, message: message, statusCode: observation?.statusCode,
            latency: observation?.latency ?? .zero, phases: observation?.phases ?? Phases())
        result.chain = observation?.chain
        return CheckReport(.init(result: result, observation: observation), of: "https://shop.example/")
    }

    private var observation: Observation {
        let certificate = CertificateSummary(
            subject: "CN=shop.example", issuer: "CN=Authority", names: (1...10).map { "n\($0).example" },
            notBefore: Instant(milliseconds: 1_795_000_000_000), notAfter: Instant(milliseconds: 1_800_000_000_000))
        var evidence = AttemptEvidence()
        evidence.addresses = ["2001:db8::7", "192.0.2.7"]
        evidence.peer = "192.0.2.7:443"
        evidence.tlsVersion = "TLSv1.3"
        evidence.lenient = ["bare_line_feed", "status_line"]
        evidence.redirects = ["https://www.shop.example/", "https://www.shop.example/en"]
        var observation = Observation(
            .up, statusCode: 200, latency: .milliseconds(120),
            phases: Phases(
                dns: .milliseconds(10), connect: .milliseconds(20), tls: .milliseconds(30), firstByte: .milliseconds(40),
                transfer: .milliseconds(20)),
            evidence: evidence, chain: CertificateChain([certificate], problem: "the certificate is self-signed"))
        observation.protocolVersion = 2
        return observation
    }

    @Test func `a success shows the connection, times as in curl, and the certificate`() {
        #expect(
            self.report(self.observation, .up).text == """
                https://shop.example/ is up
                  status             200  (HTTP/2)
                  redirected to      https://www.shop.example/
                  redirected to      https://www.shop.example/en
                  addresses          2001:db8::7, 192.0.2.7
                  connected to       192.0.2.7:443
                  TLS version        TLSv1.3
                  HTTP deviations    bare_line_feed, status_line
                  time_namelookup    0.010000  (+0.010000)
                  time_connect       0.030000  (+0.020000)
                  time_appconnect    0.060000  (+0.030000)
                  time_starttransfer 0.100000  (+0.040000)
                  time_total         0.120000  (+0.020000)
                  certificate        CN=shop.example
                    issuer           CN=Authority
                    names            n1.example, n2.example, n3.example, n4.example, n5.example, n6.example, n7.example, n8.example and 2 more
                    valid            18 Nov 2026 to 15 Jan 2027, 54 days left
                    problem          the certificate is self-signed
                """)
        #expect(self.report(self.observation, .up).line == "up        120.00 ms   200  192.0.2.7:443")
    }

    @Test func `a failure shows the response, without terminal control characters`() {
        var observation = self.observation
        observation.statusCode = 503
        observation.chain = nil
        observation.evidence.headers = [.init(name: "Server", value: "\u{1B}]0;owned\u{07}nginx\u{202E}")]
        observation.evidence.body = "<h1>\u{1B}[31mbusy</h1>\n\nlater\r\n" + String(repeating: "x", count: 500)
        let text = self.report(observation, .down, .status, "shop.example answered 503\u{9B}2J, expected 200-299").text
        #expect(text.contains("\n  shop.example answered 503\u{FFFD}2J, expected 200-299\n  reason             status\n"))
        #expect(text.contains("\n  < Server: \u{FFFD}]0;owned\u{FFFD}nginx\u{FFFD}\n  | <h1>\u{FFFD}[31mbusy</h1>\n  | later"))
        #expect(text.hasSuffix("x\n  | …"))
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    }

    @Test func `without an observation there is only the reason`() {
        let text = self.report(nil, .unknown, .runner, "too many open files").text
        #expect(text == "https://shop.example/ is unknown\n  too many open files\n  reason             runner")
        #expect(self.report(nil, .unknown, .runner, "too many open files").line.hasSuffix("too many open files"))
    }
}
