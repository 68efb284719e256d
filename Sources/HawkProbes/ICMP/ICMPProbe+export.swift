import HawkCore

extension ICMPProbe {
    package static let export: ProbeExport = {
        var export = ProbeExport()
        export.samples = ICMPProbe.samples
        return export
    }()

    /// Returns the samples. The setup phase is always 0, because the sockets are already open.
    private static func samples(of observation: Observation, target: String) -> [ProbeSample] {
        let roundTrip = observation.outcome == .down ? 0 : observation.latency.seconds
        return [("resolve", observation.phases.dns?.seconds ?? 0), ("setup", 0), ("rtt", roundTrip)].map { name, value in
            ProbeSample(
                "probe_icmp_duration_seconds", "Duration of icmp request by phase", value, labels: ["phase": name])
        }
    }
}
