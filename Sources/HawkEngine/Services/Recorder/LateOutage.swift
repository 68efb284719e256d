import HawkCore
import HawkStore

/// An outage seen only by results that came too late to be folded, as when a runner was cut off from the database: read from
/// the stored history around one of them.
struct LateOutage {
    /// Failures in a row that are looked at on either side. What lasts longer has turned the verdict itself.
    private static let reach = 200

    /// The first failed attempt of the failures in a row around the late one.
    let startedAt: Instant
    /// The first success after them, or the end of what the late result stands for where nobody could tell since.
    let endedAt: Instant

    /// - Parameters:
    ///   - result: a late failure that is stored by now.
    ///   - isDownNow: whether the location's verdict is down: then the failures may be the present outage's own.
    /// - Returns: nil where they are, and where too few other locations failed at that time.
    init?(around result: CheckResult, of monitor: Monitor, isDownNow: Bool, in db: any Connection) throws {
        guard try Self.reachesQuorum(result, of: monitor, in: db) else { return nil }
        let results = ResultRepository()
        let (id, location) = (result.monitor, result.location)
        let earlier = try results.before(result.slot, of: id, at: location, limit: Self.reach, in: db)
            .filter { $0.outcome != .unknown }.prefix { $0.outcome == .down }
        self.startedAt =
            earlier.last.map { $0.firstFailedAt ?? $0.startedAt } ?? result.firstFailedAt ?? result.startedAt
        let later = try results.after(result.slot, of: id, at: location, limit: Self.reach, in: db)
        if let success = later.first(where: { $0.outcome != .unknown && $0.outcome != .down }) {
            self.endedAt = success.startedAt
        } else {
            guard !isDownNow else { return nil }
            self.endedAt = result.holdsUntil
        }
    }

    /// Whether enough locations failed at the time of the result, each judged by its last result then.
    private static func reachesQuorum(_ result: CheckResult, of monitor: Monitor, in db: any Connection) throws -> Bool {
        let quorum = Quorum(monitor.configuration)
        guard quorum.required > 1 else { return true }
        let oldest = result.slot - (quorum.interval * 2 + quorum.longestCheck)
        var (fresh, down) = (1, 1)
        for location in monitor.configuration.locations where location != result.location {
            let known = try ResultRepository().before(
                result.slot + .milliseconds(1), of: result.monitor, at: location, limit: 10, in: db)
            guard let last = known.first(where: { $0.outcome != .unknown }), last.slot >= oldest else { continue }
            fresh += 1
            if last.outcome == .down { down += 1 }
        }
        return down >= min(quorum.required, fresh)
    }
}

extension CheckResult {
    /// The part of what a late result stands for that no other stored result of its location does.
    func uncoveredSpan(in db: any Connection) throws -> Range<Instant> {
        let results = ResultRepository()
        let before = try results.before(self.slot, of: self.monitor, at: self.location, limit: 1, in: db).first
        let after = try results.after(self.slot, of: self.monitor, at: self.location, limit: 1, in: db).first
        let start = max(self.slot, before?.holdsUntil ?? self.slot)
        return start..<max(start, min(self.holdsUntil, after?.slot ?? self.holdsUntil))
    }
}
