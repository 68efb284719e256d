import Crypto
import Foundation
package import HawkCore
package import NIOCore
import Synchronization

/// Verifies certificate chains off the event loop and caches the verdicts. Each verification takes about a millisecond, and every
/// check repeats it.
package final class CertificateVerifier: Sendable {
    private static let capacity = 4_096

    private let trust: TLSTrust
    private let roots: Mutex<TrustRoots?>
    private let looks = Atomic(0)
    private let verdicts = Mutex<[SHA256.Digest: CertificateVerdict]>([:])

    /// - Throws: `RunnerFault` if a trust file cannot be read. The system's roots are read when they are first needed.
    package init(trust: TLSTrust) throws {
        self.trust = trust
        self.roots = Mutex(trust == .system ? nil : try TrustRoots.load(trust))
    }

    /// How many chains were examined because they were not cached.
    package var examinations: Int { self.looks.load(ordering: .relaxed) }

    /// - Parameters:
    ///   - chain: DER encoded, leaf first.
    ///   - host: the name or address that the leaf must match.
    /// - Returns: a future on `loop`. It fails only with `RunnerFault`.
    package func verify(
        _ chain: [[UInt8]], host: String, at now: Instant = .wallClock, on loop: any EventLoop
    ) -> EventLoopFuture<CertificateVerdict> {
        let key = Self.key(chain, host)
        if let known = self.known(key, at: now) { return loop.makeSucceededFuture(known) }
        let promise = loop.makePromise(of: CertificateVerdict.self)
        self.looks.add(1, ordering: .relaxed)
        // SAFETY: unstructured, but bounded: pure computation over one chain, owned by the promise that it completes. It has
        // priority because a check's deadline is running, and a missed deadline would be our fault.
        Task(priority: .high) {
            do {
                let verdict = try await CertificateExamination(
                    chain: chain, host: host, roots: try self.loadedRoots(), now: now
                ).verdict()
                self.remember(verdict, key)
                promise.succeed(verdict)
            } catch {
                promise.fail(error)
            }
        }
        return promise.futureResult
    }

    /// Returns the cached verdict if it is still valid.
    func known(_ chain: [[UInt8]], host: String, at now: Instant = .wallClock) -> CertificateVerdict? {
        self.known(Self.key(chain, host), at: now)
    }

    private func known(_ key: SHA256.Digest, at now: Instant) -> CertificateVerdict? {
        self.verdicts.withLock { $0[key] }.flatMap { $0.holds.contains(now) ? $0 : nil }
    }

    private func loadedRoots() throws(RunnerFault) -> TrustRoots {
        try self.roots.withLock { roots throws(RunnerFault) in
            if let roots { return roots }
            let loaded = try TrustRoots.load(self.trust)
            roots = loaded
            return loaded
        }
    }

    private func remember(_ verdict: CertificateVerdict, _ key: SHA256.Digest) {
        self.verdicts.withLock { verdicts in
            if verdicts.count >= Self.capacity, verdicts[key] == nil { verdicts.removeAll(keepingCapacity: true) }
            verdicts[key] = verdict
        }
    }

    /// Returns the cache key. The trust is fixed per verifier and not part of it.
    private static func key(_ chain: [[UInt8]], _ host: String) -> SHA256.Digest {
        var hash = SHA256()
        hash.update(data: Array(host.utf8))
        for certificate in chain {
            // The length is included; otherwise two chains could have the same bytes.
            withUnsafeBytes(of: certificate.count) { hash.update(bufferPointer: $0) }
            hash.update(data: certificate)
        }
        return hash.finalize()
    }
}

extension Instant {
    package static var wallClock: Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
}
