import Foundation
import HTTPTypes
import HawkAPI
import HawkCore
import HawkNet
import HawkProbes
import HawkTestSupport
import Logging
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(2))) struct ProbeRoutesTests {
    private let dns: DNSTestServer

    init() async throws {
        self.dns = try await DNSTestServer(["local.test": .addresses([.v4(0x7F00_0001)]), "silent.test": .silence])
    }

    private func prober(
        _ policy: TargetPolicy? = nil, modules: JSONValue = [:], limit: Int = 100
    ) async throws -> TargetProber {
        let environment = try ProbeEnvironment(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, resolver: NameResolver(servers: .only([self.dns.address])),
            policy: policy ?? TargetPolicy(allowPrivate: true), logger: Logger(label: "test"))
        return TargetProber(
            try ProbeModules(.standard, defined: modules), in: environment, on: MultiThreadedEventLoopGroup.singleton,
            limit: limit)
    }

    private func probe(_ target: String, _ rest: String = "") -> String {
        // SAFETY: valid UTF-8.
        "/probe?target=\(target.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!)\(rest)"
    }

    private func value(_ series: String, in page: String) -> Double? {
        page.split(separator: "\n").first { $0.hasPrefix(series + " ") }.flatMap { Double($0.dropFirst(series.count + 1)) }
    }

    @Test func `a page that is up is reported with blackbox_exporter's metric names`() async throws {
        let server = try await HTTPTestServer { $0.uri == "/" ? .redirect(to: "/next") : .init(body: "hello") }
        try await withTestApp(hasCast: false, prober: self.prober()) { app async throws in
            let answer = try await app.anyone.get(self.probe("local.test:\(server.port)", "&module=http_2xx"))
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let page = answer.text
            for (series, expected) in [
                ("probe_success", 1), ("probe_http_status_code", 200), ("probe_http_version", 1.1), ("probe_http_ssl", 0),
                ("probe_ip_protocol", 4), ("probe_ip_addr_hash", 3_668_918_509), ("probe_failed_due_to_regex", 0),
                (#"statushawk_probe_info{outcome="up",reason="none"}"#, 1), (#"probe_http_duration_seconds{phase="tls"}"#, 0),
            ] as [(String, Double)] {
                #expect(self.value(series, in: page) == expected, "\(series) in \(page)")
            }
            for series in [
                "probe_duration_seconds", "probe_dns_lookup_time_seconds", #"probe_http_duration_seconds{phase="resolve"}"#,
                #"probe_http_duration_seconds{phase="connect"}"#, #"probe_http_duration_seconds{phase="processing"}"#,
                #"probe_http_duration_seconds{phase="transfer"}"#,
            ] {
                #expect(self.value(series, in: page) ?? 0 > 0, "\(series) in \(page)")
            }
            #expect(
                page.contains(
                    "# HELP probe_success Displays whether or not the probe was a success\n# TYPE probe_success gauge\n"))
        }
    }

    @Test func `a target that is down is reported as such, with its reason in the details`() async throws {
        try await withTestApp(hasCast: false, prober: self.prober()) { app async throws in
            let path = self.probe("127.0.0.1:1", "&module=tcp_connect")
            let page = try await app.anyone.get(path).text
            #expect(self.value("probe_success", in: page) == 0)
            #expect(self.value(#"statushawk_probe_info{outcome="down",reason="refused"}"#, in: page) == 1)
            #expect(!page.contains("probe_http"))
            let details = try await app.anyone.get(path + "&debug=true").text
            #expect(
                details.hasPrefix("127.0.0.1:1 is down: ") && details.contains("refused") && details.contains("probe_success 0\n")
            )
        }
    }

    @Test func `records are counted`() async throws {
        try await withTestApp(hasCast: false, prober: self.prober()) { app async throws in
            let details = try await app.anyone.get(self.probe("local.test", "&module=dns_udp&debug=true")).text
            for (series, expected) in [
                ("probe_success", 1), ("probe_dns_query_succeeded", 1), ("probe_dns_answer_rrs", 1),
                (#"probe_dns_duration_seconds{phase="connect"}"#, 0),
            ] as [(String, Double)] {
                #expect(self.value(series, in: details) == expected, "\(series) in \(details)")
            }
            #expect(self.value(#"probe_dns_duration_seconds{phase="request"}"#, in: details) ?? 0 > 0)
            let missing = try await app.anyone.get(self.probe("nowhere.test", "&module=dns")).text
            #expect(self.value("probe_success", in: missing) == 0)
            #expect(self.value("probe_dns_answer_rrs", in: missing) == 0)
        }
    }

    @Test func `a certificate is reported with its expiry, whether it is trusted or not`() async throws {
        let authority = try TestAuthority()
        let server = try await HTTPTestServer(identity: authority.issue(["local.test"]))
        try await withTestApp(hasCast: false, prober: self.prober()) { app in
            for (module, target) in [
                ("tls_connect", "local.test:\(server.port)"), ("http", "https://local.test:\(server.port)/"),
            ] {
                let page = try await app.anyone.get(self.probe(target, "&module=\(module)")).text
                #expect(self.value("probe_success", in: page) == 0)
                #expect(self.value(#"statushawk_probe_info{outcome="down",reason="certificate_invalid"}"#, in: page) == 1)
                let expiry = try #require(self.value("probe_ssl_earliest_cert_expiry", in: page))
                #expect(expiry > Date().timeIntervalSince1970)
                // No certificate is trusted.
                #expect(self.value("probe_ssl_last_chain_expiry_timestamp_seconds", in: page) == -62_135_596_800)
                #expect(self.value(#"probe_tls_version_info{version="TLS 1.3"}"#, in: page) == 1)
                #expect(page.contains("probe_ssl_last_chain_info{issuer="))
            }
        }
    }

    @Test func `an unknown outcome is an error, so that Prometheus sees a failed scrape and no outage`() async throws {
        try await withTestApp(hasCast: false, prober: self.prober()) { app async throws in
            let caller = app.anyone.with(HTTPField.Name("X-Prometheus-Scrape-Timeout-Seconds")!, "1")
            let answer = try await caller.get(self.probe("silent.test", "&module=http"))
            #expect(answer.status == 503 && !answer.text.contains("probe_success"))
            #expect(
                try answer.json["detail"]?.string?.hasPrefix("this runner could not determine the result: the name servers")
                    == true)
        }
    }

    @Test(arguments: [("4", "3.5 s"), ("0.6", "0.3 s"), ("60", "4 s")])
    func `a probe ends before the scrape timeout and within its module's timeout`(
        _ scrapeTimeout: String, _ limit: String
    )
        async throws
    {
        let server = try await TCPTestServer(.hold)
        let modules: JSONValue = ["patient": ["type": "http", "timeout_seconds": 4]]
        try await withTestApp(hasCast: false, prober: self.prober(modules: modules)) { app async throws in
            let caller = app.anyone.with(HTTPField.Name("X-Prometheus-Scrape-Timeout-Seconds")!, scrapeTimeout)
            let details = try await caller.get(self.probe("127.0.0.1:\(server.port)", "&module=patient&debug=true")).text
            #expect(details.contains("no answer from 127.0.0.1:\(server.port) within \(limit)"), "\(details)")
            #expect(self.value(#"statushawk_probe_info{outcome="down",reason="timeout"}"#, in: details) == 1)
        }
    }

    @Test func `an operator's modules have settings and may replace standard ones`() async throws {
        let server = try await HTTPTestServer { .init($0.headers["x-key"] == ["s3cret"] ? 204 : 401) }
        let settings: JSONValue = ["secret_headers": ["X-Key": "s3cret"], "expected_status": ["204"]]
        let modules: JSONValue = [
            "keyed": ["type": "http", "settings": settings],
            "http_2xx": ["type": "http", "settings": ["expected_status": ["401"]]],
        ]
        try await withTestApp(hasCast: false, prober: self.prober(modules: modules)) { app async throws in
            for module in ["&module=keyed", "&module=http_2xx", ""] {
                let page = try await app.anyone.get(self.probe("127.0.0.1:\(server.port)", module)).text
                #expect(self.value("probe_success", in: page) == 1, "\(module): \(page)")
            }
        }
    }

    @Test(arguments: [
        ("/probe", "target is missing"), ("/probe?target=&module=http", "target is missing"),
        ("/probe?target=x&module=gopher", "module must be one of "),
        ("/probe?target=x&module=heartbeat", "module must be one of "),
        ("/probe?target=x&module=tcp", "target must be host:port"), ("/probe?target=ftp://x/", "target must begin with http"),
        ("/probe?target=unix:/run/x&module=tcp", "target "), ("/probe?target=x&hostname=y", "hostname is not a known parameter"),
        ("/probe?target=x&target=y", "target appears twice"), ("/probe?target=x&debug=2", "debug must be true or false"),
    ])
    func `an invalid probe is refused with a sentence`(_ path: String, _ detail: String) async throws {
        try await withTestApp(hasCast: false, prober: self.prober()) { app async throws in
            let answer = try await app.anyone.get(path)
            #expect(answer.status == 400)
            #expect(try answer.json["detail"]?.string?.hasPrefix(detail) == true, "\(answer.text)")
        }
    }

    @Test func `the target policy applies`() async throws {
        let server = try await HTTPTestServer()
        try await withTestApp(hasCast: false, prober: self.prober(TargetPolicy(allowPrivate: false))) { app async throws in
            for target in ["127.0.0.1:\(server.port)", "local.test:\(server.port)", "[::1]:\(server.port)"] {
                for module in ["http_2xx", "tcp_connect"] {
                    let page = try await app.anyone.get(self.probe(target, "&module=\(module)")).text
                    #expect(self.value(#"statushawk_probe_info{outcome="down",reason="policy"}"#, in: page) == 1, "\(page)")
                }
            }
            let page = try await app.anyone.get(self.probe("169.254.169.254", "&module=icmp")).text
            #expect(self.value("probe_success", in: page) == 0)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `it is protected like metrics, and not found unless enabled`() async throws {
        try await withTestApp(hasCast: false, metricsToken: Secret("letmein"), prober: self.prober()) { app async throws in
            let path = self.probe("127.0.0.1:1", "&module=tcp")
            #expect(try await app.anyone.get(path).status == 401)
            #expect(try await app.anyone.with(.authorization, "Bearer letmeout").get(path).status == 401)
            #expect(try await app.anyone.with(.authorization, "Bearer letmein").get(path).status == 200)
        }
        try await withTestApp(hasCast: false) { app async throws in
            #expect(try await app.anyone.get(self.probe("127.0.0.1:1", "&module=tcp")).status == 404)
        }
    }

    @Test func `beyond the limit of probes in flight Prometheus gets 429`() async throws {
        let server = try await TCPTestServer(.hold)
        let modules: JSONValue = ["slow": ["type": "http", "timeout_seconds": 5]]
        try await withTestApp(hasCast: false, prober: self.prober(modules: modules, limit: 3)) { app async throws in
            let path = self.probe("127.0.0.1:\(server.port)", "&module=slow")
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await app.anyone.get(path).status } }
                // Each of the others takes five seconds: the first response is the refusal.
                var statuses: [Int] = []
                while let status = try await group.next() { statuses.append(status) }
                #expect(statuses == [429, 200, 200, 200])
            }
            #expect(try await app.anyone.get(self.probe("127.0.0.1:1", "&module=tcp")).status == 200)
        }
    }

    @Test(
        arguments: [
            (["x": ["type": "gopher"]], "x.type"), (["x": ["type": "heartbeat"]], "x.type"), (["x": [:]], "x.type"),
            (["x": ["type": "http", "timeout_seconds": 0]], "x.timeout_seconds"),
            (["x": ["type": "http", "colour": "red"]], "x.colour"),
            (["x": ["type": "http", "settings": ["ip_version": "5"]]], "x.settings.ip_version"), ([], ""),
        ] as [(JSONValue, String)])
    func `an invalid module is named`(_ modules: JSONValue, _ field: String) throws {
        let error = try #require(throws: OperationError.self) { try ProbeModules(.standard, defined: modules) }
        #expect(error.errors.map(\.field) == [field])
    }
}
