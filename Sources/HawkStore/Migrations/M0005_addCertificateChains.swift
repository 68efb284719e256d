extension Migration {
    /// Which certificates the targets of monitors show.
    static let addCertificateChains = Migration(version: 5, name: "addCertificateChains") { _ in
        [
            // certificates: JSON, leaf first. revision: of the monitor, whose target may be another one since.
            """
            CREATE TABLE certificate_chains (
              monitor_id BIGINT PRIMARY KEY,
              revision BIGINT NOT NULL,
              location TEXT NOT NULL,
              seen_at BIGINT NOT NULL,
              certificates TEXT NOT NULL,
              problem TEXT
            )
            """
        ]
    }
}
