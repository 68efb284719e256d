/// Decides which parts of a process are frozen. Pure: callers pass the time and the answers of each part.
///
/// A part answers a query at once unless it is frozen, or it measures itself how long it has been stuck.
package struct FreezeWatch: Sendable {
    package struct Part: Sendable, Equatable {
        /// Known at compile time. It is a label in metrics.
        package let name: String
        /// How long it may be stuck before that is reported.
        package let reportAfter: Duration
        /// How long it may be stuck before the process must end.
        package let endAfter: Duration

        package init(_ name: String, reportAfter: Duration = .seconds(10), endAfter: Duration = .seconds(60)) {
            self.name = name
            self.reportAfter = reportAfter
            self.endAfter = endAfter
        }
    }

    package enum Action: Sendable, Equatable {
        /// Parts are identified by their index.
        case query(Int)
        case reportFrozen(Int, Duration)
        case reportThawed(Int)
        case end(Int, Duration)
    }

    /// The latest answer of a part.
    package enum Sign: Sendable, Equatable {
        /// The last query is unanswered, or there was none.
        case none
        case answered
        /// Measured by the part itself.
        case stuck(Duration)
    }

    private struct State {
        var queriedAt: Duration?
        var stuck = Duration.zero
        var isReported = false
    }

    /// If ticks are further apart, the whole process or the machine stood still, and no part is to blame.
    package static let maxGap = Duration.seconds(3)

    package let parts: [Part]
    private var states: [State]
    private var lastTick: Duration?
    /// When the process last began to run without a gap.
    private var runningSince = Duration.zero

    package init(_ parts: [Part]) {
        self.parts = parts
        self.states = parts.map { _ in State() }
    }

    /// How long each part has been stuck, as of the last tick.
    package var stuck: [Duration] { self.states.map(\.stuck) }

    /// The report about the parts that are frozen now. Nil if none is.
    package var complaint: String? {
        let frozen = zip(self.parts, self.states).filter { $1.isReported }
        guard !frozen.isEmpty else { return nil }
        return frozen.map { part, state in "\(part.name) has been frozen for \(state.stuck.components.seconds) s" }
            .joined(separator: ", ")
    }

    /// Evaluates all parts. Call it about once a second.
    /// - Parameters:
    ///   - now: the time of any monotonic clock.
    ///   - signs: the sign of each part.
    package mutating func tick(at now: Duration, _ signs: [Sign]) -> [Action] {
        let wasAway = self.lastTick.map { now - $0 > Self.maxGap } ?? true
        self.lastTick = now
        if wasAway { self.runningSince = now }
        return self.parts.indices.flatMap { self.evaluate($0, signs[$0], at: now) }
    }

    private mutating func evaluate(_ index: Int, _ sign: Sign, at now: Duration) -> [Action] {
        var actions: [Action] = []
        switch sign {
        case .stuck(let time):
            self.states[index].stuck = min(time, now - self.runningSince)
        case .none where self.states[index].queriedAt != nil:
            self.states[index].stuck = now - max(self.states[index].queriedAt ?? now, self.runningSince)
        case .none, .answered:
            self.states[index].stuck = .zero
            self.states[index].queriedAt = now
            actions.append(.query(index))
        }
        let (part, stuck) = (self.parts[index], self.states[index].stuck)
        let isFrozen = stuck >= part.reportAfter
        if isFrozen != self.states[index].isReported {
            self.states[index].isReported = isFrozen
            actions.append(isFrozen ? .reportFrozen(index, stuck) : .reportThawed(index))
        }
        if stuck >= part.endAfter { actions.append(.end(index, stuck)) }
        return actions
    }
}
