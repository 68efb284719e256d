package import HawkCore

/// Whether what fails is good: a part of the settings of each type where that can be wanted, as for a port that must be closed.
package struct Inversion: SettingsPart {
    package var isOn = false

    package init() {}

    package enum CodingKeys: String, CodingKey, CaseIterable { case isOn = "inverted" }

    package init(from decoder: any Decoder) throws {
        self.isOn = try decoder.container(keyedBy: CodingKeys.self).decode(.isOn, or: false)
    }

    package static let form = [
        FormField(
            "inverted", "Invert result", .toggle, help: "On: up when the check fails, down when it succeeds.",
            defaultValue: false)
    ]

    package func validate() -> [FieldError] { [] }
}

extension Observation {
    /// What it means where a failure is expected. That a target may not be asked is no answer of its.
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
