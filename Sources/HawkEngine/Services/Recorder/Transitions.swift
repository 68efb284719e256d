import HawkCore
import HawkStore

/// Turns changed verdicts into incidents and alert events. It locks the monitor's state, reads all its locations and evaluates
/// the quorum for each change in slot order. So an outage that began and ended within one batch is reported too. Late results
/// correct known incidents. Certificate incidents are handled as well.
struct Transitions {
    private let changes: [Fold.VerdictChange]
    private let late: [CheckResult]
    private let certificateResults: [CheckResult]
    private let before: [LocationKey: FoldContext]
    private let now: Instant

    /// - Parameters:
    ///   - late: Results that were stored and not folded.
    ///   - certificateResults: Folded results that may affect certificate incidents.
    init(
        _ changes: [Fold.VerdictChange], late: [CheckResult], certificateResults: [CheckResult],
        before: [LocationKey: FoldContext], now: Instant
    ) {
        self.changes = changes
        self.late = late
        self.certificateResults = certificateResults
        self.before = before
        self.now = now
    }

    func settle(in db: any Connection) throws {
        let changes = Dictionary(grouping: self.changes, by: \.state.monitor)
        let late = Dictionary(grouping: self.late, by: \.monitor)
        let certificateResults = Dictionary(grouping: self.certificateResults, by: \.monitor)
        let monitors = Set(changes.keys).union(late.keys).union(certificateResults.keys).sorted()
        guard !monitors.isEmpty else { return }
        let repository = MonitorStateRepository()
        let states = try repository.lock(monitors, in: db)
        let stored = Dictionary(
            grouping: try LocationStateRepository().all(of: monitors, in: db), by: \.monitor)
        let known = Dictionary(uniqueKeysWithValues: try MonitorRepository().all(monitors, in: db).map { ($0.id, $0) })
        for state in states {
            guard let monitor = known[state.monitor] else { continue }
            let changes = changes[state.monitor] ?? []
            var ledger = IncidentLedger(monitor: monitor, state: state, now: self.now)
            var locations = self.locations(stored[state.monitor] ?? [], before: changes)
            for change in changes {
                if change.isDisagreement, self.isBehind(change, locations, of: monitor) { continue }
                locations[change.state.location] = change.state
                try ledger.apply(change, locations: locations.values.sorted { $0.location < $1.location }, in: db)
            }
            let lagging = self.lagging(changes, monitor, locations)
            try ledger.correct(by: (late[state.monitor] ?? []) + lagging, in: db)
            // Certificates of the former target do not concern the present one.
            for certificateResult in certificateResults[state.monitor] ?? [] where certificateResult.revision == monitor.revision
            {
                try ledger.evaluateCertificates(of: certificateResult, in: db)
            }
            if ledger.state != state { _ = try repository.save(ledger.state, in: db) }
        }
    }

    /// Whether other locations have folded results from after the end of this check. Then its location has to catch up, and its
    /// verdict does not count as a disagreement. A long check is no delay: others may go on while it runs.
    private func isBehind(_ change: Fold.VerdictChange, _ locations: [String: LocationState], of monitor: Monitor) -> Bool {
        // Results of the same time may be written one after the other.
        let end = change.result.finishedAt + min(monitor.configuration.interval / 2, .seconds(1))
        return locations.values.contains { $0.location != change.state.location && $0.last?.slot ?? .epoch > end }
    }

    /// Returns verdict changes that are late for the quorum: another location is far ahead and may have differed then.
    private func lagging(_ changes: [Fold.VerdictChange], _ monitor: Monitor, _ locations: [String: LocationState])
        -> [CheckResult]
    {
        let tolerance = monitor.configuration.interval + monitor.configuration.schedule.maxDelay
        return changes.filter(\.verdictChanged).map(\.result).filter { result in
            locations.values.contains { $0.location != result.location && $0.last?.slot ?? .epoch > result.slot + tolerance }
        }
    }

    /// Returns the states of a monitor's locations before the batch.
    private func locations(_ stored: [LocationState], before changes: [Fold.VerdictChange]) -> [String: LocationState] {
        var states = Dictionary(stored.map { ($0.location, $0) }, uniquingKeysWith: { _, last in last })
        for key in Set(changes.map(\.state.key)) { states[key.location] = self.before[key]?.state }
        return states
    }
}
