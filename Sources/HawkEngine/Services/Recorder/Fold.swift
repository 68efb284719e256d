import HawkCore
import HawkStore

/// Folds a batch, in slot order, into the states that were read for it, and keeps what has to be written.
struct Fold {
    /// A change of a location's verdict or anomaly episode, or its dissent, with its state just after.
    struct VerdictChange {
        let state: LocationState
        let result: CheckResult
        let verdictChanged: Bool
        let anomaly: AnomalyEpisode.Change?
        /// Nothing has changed, but the location says something else than its monitor.
        var isDisagreement = false
    }

    private let contexts: [LocationKey: FoldContext]
    private let now: Instant
    private var states: [LocationKey: LocationState] = [:]
    private var newest: [LocationKey: CheckResult] = [:]
    private(set) var changes: [VerdictChange] = []
    private(set) var closed: [(key: LocationKey, hour: HourlyRollup)] = []
    /// The places in the batch of results that came too late.
    private(set) var late: [Int] = []
    /// The places of failed checks whose evidence is worth keeping: each one that begins a failure, changes its reason, or is an hour after the last kept.
    private(set) var evident: [Int] = []
    /// Of each monitor the newest result with certificates.
    private(set) var chains: [ID<Monitor>: CheckResult] = [:]
    /// What may be news of certificates, in slot order.
    private(set) var certificateResults: [CheckResult] = []

    init(_ contexts: [LocationKey: FoldContext], at now: Instant) {
        self.contexts = contexts
        self.now = now
    }

    /// Folds a result, or sets it aside as late; those of paused, deleted or changed monitors are only stored.
    mutating func apply(_ result: inout CheckResult, at index: Int) {
        let key = LocationKey(result)
        guard let context = self.contexts[key], !context.paused, !context.deleted, result.revision == context.revision else {
            return
        }
        var state = self.states[key] ?? context.state ?? LocationState(monitor: key.monitor, location: key.location)
        // A check that was in flight when its monitor was paused says nothing of the time since that was resumed. The slot of the first
        // check afterwards is by a clock that may be a little behind the database's.
        let isOfBefore = result.slot + .seconds(1) < context.effectiveAt && context.effectiveAt <= self.now
        guard state.accepts(result), !isOfBefore else { return self.late.append(index) }
        let before = state
        let effects = state.apply(&result, anomaly: context.anomaly, recoveryConfirmations: context.recoveryConfirmations)
        self.states[key] = state
        self.newest[key] = result
        if result.chain != nil { self.chains[key.monitor] = result }
        if Self.concernsCertificates(result, context) { self.certificateResults.append(result) }
        self.closed += effects.closed.map { (key, $0) }
        if Self.keepsEvidence(of: result, after: before) { self.evident.append(index) }
        if effects.verdictChanged || effects.anomaly != nil {
            self.changes.append(
                VerdictChange(state: state, result: result, verdictChanged: effects.verdictChanged, anomaly: effects.anomaly))
        }
    }

    /// Whether a result lies in the span of its location that counts as not measured.
    func isUnmeasured(_ result: CheckResult) -> Bool {
        let key = LocationKey(result)
        return (self.states[key] ?? self.contexts[key]?.state)?.unmeasured.contains(result.slot) ?? false
    }

    /// Counts a late result that was not a repeat, and the time that only it stands for.
    mutating func countLate(_ result: CheckResult, standingFor span: Range<Instant>) {
        let key = LocationKey(result)
        guard let context = self.contexts[key] else { return }
        let before = self.states[key] ?? context.state ?? LocationState(monitor: key.monitor, location: key.location)
        var state = before
        self.closed += state.countLate(result, standingFor: span).map { (key, $0) }
        if state != before { self.states[key] = state }
    }

    /// Locations that go on saying something else than their monitor. The quorum may stand otherwise though no verdict has turned:
    /// another location has fallen silent, or is heard again.
    var disagreements: [VerdictChange] {
        let turned = Set(self.changes.lazy.filter(\.verdictChanged).map(\.state.key))
        return self.newest.sorted { $0.key < $1.key }.compactMap { key, result in
            guard !turned.contains(key), let state = self.states[key], let verdict = self.contexts[key]?.verdict,
                (state.verdict == .down) != (verdict == .down),
                // What could not tell says nothing, and a success that has still to be confirmed does not open an incident.
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

    /// Whether what the check says of certificates is worth a look at what was told of them, which takes a lock. For nearly all
    /// checks it is not: their chains are known and were taken off, or there is time and nothing is open.
    private static func concernsCertificates(_ result: CheckResult, _ context: FoldContext) -> Bool {
        if context.hasCertificateIncident { return result.chain != nil || result.showsNoCertificates }
        return result.chain.map { CertificateWatch.mayConcern($0, at: result.finishedAt) } ?? false
    }

    private static func keepsEvidence(of result: CheckResult, after before: LocationState) -> Bool {
        guard result.outcome == .down, !result.evidence.isEmpty else { return false }
        guard before.verdict == .down, let last = before.last else { return true }
        let failures = (result.slot - before.verdictSince).milliseconds / max(result.interval.milliseconds, 1)
        return failures < 3 || last.reason != result.reason
            || result.slot.floored(to: .hours(1)) != last.slot.floored(to: .hours(1))
    }
}
