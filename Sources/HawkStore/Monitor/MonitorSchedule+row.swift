import HawkCore

extension MonitorSchedule {
    /// The columns in the order in which `init(from:)` reads them.
    static let columns: SQL = "kind, interval_ms, timeout_ms, confirmations, confirmation_delay_ms, grace_ms"

    init(from row: inout Row) throws {
        guard let kind = MonitorKind(rawValue: try row.next()) else {
            throw StoreError.corrupt(detail: "a monitor has an unknown kind")
        }
        let timing = CheckTiming(
            interval: .milliseconds(try row.next(Int64.self)), timeout: .milliseconds(try row.next(Int64.self)),
            confirmations: try row.next(), confirmationDelay: .milliseconds(try row.next(Int64.self)))
        let grace = Duration.milliseconds(try row.next(Int64.self))
        switch kind {
        case .polled: self = .polled(timing)
        case .heartbeat: self = .heartbeat(PingTiming(interval: timing.interval, grace: grace))
        }
    }

    /// The values of the columns. A kind has zero in those of the other, but the schema demands a timeout, which is not read.
    var row: (kind: String, interval: Int64, timeout: Int64, confirmations: Int, confirmationDelay: Int64, grace: Int64) {
        switch self {
        case .polled(let timing):
            (
                self.kind.rawValue, timing.interval.milliseconds, timing.timeout.milliseconds, timing.confirmations,
                timing.confirmationDelay.milliseconds, 0
            )
        case .heartbeat(let timing):
            (self.kind.rawValue, timing.interval.milliseconds, timing.grace.milliseconds, 0, 0, timing.grace.milliseconds)
        }
    }
}
