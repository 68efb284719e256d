import HawkCore
import HawkProbes
import HawkStore

/// Records a batch of pings in one transaction: stores them, and creates results from those that end a run.
struct PingBatch: Sendable {
    struct Entry: Sendable {
        let key: PingKey
        let ping: Ping
    }

    private let entries: [Entry]
    private let types: MonitorTypeRegistry

    init(_ entries: [Entry], types: MonitorTypeRegistry) {
        self.entries = entries
        self.types = types
    }

    /// - Returns: For each ping, whether a monitor has its key.
    /// - Throws: `StoreError.conflict` if another writer changed one of the monitors' states; the caller then repeats the batch.
    func record(in db: any Connection) throws -> [Bool] {
        let now = try db.now()
        let repository = HeartbeatRepository()
        let locked = try repository.lock(Set(self.entries.map(\.key)), in: db)
        let monitors = Dictionary(
            uniqueKeysWithValues: try MonitorRepository().all(locked.map(\.monitor), in: db).map { ($0.id, $0) })
        var heartbeats = Dictionary(
            uniqueKeysWithValues: locked.filter { monitors[$0.monitor] != nil }.map { ($0.key, $0) })

        let records = self.entries.compactMap { heartbeats[$0.key]?.receive($0.ping, at: now) }
        let byMonitor = Dictionary(grouping: records, by: \.monitor)
        var results: [CheckResult] = []
        for (key, heartbeat) in heartbeats {
            guard let monitor = monitors[heartbeat.monitor], let records = byMonitor[monitor.id],
                let schedule = self.types.heartbeatSchedule(of: monitor.configuration)
            else { continue }
            guard !monitor.paused else {
                heartbeats[key]?.rest()
                continue
            }
            let outcome = self.results(of: records, by: monitor, schedule, after: heartbeat, at: now)
            results += outcome.results
            if let last = outcome.results.last { heartbeats[key]?.settle(at: last.slot, due: outcome.nextDue) }
        }

        try RecordBatch(results).recordAny(in: db)
        let changed = heartbeats.values.sorted { $0.monitor < $1.monitor }
        try PingRepository().insert(records, in: db)
        try PingRepository().prune(changed, in: db)
        try repository.save(changed, in: db)
        return self.entries.map { heartbeats[$0.key] != nil }
    }

    /// Returns results for the last success and the last failure, in order of arrival. These two carry all the information,
    /// however many pings arrived together. Each has its own slot.
    private func results(
        of records: [PingRecord], by monitor: Monitor, _ schedule: HeartbeatSchedule, after heartbeat: Heartbeat, at now: Instant
    ) -> (results: [CheckResult], nextDue: Instant) {
        let last = [Ping.Kind.success, .fail].compactMap { kind in records.last { $0.ping.kind == kind } }
        let free = max(now, heartbeat.settledAt.map { $0 + .milliseconds(1) } ?? now)
        let due = schedule.due(after: free, awaited: heartbeat.dueAt)
        let results = last.sorted { $0.number < $1.number }.enumerated().compactMap { index, record in
            CheckResult(record, of: monitor, slot: free + .milliseconds(Int64(index)), nextDue: due)
        }
        return (results, due)
    }
}
