package import HawkCore

extension ID: SQLConvertible {}
extension Verdict: SQLConvertible {}
extension Role: SQLConvertible {}
extension Reason: SQLConvertible {}
extension MonitorType: SQLConvertible {}
extension MonitorStatus: SQLConvertible {}
extension ChannelType: SQLConvertible {}
extension AlertKind: SQLConvertible {}
extension DeliveryStatus: SQLConvertible {}
extension MailRecipient.State: SQLConvertible {}
extension MailedLink.Kind: SQLConvertible {}
extension Incident.Cause: SQLConvertible {}
extension Incident.Status: SQLConvertible {}
extension Incident.Severity: SQLConvertible {}
extension StatusPage.Theme: SQLConvertible {}

/// Instants are whole milliseconds since the Unix epoch.
extension Instant: SQLConvertible {
    package var sqlValue: SQLValue { .int(self.milliseconds) }
    package init(sqlValue: SQLValue) throws { self.init(milliseconds: try Int64(sqlValue: sqlValue)) }
}

/// Outcomes are in the largest table, so they are small integers.
extension Outcome: SQLConvertible {
    package var sqlValue: SQLValue { .int(Int64(self.code)) }

    package init(sqlValue: SQLValue) throws {
        guard let outcome = Outcome(code: try Int(sqlValue: sqlValue)) else { throw SQLValue.Mismatch(Outcome.self) }
        self = outcome
    }
}
