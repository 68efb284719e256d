/// A monitor's settings for when a slow success is an anomaly.
package struct AnomalySettings: Sendable, Equatable, Codable {
    package var enabled: Bool
    /// Standard deviations above the mean.
    package var sensitivity: Double
    /// How many consecutive anomalies open an episode.
    package var consecutive: Int
    /// The minimum difference from the mean that counts, in milliseconds.
    package var minimumMilliseconds: Double

    package init(enabled: Bool = true, sensitivity: Double = 2, consecutive: Int = 3, minimumMilliseconds: Double = 20) {
        self.enabled = enabled
        self.sensitivity = sensitivity
        self.consecutive = consecutive
        self.minimumMilliseconds = minimumMilliseconds
    }

    private enum CodingKeys: String, CodingKey {
        case enabled, sensitivity, consecutive
        case minimumMilliseconds = "min_ms"
    }
}
