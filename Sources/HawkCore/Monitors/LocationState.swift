/// The state of a monitor at one location. It is `pending` until the first conclusive check.
package enum Verdict: Int, Sendable, Codable {
    case pending = 0
    case up = 1
    case degraded = 2
    case down = 3

    package var isUp: Bool { self == .up || self == .degraded }
}

/// Folds the check results of one monitor at one location, in slot order, into its verdict, latency baseline and open hour.
///
/// One row of `location_states`, updated by every check.
package struct LocationState: Sendable, Equatable {
    package let monitor: ID<Monitor>
    package let location: String
    /// The compare-and-set value of the row. 0 before the row exists.
    package var version: Int64 = 0
    package private(set) var revision: Int64 = 0
    package private(set) var verdict: Verdict = .pending
    /// When the present verdict began: the first failed attempt of a failure, the first success of a recovery.
    package private(set) var verdictSince: Instant = .epoch
    package private(set) var last: LastCheck?
    /// Consecutive successes while down, and when the first of them began.
    private var recovering = 0
    private var recoveringSince: Instant = .epoch
    package private(set) var ring = LatencyRing()
    package private(set) var episode = AnomalyEpisode()
    /// The current hour. All earlier hours are in the rollup tables.
    package private(set) var openHour: HourlyRollup?
    /// The span that has two sets of results because the clock was set back. It counts as not measured. Empty if there is none.
    package private(set) var unmeasured = Instant.epoch..<Instant.epoch

    /// The parts of the newest folded result that pages need.
    package struct LastCheck: Sendable, Equatable {
        package var slot: Instant
        package var startedAt: Instant
        package var holdsUntil: Instant
        package var outcome: Outcome
        package var reason: Reason
        package var message: String
        package var latency: Duration?
    }

    package init(monitor: ID<Monitor>, location: String) {
        self.monitor = monitor
        self.location = location
    }

    /// The changes from the fold of one result.
    package struct Effects: Sendable, Equatable {
        /// Hours that are now complete, oldest first.
        package var closed: [HourlyRollup] = []
        package var verdictChanged = false
        package var anomaly: AnomalyEpisode.Change?

        package init() {}
    }

    /// Returns whether `apply` accepts the result: it is newer than the last one, and its revision is not older.
    package func accepts(_ result: CheckResult) -> Bool {
        result.slot > self.last?.slot ?? Instant(milliseconds: .min) && result.revision >= self.revision
    }

    /// Folds a result and marks it if its latency is an anomaly.
    /// - Precondition: `accepts(result)`.
    package mutating func apply(
        _ result: inout CheckResult, anomaly settings: AnomalySettings, recoveryConfirmations: Int
    ) -> Effects {
        precondition(self.accepts(result), "results must be folded in slot order")
        var effects = Effects()
        self.start(revision: result.revision, &effects)
        self.evaluateLatency(&result, settings, &effects)
        self.account(result, &effects)
        self.evaluate(result, recoveryConfirmations, &effects)
        self.last = LastCheck(
            slot: result.slot, startedAt: result.startedAt, holdsUntil: result.holdsUntil, outcome: result.outcome,
            reason: result.reason,
            message: result.message, latency: result.latency)
        return effects
    }

    /// Counts a result that came too late to be folded, and the time that it covers.
    /// - Parameter span: the part of that time that no other result covers; empty if there is none.
    /// - Returns: the shares to add to hours in the tables. This method adds the open hour's share itself.
    package mutating func countLate(_ result: CheckResult, standingFor span: Range<Instant>) -> [HourlyRollup] {
        var hours: [Instant: Rollup] = [:]
        if !self.unmeasured.contains(result.slot) { hours[result.slot.floored(to: .hours(1)), default: Rollup()].count(result) }
        for part in self.measured(in: span) {
            var from = part.lowerBound
            while from < part.upperBound {
                let hour = from.floored(to: .hours(1))
                let to = min(part.upperBound, hour + .hours(1))
                hours[hour, default: Rollup()].hold(result.outcome, for: to - from)
                from = to
            }
        }
        if let open = self.openHour?.hour, let share = hours.removeValue(forKey: open) { self.openHour?.rollup.merge(share) }
        return hours.sorted { $0.key < $1.key }.map { HourlyRollup(hour: $0.key, rollup: $0.value) }
    }

    /// Returns the open hour with the time that the last result covers up to `now`.
    package func openHours(at now: Instant) -> [HourlyRollup] {
        guard let last = self.last else { return [] }
        var copy = self
        var effects = Effects()
        copy.hold(last, until: min(now, last.holdsUntil), &effects)
        return effects.closed + (copy.openHour.map { [$0] } ?? [])
    }

    /// Ends the time that the last result covers. From now on, its target is not checked or has changed.
    package mutating func endHolding(at now: Instant) {
        guard let last = self.last else { return }
        self.last?.holdsUntil = max(last.slot, min(last.holdsUntil, now))
    }

    /// Forgets the verdict and the anomaly episode when checks are suspended. Afterwards, even the same failure is a new one. The
    /// baseline and the open hour stay, and the time from now on is not measured.
    package mutating func suspend(at now: Instant) {
        self.endHolding(at: now)
        self.verdict = .pending
        self.verdictSince = .epoch
        self.recovering = 0
        self.episode = AnomalyEpisode()
    }

    /// Returns the state of the same location before any result, with the same unmeasured span.
    package func unfolded() -> LocationState {
        var state = LocationState(monitor: self.monitor, location: self.location)
        state.unmeasured = self.unmeasured
        return state
    }

    /// Corrects the state after the clock was ahead and was set back, so that the last results name future instants. Their
    /// verdict stays valid, and later results follow them. Their true time is not known, and the span that they name gets other
    /// results: it counts as not measured.
    /// - Parameters:
    ///   - first: the first slot after `now` that has a result.
    ///   - past: the folded results before `now`: those in the hour of `now`, and the last one before.
    /// - Precondition: the last slot lies after `now`.
    package mutating func setBack(to now: Instant, from first: Instant, past: LocationState) {
        guard let last = self.last, last.slot > now else { preconditionFailure("the last result must lie in the future") }
        let span = max(first, now)..<max(last.slot, last.holdsUntil, first, now)
        let isOneSpan = span.overlaps(self.unmeasured) || self.unmeasured.upperBound == span.lowerBound
        self.unmeasured =
            isOneSpan ? min(span.lowerBound, self.unmeasured.lowerBound)..<max(span.upperBound, self.unmeasured.upperBound) : span
        self.verdictSince = min(self.verdictSince, now)
        self.recoveringSince = min(self.recoveringSince, now)
        self.last = past.last
        self.endHolding(at: now)
        // In earlier hours, the last result's share is already counted.
        let hour = now.floored(to: .hours(1))
        self.openHour = past.openHour?.hour == hour ? past.openHour : HourlyRollup(hour: hour, rollup: Rollup())
    }

    private mutating func start(revision: Int64, _ effects: inout Effects) {
        guard revision > self.revision else { return }
        // The target or the settings changed: the old latencies do not apply to the new revision.
        if self.episode.isOpen { effects.anomaly = .closed }
        self.ring = LatencyRing()
        self.episode = AnomalyEpisode()
        self.revision = revision
    }

    private mutating func evaluateLatency(_ result: inout CheckResult, _ settings: AnomalySettings, _ effects: inout Effects) {
        guard result.isSuccess, let latency = result.latency else { return }
        let evaluation = self.ring.evaluate(latency, by: settings)
        result.anomalous = evaluation.anomalous
        result.zScore = evaluation.zScore
        if let change = self.episode.apply(anomalous: evaluation.anomalous, consecutive: settings.consecutive) {
            effects.anomaly = change
        }
        if !self.episode.isOpen || self.episode.admits(anomalous: evaluation.anomalous) { self.ring.append(latency) }
    }

    private mutating func account(_ result: CheckResult, _ effects: inout Effects) {
        if let last = self.last { self.hold(last, until: min(result.slot, last.holdsUntil), &effects) }
        self.open(result.slot.floored(to: .hours(1)), &effects)
        if !self.unmeasured.contains(result.slot) { self.openHour?.rollup.count(result) }
    }

    /// Adds the time from the last check's slot to `end` to its hours, and closes the hours before the last one.
    private mutating func hold(_ last: LastCheck, until end: Instant, _ effects: inout Effects) {
        for part in self.measured(in: last.slot..<max(last.slot, end)) {
            var from = max(part.lowerBound, self.openHour?.hour ?? part.lowerBound)
            while from < part.upperBound {
                let hour = from.floored(to: .hours(1))
                let to = min(part.upperBound, hour + .hours(1))
                self.open(hour, &effects)
                self.openHour?.rollup.hold(last.outcome, for: to - from)
                from = to
            }
        }
    }

    /// Returns the parts of a span that count as measured.
    private func measured(in span: Range<Instant>) -> [Range<Instant>] {
        guard span.overlaps(self.unmeasured) else { return [span] }
        let before = span.lowerBound..<max(span.lowerBound, self.unmeasured.lowerBound)
        let after = min(span.upperBound, self.unmeasured.upperBound)..<span.upperBound
        return [before, after]
    }

    private mutating func open(_ hour: Instant, _ effects: inout Effects) {
        if let open = self.openHour {
            guard hour > open.hour else { return }
            if !open.rollup.isEmpty { effects.closed.append(open) }
        }
        self.openHour = HourlyRollup(hour: hour, rollup: Rollup())
    }

    private mutating func evaluate(_ result: CheckResult, _ recoveryConfirmations: Int, _ effects: inout Effects) {
        switch result.outcome {
        case .unknown:
            return
        case .down:
            self.recovering = 0
            self.turn(.down, since: result.firstFailedAt ?? result.startedAt, &effects)
        case .up, .degraded:
            let verdict: Verdict = result.outcome == .up ? .up : .degraded
            guard self.verdict == .down else { return self.turn(verdict, since: result.succeededAt, &effects) }
            if self.recovering == 0 { self.recoveringSince = result.succeededAt }
            self.recovering += 1
            if self.recovering > recoveryConfirmations { self.turn(verdict, since: self.recoveringSince, &effects) }
        }
    }

    private mutating func turn(_ verdict: Verdict, since: Instant, _ effects: inout Effects) {
        guard verdict != self.verdict else { return }
        self.verdict = verdict
        self.verdictSince = since
        self.recovering = 0
        effects.verdictChanged = true
    }
}

