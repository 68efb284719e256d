/// When a slow success stands out, as a monitor's owner sets it.
package struct AnomalySettings: Sendable, Equatable, Codable {
    package var enabled: Bool
    /// Standard deviations above the mean.
    package var sensitivity: Double
    /// How many in a row before anyone is told.
    package var consecutive: Int
    /// The least difference from the mean that counts, in milliseconds.
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
