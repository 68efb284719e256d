import HawkCore
import Synchronization

/// The certificate chains that this process stored recently, so that a check with the same chain needs no database access. Chains
/// are evaluated when they are stored: on a change, each hour, and when another warning is due.
final class KnownChains: Sendable {
    /// Chains are stored again after this time, because another runner may have seen others.
    private static let lifetime = Duration.hours(1)
    /// The same for chains that may need a warning: their incident ends if they are not seen for an hour.
    private static let lifetimeOfConcern = Duration.minutes(15)
    private static let capacity = 100_000

    private struct Known {
        let revision: Int64
        let chain: CertificateChain
        /// The slot from which the chain is stored again.
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

    /// Returns the results without the chains that need not be stored.
    func strip(_ results: [CheckResult]) -> [CheckResult] {
        self.known.withLock { known in
            results.map { result in
                // The certificate verifier shares one list between equal chains, so most comparisons are of two pointers.
                guard let chain = result.chain, let old = known[result.monitor], old.revision == result.revision,
                    old.chain == chain, result.slot < old.knownUntil
                else { return result }
                var stripped = result
                stripped.chain = nil
                return stripped
            }
        }
    }

    /// Marks these chains as stored.
    func remember(_ results: [CheckResult]) {
        guard !results.isEmpty else { return }
        self.known.withLock { known in
            for result in results {
                guard let chain = result.chain else { continue }
                // The set of monitors changes; forgotten chains are only stored again.
                if known.count >= Self.capacity, known[result.monitor] == nil { known.removeAll() }
                known[result.monitor] = Known(result, chain)
            }
        }
    }
}
