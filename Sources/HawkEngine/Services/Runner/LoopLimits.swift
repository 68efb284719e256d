import HawkCore
import NIOCore

/// What the checks of one event loop share. Confined to it.
///
/// A check of the schedule that waits for a place at an address is not in flight meanwhile, so that it keeps no other of its organization
/// waiting. When it has its place it goes on as soon as the organization may have one more in flight.
final class LoopLimits {
    struct Resumption {
        let organization: ID<Organization>
        /// Whether the check still waits.
        let isWanted: () -> Bool
        let goOn: () -> Void
    }

    /// The most checks that wait for places at addresses: they keep what they have found out so far in memory.
    private static let maxPaused = 10_000

    let all: CheckLimits
    var processor: ProcessorShares
    /// Checks of the schedule in flight.
    var inFlight: ConcurrencyShares
    /// Called when a check may be started.
    var serve: () -> Void = {}
    private var paused = ConcurrencyShares(limit: maxPaused)
    private var resumptions = FairQueue<Resumption>(lineCapacity: maxPaused, capacity: maxPaused)

    /// - Parameter limit: of checks of the schedule in flight.
    init(_ all: CheckLimits, limit: Int) {
        self.all = all
        self.inFlight = ConcurrencyShares(limit: limit)
        self.processor = ProcessorShares(all.processor)
    }

    /// How many checks wait for a place at an address.
    var waiting: Int { self.paused.total }

    /// A check in flight waits from now on.
    /// - Returns: false where too many do.
    func pause(_ organization: ID<Organization>) -> Bool {
        guard self.paused.admits(organization) else { return false }
        self.paused.begin(organization)
        self.inFlight.end(organization)
        return true
    }

    /// A check that waits was given up.
    func forget(_ organization: ID<Organization>) { self.paused.end(organization) }

    /// A check that waits goes on when it may.
    func resume(_ resumption: Resumption) {
        _ = self.resumptions.add(resumption, of: resumption.organization)  // drops nothing: no more wait than there is room for
        self.serve()
    }

    /// The next check that goes on, in flight again.
    func nextResumption() -> Resumption? {
        while let next = self.resumptions.next(where: self.inFlight.admits) {
            guard next.isWanted() else { continue }
            self.paused.end(next.organization)
            self.inFlight.begin(next.organization)
            return next
        }
        return nil
    }
}
