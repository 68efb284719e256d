import Crypto
import CryptoExtras
import Foundation
package import HawkCore
import NIOPosix
import Synchronization

/// Hashes and verifies passwords with scrypt (RFC 7914), on its own threads, because each takes a large part of a second and 128
/// MiB. Stored as `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`, so that the cost can change.
package final class Passwords: Sendable {
    package static let minimumLength = 10
    package static let maxLength = 1_024

    /// The most calls that may wait for a thread. More are rejected.
    private static let queue = 32
    private static let threads = 2

    private let cost: ScryptCost
    private let pool: NIOThreadPool
    private let waiting = QueueLimit(limit: Passwords.queue)
    /// The hash to verify against if no account has the address, so that the response takes as long.
    private let decoy: String

    /// - Parameter rounds: The N of scrypt, a power of two.
    package init(rounds: Int) {
        self.cost = ScryptCost(rounds: rounds)
        self.decoy = ScryptHash(cost: self.cost, salt: Array(repeating: 0, count: 16), key: Array(repeating: 0, count: 32)).text
        self.pool = NIOThreadPool(numberOfThreads: Self.threads)
        self.pool.start()
    }

    deinit { self.pool.shutdownGracefully { _ in } }

    package func hash(_ password: Secret) async throws -> String {
        let cost = self.cost
        return try await self.work {
            let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
            return ScryptHash(cost: cost, salt: salt, key: try cost.key(of: password, salt: salt)).text
        }
    }

    /// - Parameter stored: Nil if there is no such user. Then the result is false, after the same work.
    package func verify(_ password: Secret, against stored: String?) async throws -> Bool {
        guard let hash = ScryptHash(stored ?? self.decoy) else {
            throw OperationError(.conflict, "the stored password cannot be read: reset it")
        }
        let matches = try await self.work {
            let key = try hash.cost.key(of: password, salt: hash.salt)
            return zip(key, hash.key).reduce(key.count == hash.key.count ? 0 : 1) { $0 | ($1.0 ^ $1.1) } == 0
        }
        return matches && stored != nil
    }

    /// Whether a stored password was hashed at another cost than new ones.
    package func isOutdated(_ stored: String) -> Bool { ScryptHash(stored)?.cost != self.cost }

    private func work<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try self.waiting.enter()
        defer { self.waiting.leave() }
        return try await self.pool.runIfActive(body)
    }
}

/// Limits the number of waiting calls.
private final class QueueLimit: Sendable {
    private let limit: Int
    private let count = Mutex(0)

    init(limit: Int) { self.limit = limit }

    func enter() throws(OperationError) {
        let entered = self.count.withLock { count in
            guard count < self.limit else { return false }
            count += 1
            return true
        }
        guard entered else { throw OperationError(.rateLimited(retryAfter: .seconds(5)), "too many sign-ins at the same time") }
    }

    func leave() { self.count.withLock { $0 -= 1 } }
}