extension LocationState {
    private static let encodingVersion = 2

    /// Everything except monitor, location and version.
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(Self.encodingVersion)
        writer.write(self.revision)
        writer.write(self.verdict.rawValue)
        writer.write(self.verdictSince.milliseconds)
        writer.write(self.recovering)
        writer.write(self.recoveringSince.milliseconds)
        writer.write(self.last != nil)
        if let last = self.last {
            writer.write(last.slot.milliseconds)
            writer.write((last.startedAt - last.slot).milliseconds)
            writer.write((last.holdsUntil - last.slot).milliseconds)
            writer.write(last.outcome.code)
            writer.write(last.reason.rawValue)
            writer.write(last.message)
            writer.write(orNegative: last.latency)
        }
        self.ring.encode(to: &writer)
        self.episode.encode(to: &writer)
        writer.write(self.openHour != nil)
        if let open = self.openHour {
            writer.write(open.hour.milliseconds)
            open.rollup.encode(to: &writer)
        }
        writer.write(self.unmeasured.lowerBound.milliseconds)
        writer.write((self.unmeasured.upperBound - self.unmeasured.lowerBound).milliseconds)
        return writer.bytes
    }

    /// - Throws: `ByteReader.MalformedBytes` if the bytes are invalid or come from a newer program.
    package init(monitor: ID<Monitor>, location: String, version: Int64, bytes: [UInt8]) throws {
        self.init(monitor: monitor, location: location)
        self.version = version
        var reader = ByteReader(bytes)
        let version = try reader.readInt()
        guard (1...Self.encodingVersion).contains(version) else { throw ByteReader.MalformedBytes() }
        self.revision = try reader.readInt64()
        guard let verdict = Verdict(rawValue: try reader.readInt()) else { throw ByteReader.MalformedBytes() }
        self.verdict = verdict
        self.verdictSince = Instant(milliseconds: try reader.readInt64())
        self.recovering = try reader.readInt()
        self.recoveringSince = Instant(milliseconds: try reader.readInt64())
        if try reader.readBool() { self.last = try LastCheck(from: &reader) }
        self.ring = try LatencyRing(from: &reader)
        self.episode = try AnomalyEpisode(from: &reader)
        if try reader.readBool() {
            self.openHour = HourlyRollup(hour: Instant(milliseconds: try reader.readInt64()), rollup: try Rollup(from: &reader))
        }
        if version >= 2 {
            let start = Instant(milliseconds: try reader.readInt64())
            let length = try reader.readInt64()
            let (end, overflows) = start.milliseconds.addingReportingOverflow(length)
            guard length >= 0, !overflows else { throw ByteReader.MalformedBytes() }
            self.unmeasured = start..<Instant(milliseconds: end)
        }
        guard reader.isAtEnd else { throw ByteReader.MalformedBytes() }
    }
}

extension LocationState.LastCheck {
    fileprivate init(from reader: inout ByteReader) throws {
        self.slot = Instant(milliseconds: try reader.readInt64())
        self.startedAt = self.slot + .milliseconds(try reader.readInt64())
        self.holdsUntil = self.slot + .milliseconds(try reader.readInt64())
        guard let outcome = Outcome(code: try reader.readInt()), let reason = Reason(rawValue: try reader.readString()) else {
            throw ByteReader.MalformedBytes()
        }
        self.outcome = outcome
        self.reason = reason
        self.message = try reader.readString()
        self.latency = try reader.readDurationOrNegative()
    }
}
