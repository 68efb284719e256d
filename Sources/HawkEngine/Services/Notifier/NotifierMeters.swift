/// The metrics of a notifier.
struct NotifierMeters: Sendable {
    private let attempts: Counter

    init(_ metrics: Metrics) {
        self.attempts = metrics.counter(
            "statushawk_delivery_attempts_total", "Alert delivery attempts by outcome.", labels: ["outcome"])
        for outcome in ["sent", "failed", "dropped"] { self.attempts.increment([outcome], by: 0) }
    }

    func count(_ outcome: DeliveryOutcome) {
        switch outcome {
        case .sent: self.attempts.increment(["sent"])
        case .failed: self.attempts.increment(["failed"])
        case .dropped: self.attempts.increment(["dropped"])
        }
    }
}
