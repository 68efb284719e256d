package import HawkCore

/// A text that is stored sealed under the installation's secret key.
package struct SealedText: Sendable, Equatable {
    package enum Kind: Sendable { case monitor, channel }

    package let kind: Kind
    package let organization: ID<Organization>
    package let bytes: [UInt8]
}

/// The sealed texts in `monitors` and `channels`, of every organization.
package struct SealedTextRepository: Sendable {
    package init() {}

    /// Returns the newest of each kind.
    package func newest(_ limit: Int, in db: any Connection) throws -> [SealedText] {
        let monitors = try db.rows(
            """
            SELECT organization_id, sealed_settings
            FROM monitors
            WHERE sealed_settings IS NOT NULL
            ORDER BY id DESC
            LIMIT \(limit)
            """
        ) { try SealedText(kind: .monitor, organization: $0.next(), bytes: $0.next()) }
        let channels = try db.rows(
            """
            SELECT organization_id, sealed_config
            FROM channels
            WHERE sealed_config IS NOT NULL
            ORDER BY id DESC
            LIMIT \(limit)
            """
        ) { try SealedText(kind: .channel, organization: $0.next(), bytes: $0.next()) }
        return monitors + channels
    }
}
