package import HawkCore
import HawkStore

/// The response to a request, stored to be repeated.
package struct IdempotentAnswer: Sendable, Equatable, Codable {
    package let status: Int
    package let contentType: String?
    package let location: String?
    package let body: String

    package init(status: Int, contentType: String?, location: String?, body: String) {
        self.status = status
        self.contentType = contentType
        self.location = location
        self.body = body
    }
}

/// Ensures that a request with an idempotency key takes effect once. Keys belong to one caller and last a day.
package struct IdempotencyOperations: Sendable {
    package static let lifetime = Duration.days(1)

    private let engine: Engine
    private let keys = IdempotencyRepository()

    package init(_ engine: Engine) { self.engine = engine }

    /// Claims the key for a request.
    ///
    /// - Parameter fingerprint: A hash of everything that the request contains.
    /// - Returns: The stored answer. Nil if the request must be executed now.
    /// - Throws: `OperationError` with `conflict` if the first request has no answer yet or the organization has used too many
    ///   keys. With `invalid` if the first request was a different one.
    package func claim(_ key: String, fingerprint: [UInt8], as principal: Principal) async throws -> IdempotentAnswer? {
        let now = self.engine.clock.now
        let scope = principal.scope
        let first = try await self.engine.database.write { [keys] db in
            let first = try keys.claim(
                key, in: scope, of: principal.organization, requestHash: fingerprint, at: now, expired: now - Self.lifetime,
                in: db)
            // The count includes the new key; if it exceeds the quota, the rollback removes it.
            if first == nil { try self.engine.requireRoom(for: .idempotencyKeys, of: principal.organization, created: 1, in: db) }
            return first
        }
        guard let first else { return nil }
        guard first.requestHash == fingerprint else {
            throw OperationError.invalid("Idempotency-Key", "was already used for a different request")
        }
        guard let answer = first.answer else {
            throw OperationError(
                .conflict, "the first request with this Idempotency-Key is still in progress, or was interrupted")
        }
        let sealed = try self.engine.secrets.open(answer.sealedBody, for: .idempotentAnswer, of: principal.organization)
        return IdempotentAnswer(
            status: answer.status, contentType: answer.contentType, location: answer.location, body: sealed["body"]?.string ?? "")
    }

    package func complete(_ key: String, with answer: IdempotentAnswer, as principal: Principal) async throws {
        let sealed = try self.engine.secrets.seal(
            ["body": .string(answer.body)], for: .idempotentAnswer, of: principal.organization)
        let stored = IdempotentRequest.Answer(
            status: answer.status, contentType: answer.contentType, location: answer.location, sealedBody: sealed)
        let scope = principal.scope
        try await self.engine.database.write { [keys] db in try keys.complete(key, in: scope, with: stored, in: db) }
    }

    /// Releases a key whose request was refused or failed.
    package func release(_ key: String, as principal: Principal) async throws {
        let scope = principal.scope
        try await self.engine.database.write { [keys] db in try keys.release(key, in: scope, in: db) }
    }
}

extension Principal {
    /// The namespace of the caller's keys.
    fileprivate var scope: String {
        switch self.caller {
        case .user(let id, _): "organization \(self.organization), user \(id)"
        case .token(let id, _): "organization \(self.organization), token \(id)"
        }
    }
}
