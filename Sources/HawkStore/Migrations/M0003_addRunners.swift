extension Migration {
    /// The live runners and their locations, which they report every few seconds.
    static let addRunners = Migration(version: 3, name: "addRunners") { _ in
        [
            """
            CREATE TABLE runners (
              name TEXT PRIMARY KEY,
              location TEXT NOT NULL,
              version TEXT NOT NULL,
              started_at BIGINT NOT NULL,
              seen_at BIGINT NOT NULL
            )
            """
        ]
    }
}
