import HawkCore

extension DNSProbe {
    package static let export: ProbeExport = {
        var export = ProbeExport()
        export.modules = ["dns_udp": [:], "dns_tcp": ["transport": "tcp"]]
        export.samples = DNSProbe.samples
        return export
    }()

    /// Returns the samples of the stored answer, which has one line per record.
    private static func samples(of observation: Observation, target: String) -> [ProbeSample] {
        let records = observation.evidence.body?.split(separator: "\n").count ?? 0
        let phases = observation.phases
        return [
            ProbeSample(
                "probe_dns_query_succeeded", "Displays whether or not the query was executed successfully",
                observation.evidence.headers.isEmpty ? 0 : 1),
            ProbeSample(
                "probe_dns_answer_rrs", "Returns number of entries in the answer resource record list", Double(records)),
        ]
            + [("resolve", phases.dns), ("connect", nil), ("request", phases.firstByte)].map { name, phase in
                ProbeSample(
                    "probe_dns_duration_seconds", "Duration of DNS request by phase", phase?.seconds ?? 0,
                    labels: ["phase": name])
            }
    }
}
