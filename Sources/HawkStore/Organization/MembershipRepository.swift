package import HawkCore

/// The table `memberships`.
package struct MembershipRepository: Sendable {
    package init() {}

    /// Returns memberships in order of joining. A request without an organization uses the first, which later joins do not
    /// change.
    package func list(of user: ID<User>, in db: any Connection) throws -> [Membership] {
        try db.rows(
            """
            SELECT o.id, o.name, o.created_at, m.role
            FROM memberships m JOIN organizations o ON o.id = m.organization_id
            WHERE m.user_id = \(user)
            ORDER BY m.created_at, o.id
            """
        ) { row in
            Membership(
                organization: Organization(id: try row.next(), name: try row.next(), createdAt: try row.next()),
                role: try row.next())
        }
    }

    /// Returns members, ordered by user id.
    package func list(
        of organization: ID<Organization>, after: ID<User>?, limit: Int, in db: any Connection
    ) throws -> [Member] {
        try db.rows(
            """
            SELECT u.id, u.email, u.name, u.created_at, m.role, m.created_at
            FROM memberships m JOIN users u ON u.id = m.user_id
            WHERE m.organization_id = \(organization) AND m.user_id > \(after?.rawValue ?? 0)
            ORDER BY m.user_id
            LIMIT \(limit)
            """, self.decode)
    }

    package func find(_ user: ID<User>, of organization: ID<Organization>, in db: any Connection) throws -> Member? {
        try db.first(
            """
            SELECT u.id, u.email, u.name, u.created_at, m.role, m.created_at
            FROM memberships m JOIN users u ON u.id = m.user_id
            WHERE m.organization_id = \(organization) AND m.user_id = \(user)
            """, self.decode)
    }

    /// Returns those of the addresses, in lower case, that are confirmed addresses of members' accounts.
    package func confirmedAddresses(
        among addresses: [String], of organization: ID<Organization>, in db: any Connection
    ) throws -> Set<String> {
        guard !addresses.isEmpty else { return [] }
        let found = try db.rows(
            """
            SELECT u.email_key
            FROM memberships m JOIN users u ON u.id = m.user_id
            WHERE m.organization_id = \(organization) AND u.email_key \(in: addresses) AND u.email_confirmed_at IS NOT NULL
            """
        ) { try $0.next(String.self) }
        return Set(found)
    }

    package func owners(of organization: ID<Organization>, in db: any Connection) throws -> Int {
        try db.first(
            "SELECT count(*) FROM memberships WHERE organization_id = \(organization) AND role = \(Role.owner)"
        ) { try $0.next() } ?? 0
    }

    /// - Throws: `StoreError.unique` if the user is already a member.
    package func insert(
        _ user: ID<User>, of organization: ID<Organization>, role: Role, at now: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO memberships (organization_id, user_id, role, created_at)
            VALUES (\(organization), \(user), \(role), \(now))
            """)
    }

    package func setRole(
        _ role: Role, of user: ID<User>, of organization: ID<Organization>, in db: any Connection
    ) throws {
        try db.execute(
            "UPDATE memberships SET role = \(role) WHERE organization_id = \(organization) AND user_id = \(user)",
            changing: .exactlyOne)
    }

    package func delete(_ user: ID<User>, of organization: ID<Organization>, in db: any Connection) throws {
        try db.execute(
            "DELETE FROM memberships WHERE organization_id = \(organization) AND user_id = \(user)", changing: .exactlyOne)
    }

    private func decode(_ row: inout Row) throws -> Member {
        Member(
            user: User(id: try row.next(), email: try row.next(), name: try row.next(), createdAt: try row.next()),
            role: try row.next(), joinedAt: try row.next())
    }
}
