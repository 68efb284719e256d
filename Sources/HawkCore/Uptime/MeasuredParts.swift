/// How much of each part of a span (hours, days) the locations of one monitor measured and found down. It computes from rollups
/// alone how much of an outage was not measured.
package struct MeasuredParts: Sendable, Equatable {
    private struct Place: Hashable {
        let start: Instant
        let location: String
    }

    private struct Share: Equatable {
        var measured = Duration.zero
        var downtime = Duration.zero
    }

    private let step: Duration
    /// How many locations must be down before the monitor is down.
    private let quorum: Int
    private var shares: [Place: Share] = [:]

    /// - Parameter step: the length of a part. Parts begin at multiples of it since the epoch.
    package init(of step: Duration, quorum: Int) {
        self.step = step
        self.quorum = max(quorum, 1)
    }

    package var isEmpty: Bool { self.shares.isEmpty }

    /// Adds a rollup that lies within one part.
    package mutating func add(_ rollup: Rollup, from start: Instant, at location: String) {
        guard rollup.measured > .zero else { return }
        let place = Place(start: start.floored(to: self.step), location: location)
        self.shares[place, default: Share()].measured += rollup.measured
        self.shares[place, default: Share()].downtime += rollup.downtime
    }

    /// Returns how much of each outage within a span was not measured.
    ///
    /// The unmeasured time of a part is assigned to its outages, up to the outage time that was not found down. For one location
    /// that is exact. For several, the location that measured most determines what was measured. The one that completes the
    /// quorum determines how long the monitor was down.
    package func unmeasured(of outages: [TimeSpan], within span: Range<Instant>) -> [Duration] {
        var lost = Array(repeating: Duration.zero, count: outages.count)
        guard span.lowerBound < span.upperBound else { return lost }
        let byPart = Dictionary(grouping: self.shares) { $0.key.start }.mapValues { $0.map { $0.value } }
        var start = span.lowerBound.floored(to: self.step)
        while start < span.upperBound {
            let part = max(start, span.lowerBound)..<min(start + self.step, span.upperBound)
            let overlaps = outages.map { $0.overlap(with: part) }
            let inOutages = overlaps.reduce(.zero, +)
            let shares = byPart[start] ?? []
            start = start + self.step
            guard inOutages > .zero else { continue }
            let missing = part.upperBound - part.lowerBound - (shares.map(\.measured).max() ?? .zero)
            let down = shares.map(\.downtime).sorted(by: >)
            let found = down.isEmpty ? .zero : down[min(self.quorum, down.count) - 1]
            let share = min(max(inOutages - found, .zero), missing)
            guard share > .zero else { continue }
            for index in lost.indices where overlaps[index] > .zero {
                let part = share.seconds / inOutages.seconds * Double(overlaps[index].milliseconds)
                lost[index] += .milliseconds(Int64(part.rounded()))
            }
        }
        return lost
    }
}
