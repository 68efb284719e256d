package import HawkCore

/// The table `organizations`.
package struct OrganizationRepository: Sendable {
    package init() {}

    private static let columns: SQL = "id, name, created_at"

    private func decode(_ row: inout Row) throws -> Organization {
        Organization(id: try row.next(), name: try row.next(), createdAt: try row.next())
    }

    package func find(_ id: ID<Organization>, in db: any Connection) throws -> Organization? {
        try db.first("SELECT \(Self.columns) FROM organizations WHERE id = \(id)", self.decode)
    }

    /// Returns the oldest organization with that name.
    package func find(name: String, in db: any Connection) throws -> Organization? {
        try db.first("SELECT \(Self.columns) FROM organizations WHERE name = \(name) ORDER BY id LIMIT 1", self.decode)
    }

    /// Returns the oldest organization.
    package func first(in db: any Connection) throws -> Organization? {
        try db.first("SELECT \(Self.columns) FROM organizations ORDER BY id LIMIT 1", self.decode)
    }

    package func insert(name: String, at now: Instant, in db: any Connection) throws -> Organization {
        let rows = try db.rows(
            "INSERT INTO organizations (name, created_at) VALUES (\(name), \(now)) RETURNING \(Self.columns)", self.decode)
        guard let organization = rows.first else { throw StoreError.corrupt(detail: "INSERT returned no row") }
        return organization
    }

    package func rename(_ id: ID<Organization>, to name: String, in db: any Connection) throws {
        try db.execute("UPDATE organizations SET name = \(name) WHERE id = \(id)", changing: .exactlyOne)
    }

    /// Serializes transactions that change the organization's members or resources, so that each counts the present rows.
    package func lock(_ id: ID<Organization>, in db: any Connection) throws {
        try db.execute("UPDATE organizations SET name = name WHERE id = \(id)", changing: .exactlyOne)
    }
}
