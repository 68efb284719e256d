import HawkCore
import HawkStore

/// Exports metrics of undelivered alerts. It counts every few seconds. Ages are computed at scrape time, so they grow even while
/// the database is unavailable.
struct BacklogWatch: Sendable {
    private static let interval = Duration.seconds(10)

    private let engine: Engine
    private let count: Gauge
    private let age: Gauge

    init(_ engine: Engine) {
        self.engine = engine
        self.count = engine.metrics.gauge(
            "statushawk_alerts_unsent",
            "Undelivered alerts by state: waiting (not claimed by a notifier), retrying (tried, being sent, or for a receiver "
                + "that is slow or asked to wait).",
            labels: ["state"])
        self.age = engine.metrics.gauge(
            "statushawk_alerts_oldest_unsent_seconds",
            "Age of the oldest undelivered alert; 0 if there is none. Every notifier reports all alerts.",
            labels: ["state"])
    }

    func run() async {
        for await _ in PeriodicLoop(every: Self.interval) {
            await self.engine.troubles.track(.countingBacklog) { try await self.look() }
        }
    }

    func look() async throws {
        let backlog = try await self.engine.database.read { db in try DeliveryRepository().backlog(in: db) }
        for (state, share) in [("waiting", backlog.waiting), ("retrying", backlog.retrying)] {
            self.count.set(Double(share.count), [state])
            self.age.read([state]) { [clock = self.engine.clock] in
                share.oldest.map { max((clock.now - $0).seconds, 0) } ?? 0
            }
        }
    }
}
