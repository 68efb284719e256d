extension Migration {
    /// The origin of an audited change. The name of a token outlives the token.
    static let addAuditOrigin = Migration(version: 14, name: "addAuditOrigin") { _ in
        [
            // null: the command line, the program itself, or an entry from an older version.
            "ALTER TABLE audit ADD COLUMN address TEXT",
            "ALTER TABLE audit ADD COLUMN user_agent TEXT",
            "ALTER TABLE audit ADD COLUMN token_name TEXT",
        ]
    }
}
