import Foundation
import HawkCore
import HawkTestSupport
import Testing

/// A Prometheus from Debian that scrapes `/probe`, configured as for blackbox_exporter.
@Suite(.serialized, .enabled(if: Place.python != nil, "needs the Python tools that script/test installs"))
struct ProbeTests {
    private static let token = "a-token-for-the-metrics"

    @Test(.timeLimit(.minutes(3))) func `Prometheus finds what is up and what is down`() async throws {
        let settings = ["STATUSHAWK_PROBE_MODULES": "standard", "STATUSHAWK_METRICS_TOKEN": Self.token]
        try await withInstallation(.oneProcess, settings: settings) { installation, world in
            let place = try Place()
            defer { place.remove() }
            let closed = "127.0.0.1:\(freePort())"
            let prometheus = try await Prometheus(
                in: place, scraping: installation, token: Self.token,
                modules: [
                    "http_2xx": [world.httpTarget, "http://\(closed)/"], "tcp_connect": [world.tcpTarget, closed],
                    // Unknown here, so that the scrape fails.
                    "gopher": [world.tcpTarget],
                ])
            for (target, success) in [(world.httpTarget, "1"), ("http://\(closed)/", "0"), (world.tcpTarget, "1"), (closed, "0")]
            {
                try await eventually("probe_success of \(target) is \(success)", within: .seconds(60)) {
                    try await prometheus.value(#"probe_success{instance="\#(target)"}"#) == success
                }
                #expect(try await prometheus.value(#"up{instance="\#(target)", job!="gopher"}"#) == "1")
            }
            // What dashboards for blackbox_exporter show.
            for series in [
                "probe_duration_seconds", "probe_dns_lookup_time_seconds", "probe_http_duration_seconds{phase=\"processing\"}",
                "probe_http_status_code == 200", "probe_http_ssl == 0", "probe_http_redirects == 0", "probe_ip_protocol == 4",
            ] {
                #expect(try await prometheus.value("\(series) and on (instance) probe_success == 1") != nil, "\(series)")
            }
            try await eventually("the scrape of an unknown module fails", within: .seconds(60)) {
                try await prometheus.value(#"up{job="gopher"}"#) == "0"
            }
            try await world.set(["http": "fail"])
            try await eventually("the outage is seen", within: .seconds(60)) {
                try await prometheus.value(#"probe_success{instance="\#(world.httpTarget)"}"#) == "0"
            }
            #expect(try await prometheus.value(#"statushawk_probe_info{reason="status"} == 1"#) == "1")
            prometheus.end()
        }
    }

    @Test func `invalid probe modules, or public ones without a token, end the start`() async throws {
        let place = try Place()
        defer { place.remove() }
        for modules in ["standard", "[]", "{\"x\":{}}"] {
            let environment = ["STATUSHAWK_PROBE_MODULES": modules, "STATUSHAWK_LISTEN": "0.0.0.0:\(freePort())"]
            let program = try Program(
                ["serve"], environment: environment.merging(["STATUSHAWK_DATA_DIR": place.file("data")]) { own, _ in own },
                in: place)
            #expect(try await program.exitStatus(within: .seconds(30)) == 78)
            #expect(program.errors.contains("STATUSHAWK_PROBE_MODULES"))
            #expect(!FileManager.default.fileExists(atPath: place.file("data")))
        }
    }
}

/// The program itself, unpacked by script/bootstrap, with an empty directory.
private final class Prometheus {
    private let program: Program
    private let caller: Caller

    /// - Parameter modules: the targets of each module.
    init(in place: Place, scraping installation: Installation, token: String, modules: [String: [String]]) async throws {
        let executable = try #require(Place.prometheus, "script/bootstrap test unpacks prometheus")
        let port = freePort()
        let jobs = modules.map { module, targets in
            """
              - job_name: \(module)
                metrics_path: /probe
                params: {module: [\(module)]}
                authorization: {credentials: \(token)}
                static_configs: [{targets: [\(targets.map { "'\($0)'" }.joined(separator: ", "))]}]
                relabel_configs:
                  - {source_labels: [__address__], target_label: __param_target}
                  - {source_labels: [__param_target], target_label: instance}
                  - {target_label: __address__, replacement: '\(installation.url.dropFirst("http://".count))'}
            """
        }
        let configuration = "global: {scrape_interval: 2s, scrape_timeout: 2s}\nscrape_configs:\n" + jobs.joined(separator: "\n")
        try Data(configuration.utf8).write(to: URL(filePath: place.file("prometheus.yml")))
        self.program = try Program(
            [
                "--config.file", place.file("prometheus.yml"), "--storage.tsdb.path", place.file("series"),
                "--web.listen-address",
                "127.0.0.1:\(port)",
            ], of: executable, in: place)
        self.caller = Caller("http://127.0.0.1:\(port)")
        try await eventually("Prometheus is ready: \(self.program.errors.suffix(400))", within: .seconds(60)) {
            // Refused until it listens.
            (try? await self.caller.get("/-/ready").status) == 200
        }
    }

    deinit { self.program.send(9) }

    func end() { self.program.send(9) }

    /// Returns the value of the only series that a query finds. Nil if it finds none.
    func value(_ query: String) async throws -> String? {
        let encoded = query.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let answer = try await self.caller.get("/api/v1/query?query=\(encoded)").json()
        return answer["data"]?["result"]?.array.first?["value"]?.array.last?.string
    }
}
