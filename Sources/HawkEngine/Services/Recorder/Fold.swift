import HawkCore
import HawkStore

/// Folds a batch, in slot order, into the location states read for it, and collects what must be written.
struct Fold {
    /// A change of a location's verdict or anomaly episode, or a disagreement, with the state after it.
    struct VerdictChange {
        let state: LocationState
        let result: CheckResult
        let verdictChanged: Bool
        let anomaly: AnomalyEpisode.Change?
        /// Nothing changed, but the location's verdict differs from the monitor's.
        var isDisagreement = false
    }

    private let contexts: [LocationKey: FoldContext]
    private let now: Instant
    private var states: [LocationKey: LocationState] = [:]
    private var newest: [LocationKey: CheckResult] = [:]
    private(set) var changes: [VerdictChange] = []
    private(set) var closed: [(key: LocationKey, hour: HourlyRollup)] = []
    /// The batch indices of results that arrived too late.
    private(set) var late: [Int] = []
    /// The batch indices of failed checks whose evidence is kept: the first failures, each change of reason, and one per hour.
    private(set) var evident: [Int] = []
    /// The newest result with certificates of each monitor.
    private(set) var chains: [ID<Monitor>: CheckResult] = [:]
    /// Results that may change the certificate state, in slot order.
    private(set) var certificateResults: [CheckResult] = []

    init(_ contexts: [LocationKey: FoldContext], at now: Instant) {
        self.contexts = contexts
        self.now = now
    }

    /// Folds a result, or sets it aside as late. Results of paused, deleted or changed monitors are only stored.
    mutating func apply(_ result: inout CheckResult, at index: Int) {
        let key = LocationKey(result)
        guard let context = self.contexts[key], !context.paused, !context.deleted, result.revision == context.revision else {
            return
        }
        var state = self.states[key] ?? context.state ?? LocationState(monitor: key.monitor, location: key.location)
        // A check in flight at a pause does not count after the resume. The margin is for the first check after it: its slot
        // is by a clock that may lag the database's.
        let isOfBefore = result.slot + .seconds(1) < context.effectiveAt && context.effectiveAt <= self.now
        guard state.accepts(result), !isOfBefore else { return self.late.append(index) }
        let before = state
        let effects = state.apply(&result, anomaly: context.anomaly, recoveryConfirmations: context.recoveryConfirmations)
        self.states[key] = state
        self.newest[key] = result
        if result.chain != nil { self.chains[key.monitor] = result }
        if Self.concernsCertificates(result, context) { self.certificateResults.append(result) }
        self.closed += effects.closed.map { (key, $0) }
        if Self.storesEvidence(of: result, after: before) { self.evident.append(index) }
        if effects.verdictChanged || effects.anomaly != nil {
            self.changes.append(
                VerdictChange(state: state, result: result, verdictChanged: effects.verdictChanged, anomaly: effects.anomaly))
        }
    }

    /// Whether a result lies in the span of its location that counts as unmeasured.
    func isUnmeasured(_ result: CheckResult) -> Bool {
        let key = LocationKey(result)
        return (self.states[key] ?? self.contexts[key]?.state)?.unmeasured.contains(result.slot) ?? false
    }

    /// Counts a late result that was not a duplicate, and the time that only it covers.
    mutating func countLate(_ result: CheckResult, standingFor span: Range<Instant>) {
        let key = LocationKey(result)
        guard let context = self.contexts[key] else { return }
        let before = self.states[key] ?? context.state ?? LocationState(monitor: key.monitor, location: key.location)
        var state = before
        self.closed += state.countLate(result, standingFor: span).map { (key, $0) }
        if state != before { self.states[key] = state }
    }

    /// Locations whose verdict still differs from their monitor's. The quorum may change without a verdict change, if another
    /// location becomes silent or returns.
    var disagreements: [VerdictChange] {
        let turned = Set(self.changes.lazy.filter(\.verdictChanged).map(\.state.key))
        return self.newest.sorted { $0.key < $1.key }.compactMap { key, result in
            guard !turned.contains(key), let state = self.states[key], let verdict = self.contexts[key]?.verdict,
                (state.verdict == .down) != (verdict == .down),
                // An unknown outcome decides nothing, and an unconfirmed success must not open an incident.
                result.outcome != .unknown, (result.outcome == .down) == (state.verdict == .down)
            else { return nil }
            return VerdictChange(state: state, result: result, verdictChanged: false, anomaly: nil, isDisagreement: true)
        }
    }

    /// In key order.
    var changedStates: [LocationState] {
        self.states.sorted { $0.key < $1.key }.map(\.value)
    }

    func events(at now: Instant) -> [LiveEvent] {
        self.newest.map { key, result in
            LiveEvent(
                organization: result.organization, at: now,
                kind: .check(key.monitor, outcome: result.outcome, latency: result.latency, location: key.location))
        }
    }

    /// Whether a result may affect the certificate state, whose check takes a lock. Nearly all results do not: their chains are
    /// known and were stripped, or expire late while no incident is open.
    private static func concernsCertificates(_ result: CheckResult, _ context: FoldContext) -> Bool {
        if context.hasCertificateIncident { return result.chain != nil || result.showsNoCertificates }
        return result.chain.map { CertificateWatch.mayConcern($0, at: result.finishedAt) } ?? false
    }

    private static func storesEvidence(of result: CheckResult, after before: LocationState) -> Bool {
        guard result.outcome == .down, !result.evidence.isEmpty else { return false }
        guard before.verdict == .down, let last = before.last else { return true }
        let failures = (result.slot - before.verdictSince).milliseconds / max(result.interval.milliseconds, 1)
        return failures < 3 || last.reason != result.reason
            || result.slot.floored(to: .hours(1)) != last.slot.floored(to: .hours(1))
    }
}
