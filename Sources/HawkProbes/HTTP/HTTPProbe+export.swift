import HawkCore

extension HTTPProbe {
    package static let export: ProbeExport = {
        var export = ProbeExport()
        export.modules = ["http_2xx": [:], "http_post_2xx": ["method": "POST"]]
        export.target = { $0.contains("://") ? $0 : "http://" + $0 }
        export.samples = HTTPProbe.samples
        return export
    }()

    private static func samples(of observation: Observation, target: String) -> [ProbeSample] {
        let evidence = observation.evidence
        let last = evidence.redirects.last ?? target
        let isSecure = observation.statusCode != nil && last.hasPrefix("https://")
        return [
            ProbeSample("probe_http_status_code", "Response HTTP status code", Double(observation.statusCode ?? 0)),
            ProbeSample(
                "probe_http_version", "Returns the version of HTTP of the probe response", observation.protocolVersion ?? 0),
            ProbeSample("probe_http_redirects", "The number of redirects", Double(evidence.redirects.count)),
            ProbeSample("probe_http_ssl", "Indicates if SSL was used for the final redirect", isSecure ? 1 : 0),
            ProbeSample(
                "probe_http_uncompressed_body_length", "Length of uncompressed response body", Double(evidence.size ?? 0)),
            .assertionFailed(observation),
        ] + self.durations(observation.phases)
    }

    private static func durations(_ phases: Phases) -> [ProbeSample] {
        [
            ("resolve", phases.dns), ("connect", phases.connect), ("tls", phases.tls), ("processing", phases.firstByte),
            ("transfer", phases.transfer),
        ].map { name, phase in
            ProbeSample(
                "probe_http_duration_seconds", "Duration of http request by phase, summed over all redirects",
                phase?.seconds ?? 0, labels: ["phase": name])
        }
    }
}
