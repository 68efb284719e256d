extension Migration {
    /// The certificates that monitors' targets send.
    static let addCertificateChains = Migration(version: 5, name: "addCertificateChains") { _ in
        [
            // certificates: JSON, leaf first. revision: the monitor's revision, because its target may have changed since.
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
