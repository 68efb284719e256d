package import HawkBroker
import HawkCore
import Logging

/// The metrics of a broker, and the logging of its errors.
package struct BrokerMeters: Sendable {
    private let dropped: Counter
    private let reclaimed: Counter
    private let reconnects: Counter
    private let waiting: Gauge
    private let oldest: Gauge
    private let troubles: TroubleLog

    package init(_ metrics: Metrics, troubles: TroubleLog) {
        self.dropped = metrics.counter(
            "statushawk_broker_dropped_tasks_total",
            "Check tasks that the broker dropped: stale and overflow (gaps), superseded (from a former leader), unreadable.",
            labels: ["cause"])
        self.reclaimed = metrics.counter(
            "statushawk_broker_reclaimed_tasks_total", "Check tasks reclaimed from a runner that died.")
        self.reconnects = metrics.counter(
            "statushawk_broker_reconnects_total", "Reconnections to Redis after a failed connection.")
        self.waiting = metrics.gauge(
            "statushawk_broker_waiting_tasks", "Check tasks that no runner has taken yet, reported by the leading scheduler.",
            labels: ["location"])
        self.oldest = metrics.gauge(
            "statushawk_broker_oldest_task_seconds", "Age of the oldest check task that no runner has taken yet.",
            labels: ["location"])
        self.troubles = troubles
        for cause in [BrokerCount.stale, .overflow, .superseded, .unreadable] { self.dropped.increment([cause.rawValue], by: 0) }
    }

    package var observer: BrokerObserver {
        BrokerObserver(
            count: { count, amount in
                switch count {
                case .stale, .superseded, .overflow, .unreadable: self.dropped.increment([count.rawValue], by: Double(amount))
                case .reclaimed: self.reclaimed.increment(by: Double(amount))
                case .reconnect: self.reconnects.increment(by: Double(amount))
                }
            },
            waiting: { location, count, oldest in
                self.waiting.set(Double(count), [location])
                self.oldest.set(oldest?.seconds ?? 0, [location])
            },
            trouble: { self.troubles.record(.redis, metadata: ["error": "\($0)"]) })
    }
}
