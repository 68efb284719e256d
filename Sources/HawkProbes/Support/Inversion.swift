package import HawkCore

/// Whether a failure is the expected result, such as for a port that must be closed: a part of the settings of several types.
package struct Inversion: DescribedSettings {
    package var inverted = false

    package init() {}

    package static let settings = SettingList<Inversion> {
        Setting(
            "inverted", "Invert result", \.inverted, help: "On: up when the check fails, down when it succeeds.")
    }
}

extension Observation {
    /// Returns the meaning of an observation if a failure is expected. A target that the policy forbids stays down.
    func inverted(of host: String) -> Observation {
        var inverted = self
        switch self.outcome {
        case .up, .degraded:
            inverted.outcome = .down
            inverted.reason = .assertion
            inverted.message = "\(host) answered\(self.statusCode.map { " \($0)" } ?? ""), expected to fail"
        case .down where self.reason != .policy:
            inverted.outcome = .up
            inverted.reason = .none
            inverted.message = ""
        case .down, .unknown: break
        }
        return inverted
    }
}
