extension Migration {
    /// When the clock was set back, and which span is therefore not measured.
    static let addClockSetbacks = Migration(version: 18, name: "addClockSetbacks") { _ in
        [
            """
            CREATE TABLE clock_setbacks (
              found_at BIGINT PRIMARY KEY,
              from_at BIGINT NOT NULL,
              until_at BIGINT NOT NULL
            ) \(.clustered)
            """
        ]
    }
}
