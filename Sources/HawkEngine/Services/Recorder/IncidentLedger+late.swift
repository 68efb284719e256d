import HawkCore
import HawkStore

extension IncidentLedger {
    /// More results than this are not replayed: after a longer interruption, only the newest part is corrected.
    private static let maxReplayed = 5_000

    /// Corrects incidents by results that arrived too late to be folded. Adds outages that ended before their results arrived,
    /// and corrects the start and end of known incidents.
    mutating func correct(by late: [CheckResult], in db: any Connection) throws {
        guard let first = late.map(\.slot).min() else { return }
        let known = try self.incidents(since: first, in: db)
        guard !known.isEmpty || late.contains(where: { $0.outcome == .down }) else { return }
        let configuration = self.monitor.configuration
        let margin = configuration.schedule.maxSilence
        let start = max(min(first, known.map(\.startedAt).min() ?? first) - margin, self.monitor.effectiveAt)
        let setbacks = try ClockSetbackRepository().all(in: db)
        let history = try ResultRepository().history(of: self.monitor, from: start, limit: Self.maxReplayed, in: db)
            .filter { $0.revision == self.monitor.revision && !setbacks.includes($0) }
        var reported = try self.incidents(since: start, in: db)
        var unclaimed = reported
        let outages = OutageReplay(history, of: configuration).outages
        // Earlier history must not end the current outage, unless the replay shows another one that lasts. Until all locations
        // have reported, the replay knows less than the verdict.
        let mayEnd = self.state.verdict != .down || outages.contains { $0.endedAt == nil }
        for outage in outages {
            if let index = unclaimed.firstIndex(where: { $0.overlaps(outage) }) {
                let incident = unclaimed.remove(at: index)
                let rest = outage.apart(from: reported.filter { $0.id != incident.id })
                try self.correct(incident, by: rest, mayEnd: mayEnd, in: db)
            } else {
                let rest = outage.apart(from: reported)
                if rest.startedAt < rest.endedAt ?? Instant(milliseconds: .max) { try self.record(rest, in: db) }
            }
            reported = try self.incidents(since: start, in: db)
        }
    }

    /// Returns the monitor's check incidents that were open at or after an instant, oldest first.
    private func incidents(since instant: Instant, in db: any Connection) throws -> [Incident] {
        try IncidentRepository().overlapping(
            [self.monitor.id], of: self.monitor.organization, from: instant, to: Instant(milliseconds: .max), in: db
        ).filter { $0.cause == .check }.sorted { $0.startedAt < $1.startedAt }
    }

    private mutating func correct(
        _ incident: Incident, by outage: OutageReplay.Outage, mayEnd: Bool, in db: any Connection
    ) throws {
        let repository = IncidentRepository()
        try repository.correct(
            incident.id, startedAt: outage.startedAt, resolvedAt: incident.resolvedAt == nil ? nil : outage.endedAt, in: db)
        if incident.id == self.state.incident {
            if let end = outage.endedAt, incident.resolvedAt == nil, mayEnd {
                // The monitor was up in between, so the current outage is another one, which comes next.
                try self.resolve(incident.id, kind: .incidentResolved, at: end, in: db)
                self.state.incident = nil
            } else if outage.endedAt == nil {
                self.state.since = outage.startedAt
            }
        }
    }

    private mutating func record(_ outage: OutageReplay.Outage, in db: any Connection) throws {
        let lasts = outage.endedAt == nil && self.state.verdict == .down
        // An ongoing outage is that of the current verdict, which has its incident already, even if resolved by hand.
        guard !lasts || self.state.incident == nil else { return }
        let incident = try self.open(outage.confirmation, since: outage.startedAt, in: db)
        if lasts {
            self.state.incident = incident
            self.state.since = outage.startedAt
        } else {
            // If measurement stopped before the end, the alert reports recovery only if the monitor is up now.
            try self.resolve(
                incident, kind: .incidentResolved, at: outage.endedAt ?? outage.heldUntil,
                status: outage.endedAt == nil ? self.status : .up, in: db)
        }
    }
}

extension OutageReplay.Outage {
    /// Returns the part that no other incident covers, so that no downtime is reported twice.
    fileprivate func apart(from others: [Incident]) -> Self {
        let ended = others.filter { $0.startedAt <= self.startedAt }.compactMap(\.resolvedAt).max() ?? self.startedAt
        let next = others.filter { $0.startedAt > self.startedAt }.map(\.startedAt).min()
        var rest = Self(
            confirmation: self.confirmation, startedAt: max(self.startedAt, ended), endedAt: self.endedAt,
            heldUntil: self.heldUntil)
        if let next, next < self.endedAt ?? Instant(milliseconds: .max) { rest.endedAt = max(next, rest.startedAt) }
        return rest
    }
}

extension Incident {
    fileprivate func overlaps(_ outage: OutageReplay.Outage) -> Bool {
        (self.resolvedAt ?? Instant(milliseconds: .max)) > outage.startedAt
            && self.startedAt < outage.endedAt ?? Instant(milliseconds: .max)
    }
}
