import HawkCore

extension Monitor {
    /// The columns in the order in which `init(from:)` reads them.
    static let columns: SQL = """
        id, organization_id, name, type, target, \(MonitorSchedule.columns), recovery_confirmations, locations, quorum, settings, sealed_settings, anomaly, tags, group_name, depends_on, channel_ids,
        paused, revision, version, created_at, updated_at, effective_at
        """

    init(from row: inout Row) throws {
        self.init(
            id: try row.next(), organization: try row.next(), configuration: try MonitorConfiguration(from: &row),
            paused: try row.next(), revision: try row.next(), version: try row.next(), createdAt: try row.next(),
            updatedAt: try row.next(), effectiveAt: try row.next())
    }
}

extension MonitorConfiguration {
    fileprivate init(from row: inout Row) throws {
        self.init(
            name: try row.next(), type: try row.next(), target: try row.next(),
            schedule: try MonitorSchedule(from: &row), recoveryConfirmations: try row.next(),
            locations: try row.next(JSONText<[String]>.self).value, quorum: try row.next(),
            settings: try row.next(JSONText<JSONValue>.self).value, sealedSettings: try row.next(),
            anomaly: try row.next(JSONText<AnomalySettings>.self).value, tags: try row.next(JSONText<[String]>.self).value,
            group: try row.next(), dependsOn: try row.next(JSONText<[ID<Monitor>]>.self).value,
            channels: try row.next(JSONText<[ID<Channel>]>?.self)?.value)
    }

    /// The text that `q` searches.
    var searchKey: String { "\(self.name)\n\(self.target)".lowercased() }

    /// Every tag is between line feeds.
    var tagsKey: String { self.tags.isEmpty ? "" : "\n\(self.tags.joined(separator: "\n"))\n".lowercased() }
}
