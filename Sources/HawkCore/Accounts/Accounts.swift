/// A tenant: everything belongs to one.
package struct Organization: Sendable, Equatable {
    package let id: ID<Organization>
    package var name: String
    package var createdAt: Instant

    package init(id: ID<Organization>, name: String, createdAt: Instant) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
    }
}

/// A person who can sign in.
package struct User: Sendable, Equatable {
    package let id: ID<User>
    /// As the person wrote it, without surrounding space; compared in lower case.
    package var email: String
    package var name: String
    package var createdAt: Instant

    package init(id: ID<User>, email: String, name: String, createdAt: Instant) {
        self.id = id
        self.email = email
        self.name = name
        self.createdAt = createdAt
    }
}

/// Marks the rows of `sessions` and `tokens` in `ID`.
package enum Session {}
package enum APIToken {}
package enum Invitation {}

/// Where a request came from.
package struct RequestOrigin: Sendable, Hashable {
    /// An IP address; empty where the transport has none.
    package let address: String
    package let userAgent: String

    package init(address: String, userAgent: String) {
        self.address = address
        self.userAgent = userAgent.cut(toBytes: 300)
    }
}

/// Who is asking, and in which organization: what every operation authorizes against.
package struct Principal: Sendable, Hashable {
    package enum Caller: Sendable, Hashable {
        case user(ID<User>, session: ID<Session>)
        /// A token can do no more than the person who made it, or whose token made it.
        case token(ID<APIToken>, maker: ID<User>)
    }

    package let caller: Caller
    package let organization: ID<Organization>
    package let role: Role
    /// nil: not by a request.
    package var origin: RequestOrigin?

    package init(caller: Caller, organization: ID<Organization>, role: Role, origin: RequestOrigin? = nil) {
        self.caller = caller
        self.organization = organization
        self.role = role
        self.origin = origin
    }

    /// - Throws: `OperationError.forbidden` where the role is too low.
    package func require(_ role: Role) throws(OperationError) {
        guard self.role >= role else { throw .forbidden(needs: role) }
    }

    /// The person, where it is one.
    package var user: ID<User>? { if case .user(let id, _) = self.caller { id } else { nil } }

    /// The person by whose right the caller acts.
    package var maker: ID<User> {
        switch self.caller {
        case .user(let id, _): id
        case .token(_, let maker): maker
        }
    }
}
