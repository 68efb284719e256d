import HawkCore
import NIOCore

/// The resources that the checks of one event loop share. Confined to it.
///
/// A scheduled check that waits for a place at an address is not in flight, so that it does not block others of its organization.
/// When it has a place, it continues as soon as its organization may have one more check in flight.
final class LoopLimits {
    struct Resumption {
        let organization: ID<Organization>
        /// Whether the check still waits.
        let isWanted: () -> Bool
        let goOn: () -> Void
    }

    /// The maximum number of checks that wait for places; each keeps its intermediate results in memory.
    private static let maxPaused = 10_000

    let all: CheckLimits
    var processor: ProcessorShares
    /// Scheduled checks in flight.
    var inFlight: ConcurrencyShares
    /// Called when a check may be started.
    var serve: () -> Void = {}
    private var paused = ConcurrencyShares(limit: maxPaused)
    private var resumptions = FairQueue<Resumption>(lineCapacity: maxPaused, capacity: maxPaused)

    /// - Parameter limit: The maximum number of scheduled checks in flight.
    init(_ all: CheckLimits, limit: Int) {
        self.all = all
        self.inFlight = ConcurrencyShares(limit: limit)
        self.processor = ProcessorShares(all.processor)
    }

    /// How many checks wait for a place at an address.
    var waiting: Int { self.paused.total }

    /// Records that a check in flight now waits.
    /// - Returns: False if too many checks wait.
    func pause(_ organization: ID<Organization>) -> Bool {
        guard self.paused.admits(organization) else { return false }
        self.paused.begin(organization)
        self.inFlight.end(organization)
        return true
    }

    /// Records that a waiting check was given up.
    func forget(_ organization: ID<Organization>) { self.paused.end(organization) }

    /// Lets a waiting check continue when it may.
    func resume(_ resumption: Resumption) {
        _ = self.resumptions.add(resumption, of: resumption.organization)  // never full: drops nothing
        self.serve()
    }

    /// Returns the next check to continue, and counts it as in flight again.
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
