package import HawkCore

/// `channels`. A deleted channel keeps its row for its deliveries, but is no longer found.
package struct ChannelRepository: Sendable {
    package init() {}

    /// Returns channels, oldest first.
    /// - Parameter cursor: the last channel of the previous page.
    package func list(
        of organization: ID<Organization>, after cursor: ID<Channel>?, limit: Int, in db: any Connection
    ) throws -> [Channel] {
        try db.rows(
            """
            SELECT \(Self.columns)
            FROM channels
            WHERE organization_id = \(organization) AND deleted_at IS NULL AND id > \(cursor?.rawValue ?? 0)
            ORDER BY id
            LIMIT \(limit)
            """, Self.decode)
    }

    package func find(_ id: ID<Channel>, of organization: ID<Organization>, in db: any Connection) throws -> Channel? {
        try db.first(
            """
            SELECT \(Self.columns)
            FROM channels
            WHERE id = \(id) AND organization_id = \(organization) AND deleted_at IS NULL
            """, Self.decode)
    }

    /// Returns those of the channels that belong to the organization.
    package func existing(
        _ ids: [ID<Channel>], of organization: ID<Organization>, in db: any Connection
    ) throws -> Set<ID<Channel>> {
        guard !ids.isEmpty else { return [] }
        let found = try db.rows(
            """
            SELECT id
            FROM channels
            WHERE id \(in: ids) AND organization_id = \(organization) AND deleted_at IS NULL
            """
        ) { try $0.next(ID<Channel>.self) }
        return Set(found)
    }

    package func count(of organization: ID<Organization>, in db: any Connection) throws -> Int {
        try db.first(
            """
            SELECT count(*)
            FROM channels
            WHERE organization_id = \(organization) AND deleted_at IS NULL
            """
        ) { try $0.next() } ?? 0
    }

    /// - Parameter channel: its id is ignored.
    /// - Returns: the new id.
    package func insert(_ channel: Channel, in db: any Connection) throws -> ID<Channel> {
        let id = try db.first(
            """
            INSERT INTO channels
              (organization_id, name, type, config, sealed_config, is_default, enabled, last_error, version, created_at, updated_at)
            VALUES (
              \(channel.organization), \(channel.name), \(channel.type), \(try JSONText(channel.config)), \(channel.sealedConfig),
              \(channel.isDefault), \(channel.enabled), \(channel.lastError), 1, \(channel.createdAt), \(channel.updatedAt))
            RETURNING id
            """
        ) { try $0.next(ID<Channel>.self) }
        guard let id else { throw StoreError.corrupt(detail: "an insert returned no id") }
        return id
    }

    /// Stores the owner's settings, and resets the results of earlier sends, which may have gone to another place.
    /// Wakes the notifiers, because deliveries may wait for the channel.
    /// - Throws: `StoreError.conflict` if another change happened since `channel.version`.
    package func update(_ channel: Channel, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE channels
            SET name = \(channel.name), config = \(try JSONText(channel.config)), sealed_config = \(channel.sealedConfig),
              is_default = \(channel.isDefault), enabled = \(channel.enabled), last_error = NULL,
              waits_until = NULL, slow_until = NULL,
              version = version + 1, updated_at = \(channel.updatedAt)
            WHERE id = \(channel.id) AND organization_id = \(channel.organization) AND version = \(channel.version)
              AND deleted_at IS NULL
            """, changing: .exactlyOne)
        db.afterCommit(.wake(.alertsPending))
    }

    /// Hides the channel and deletes its secrets.
    /// - Returns: false if there is no such channel.
    package func delete(
        _ id: ID<Channel>, of organization: ID<Organization>, at now: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE channels
            SET deleted_at = \(now), sealed_config = NULL, enabled = FALSE, version = version + 1
            WHERE id = \(id) AND organization_id = \(organization) AND deleted_at IS NULL
            """) == 1
    }

    static let columns: SQL = """
        id, organization_id, name, type, config, sealed_config, is_default, enabled, last_error, waits_until, version, created_at,
        updated_at
        """

    static func decode(_ row: inout Row) throws -> Channel {
        Channel(
            id: try row.next(), organization: try row.next(), name: try row.next(), type: try row.next(),
            config: try row.next(JSONText<JSONValue>.self).value, sealedConfig: try row.next(), isDefault: try row.next(),
            enabled: try row.next(), lastError: try row.next(), waitsUntil: try row.next(), version: try row.next(),
            createdAt: try row.next(),
            updatedAt: try row.next())
    }
}
