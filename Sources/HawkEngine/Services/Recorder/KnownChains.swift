import HawkCore
import Synchronization

/// Which certificate chains this process has stored of late, so that a check that was shown the same ones writes nothing.
final class KnownChains: Sendable {
    /// After so long they are stored again: another runner may have seen others meanwhile.
    private static let lifetime = Duration.hours(1)
    private static let capacity = 100_000

    private struct Known {
        let revision: Int64
        let chain: CertificateChain
        let seenAt: Instant
    }

    private let known = Mutex<[ID<Monitor>: Known]>([:])

    /// The results, without the chains that need not be stored.
    func strip(_ results: [CheckResult]) -> [CheckResult] {
        self.known.withLock { known in
            results.map { result in
                // The judge of certificates hands out one list for the same ones: most comparisons are of two pointers.
                guard let chain = result.chain, let old = known[result.monitor], old.revision == result.revision,
                    old.chain == chain, result.slot < old.seenAt + Self.lifetime
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
                known[result.monitor] = Known(revision: result.revision, chain: chain, seenAt: result.slot)
            }
        }
    }
}
