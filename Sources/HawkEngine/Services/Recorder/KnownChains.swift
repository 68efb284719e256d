import HawkCore
import Synchronization

/// Which certificate chains this process has stored of late, so that a check that was shown the same ones writes nothing and asks
/// nothing of the database: what becomes of them is judged when they are stored, which is when they change, each hour, and
/// when another warning is due.
final class KnownChains: Sendable {
    /// After so long they are stored again: another runner may have seen others meanwhile.
    private static let lifetime = Duration.hours(1)
    /// The same of those that may be worth a warning: they are over when they were not seen for an hour.
    private static let lifetimeOfConcern = Duration.minutes(15)
    private static let capacity = 100_000

    private struct Known {
        let revision: Int64
        let chain: CertificateChain
        /// The slot from which on it is stored again.
        let knownUntil: Instant

        init(_ result: CheckResult, _ chain: CertificateChain) {
            self.revision = result.revision
            self.chain = chain
            let isConcern = CertificateWatch.mayConcern(chain, at: result.finishedAt)
            let end = result.slot + (isConcern ? KnownChains.lifetimeOfConcern : KnownChains.lifetime)
            self.knownUntil = min(end, CertificateWatch.nextThreshold(of: chain, after: result.finishedAt) ?? end)
        }
    }

    private let known = Mutex<[ID<Monitor>: Known]>([:])

    /// The results, without the chains that need not be stored.
    func strip(_ results: [CheckResult]) -> [CheckResult] {
        self.known.withLock { known in
            results.map { result in
                // The judge of certificates hands out one list for the same ones: most comparisons are of two pointers.
                guard let chain = result.chain, let old = known[result.monitor], old.revision == result.revision,
                    old.chain == chain, result.slot < old.knownUntil
                else { return result }
                var stripped = result
                stripped.chain = nil
                return stripped
            }
        }
    }

    /// These are stored.
    func remember(_ results: [CheckResult]) {
        guard !results.isEmpty else { return }
        self.known.withLock { known in
            for result in results {
                guard let chain = result.chain else { continue }
                // Monitors come and go; what is forgotten here is only stored again.
                if known.count >= Self.capacity, known[result.monitor] == nil { known.removeAll() }
                known[result.monitor] = Known(result, chain)
            }
        }
    }
}
