package import HawkBroker
import HawkCore
import Logging

/// What a broker tells Prometheus, and the log.
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
            "Tasks that the broker dropped: stale and overflow (gaps), superseded (of a deposed scheduler), unreadable.",
            labels: ["cause"])
        self.reclaimed = metrics.counter(
            "statushawk_broker_reclaimed_tasks_total", "Tasks taken over from a runner that died.")
        self.reconnects = metrics.counter(
            "statushawk_broker_reconnects_total", "Connections to Redis that failed and had to be made again.")
        self.waiting = metrics.gauge(
            "statushawk_broker_waiting_tasks", "Tasks that no runner has taken yet, told by whoever emits them.",
            labels: ["location"])
        self.oldest = metrics.gauge(
            "statushawk_broker_oldest_task_seconds", "How long the oldest task has waited that no runner has taken yet.",
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
            trouble: { self.troubles.note(.redis, metadata: ["error": "\($0)"]) })
    }
}
