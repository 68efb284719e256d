import HawkCore
import HawkStore

extension IncidentLedger {
    /// More results than this are not replayed: whoever was cut off for so long is corrected at the newer end only.
    private static let mostReplayed = 5_000

    /// Corrects the incidents by results that came too late to be folded: what was over before anyone heard of it is told now,
    /// and what was told begins and ends when it truly did.
    mutating func correct(by late: [CheckResult], in db: any Connection) throws {
        guard let first = late.map(\.slot).min() else { return }
        let known = try self.incidents(since: first, in: db)
        guard !known.isEmpty || late.contains(where: { $0.outcome == .down }) else { return }
        let configuration = self.monitor.configuration
        let margin = configuration.timing.maxSilence
        let start = max(min(first, known.map(\.startedAt).min() ?? first) - margin, self.monitor.effectiveAt)
        let setbacks = try ClockSetbackRepository().all(in: db)
        let history = try ResultRepository().history(of: self.monitor, from: start, limit: Self.mostReplayed, in: db)
            .filter { $0.revision == self.monitor.revision && !setbacks.includes($0) }
        var told = try self.incidents(since: start, in: db)
        var unclaimed = told
        let outages = OutageReplay(history, of: configuration).outages
        // What is down at present does not end by what lay before, unless it is another outage: while other locations have
        // still to tell, the replay knows less than the verdict.
        let mayEnd = self.state.verdict != .down || outages.contains { $0.endedAt == nil }
        for outage in outages {
            if let index = unclaimed.firstIndex(where: { $0.overlaps(outage) }) {
                let incident = unclaimed.remove(at: index)
                let rest = outage.apart(from: told.filter { $0.id != incident.id })
                try self.correct(incident, by: rest, mayEnd: mayEnd, in: db)
            } else {
                let rest = outage.apart(from: told)
                if rest.startedAt < rest.endedAt ?? Instant(milliseconds: .max) { try self.tell(rest, in: db) }
            }
            told = try self.incidents(since: start, in: db)
        }
    }

    /// The monitor's check incidents that were open at or after an instant, oldest first.
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
                // It had been up in between: what lasts now is another outage, which comes next.
                try self.resolve(incident.id, kind: .incidentResolved, at: end, in: db)
                self.state.incident = nil
            } else if outage.endedAt == nil {
                self.state.since = outage.startedAt
            }
        }
    }

    private mutating func tell(_ outage: OutageReplay.Outage, in db: any Connection) throws {
        let lasts = outage.endedAt == nil && self.state.verdict == .down
        // One that lasts is the present verdict's own: it has its incident, or was resolved by hand.
        guard !lasts || self.state.incident == nil else { return }
        let incident = try self.open(outage.confirmation, since: outage.startedAt, in: db)
        if lasts {
            self.state.incident = incident
            self.state.since = outage.startedAt
        } else {
            // Nobody saw the end of one that only ceased to be measured: it is told as no recovery unless it is up now.
            try self.resolve(
                incident, kind: .incidentResolved, at: outage.endedAt ?? outage.heldUntil,
                status: outage.endedAt == nil ? self.status : .up, in: db)
        }
    }
}

extension OutageReplay.Outage {
    /// As much of it as no other incident tells: the time of one outage is told once.
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
