package import HawkCore

/// The record of a request with an idempotency key.
package struct IdempotentRequest: Sendable, Equatable {
    /// The response to the request.
    package struct Answer: Sendable, Equatable {
        package let status: Int
        package let contentType: String?
        package let location: String?
        /// Sealed, because it may contain a secret that is shown once.
        package let sealedBody: [UInt8]

        package init(status: Int, contentType: String?, location: String?, sealedBody: [UInt8]) {
            self.status = status
            self.contentType = contentType
            self.location = location
            self.sealedBody = sealedBody
        }
    }

    package let requestHash: [UInt8]
    /// Nil if there is no response yet, or the process died before it.
    package let answer: Answer?
}

/// The table `idempotency_keys`.
package struct IdempotencyRepository: Sendable {
    package init() {}

    /// Claims a free key: a new one, or one last used before `expired`.
    /// - Returns: nil if the key is now ours, otherwise its earlier request.
    package func claim(
        _ key: String, in scope: String, of organization: ID<Organization>, requestHash: [UInt8], at now: Instant,
        expired: Instant, in db: any Connection
    ) throws -> IdempotentRequest? {
        let claimed = try db.execute(
            """
            INSERT INTO idempotency_keys (scope, key, organization_id, request_hash, created_at)
            VALUES (\(scope), \(key), \(organization), \(requestHash), \(now))
            ON CONFLICT (scope, key) DO UPDATE
            SET organization_id = excluded.organization_id, request_hash = excluded.request_hash, status = NULL,
              content_type = NULL, location = NULL, body = NULL, created_at = excluded.created_at
            WHERE idempotency_keys.created_at < \(expired)
            """)
        guard claimed == 0 else { return nil }
        return try self.find(key, in: scope, in: db)
    }

    package func find(_ key: String, in scope: String, in db: any Connection) throws -> IdempotentRequest? {
        try db.first(
            """
            SELECT request_hash, status, content_type, location, body
            FROM idempotency_keys
            WHERE scope = \(scope) AND key = \(key)
            """
        ) { row in
            let hash: [UInt8] = try row.next()
            let (status, type, location): (Int?, String?, String?) = (try row.next(), try row.next(), try row.next())
            let body: [UInt8]? = try row.next()
            return IdempotentRequest(
                requestHash: hash,
                answer: status.map { .init(status: $0, contentType: type, location: location, sealedBody: body ?? []) })
        }
    }

    package func complete(
        _ key: String, in scope: String, with answer: IdempotentRequest.Answer, in db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE idempotency_keys
            SET status = \(answer.status), content_type = \(answer.contentType), location = \(answer.location),
              body = \(answer.sealedBody)
            WHERE scope = \(scope) AND key = \(key)
            """)
    }

    /// Releases a key whose request was refused or failed.
    package func release(_ key: String, in scope: String, in db: any Connection) throws {
        try db.execute("DELETE FROM idempotency_keys WHERE scope = \(scope) AND key = \(key)")
    }
}
