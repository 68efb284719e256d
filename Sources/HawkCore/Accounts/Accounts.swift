/// A tenant. It owns monitors, channels, status pages and members.
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
    /// The address as the person entered it, without surrounding space. It is compared in lower case.
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

/// The sender of a request.
package struct RequestOrigin: Sendable, Hashable {
    /// An IP address. Empty if the transport has none.
    package let address: String
    package let userAgent: String

    package init(address: String, userAgent: String) {
        self.address = address
        self.userAgent = userAgent.cut(toBytes: 300)
    }
}

/// The caller of an operation and its organization. Every operation authorizes against it.
package struct Principal: Sendable, Hashable {
    package enum Caller: Sendable, Hashable {
        case user(ID<User>, session: ID<Session>)
        /// A token can do no more than the person who created it, directly or with another token.
        case token(ID<APIToken>, maker: ID<User>)
    }

    package let caller: Caller
    package let organization: ID<Organization>
    package let role: Role
    /// Nil if no request caused the call.
    package var origin: RequestOrigin?

    package init(caller: Caller, organization: ID<Organization>, role: Role, origin: RequestOrigin? = nil) {
        self.caller = caller
        self.organization = organization
        self.role = role
        self.origin = origin
    }

    /// - Throws: `OperationError.forbidden` if the role is too low.
    package func require(_ role: Role) throws(OperationError) {
        guard self.role >= role else { throw .forbidden(needs: role) }
    }

    /// The person, if the caller is a person.
    package var user: ID<User>? { if case .user(let id, _) = self.caller { id } else { nil } }

    /// The person whose rights the caller uses.
    package var maker: ID<User> {
        switch self.caller {
        case .user(let id, _): id
        case .token(_, let maker): maker
        }
    }
}
