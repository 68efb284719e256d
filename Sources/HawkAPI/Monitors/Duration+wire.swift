import HawkCore

/// Durations in the API: numbers with the unit in their name, fractions allowed.
extension Duration {
    var wireSeconds: Double { Double(self.milliseconds) / 1_000 }
    var wireMilliseconds: Double { Double(self.microseconds) / 1_000 }

    /// Rounds to whole milliseconds. Absurd values are clamped to a number that no rule accepts.
    init(wireSeconds seconds: Double) {
        self = .milliseconds(Int64((min(max(seconds, -1e9), 1e9) * 1_000).rounded()))
    }
}
