import HawkCore
import HawkStore

@testable import HawkEngine

/// Changes from the last version that was read, as most tests make them.
extension MonitorOperations {
    func update(
        _ id: ID<Monitor>, to draft: MonitorDraft, from version: Int64, as principal: Principal
    ) async throws -> MonitorSnapshot {
        try await self.update(id, as: principal) { monitor in
            guard monitor.version == version else { throw OperationError(.conflict, "another version") }
            return draft
        }
    }
}

extension ChannelOperations {
    func update(
        _ id: ID<Channel>, to draft: ChannelDraft, from version: Int64, as principal: Principal
    ) async throws -> Channel {
        try await self.update(id, as: principal) { channel in
            guard channel.version == version else { throw OperationError(.conflict, "another version") }
            return draft
        }
    }
}

extension StatusPageOperations {
    func update(
        _ id: ID<StatusPage>, to draft: StatusPageDraft, from version: Int64, as principal: Principal
    ) async throws -> StatusPage {
        try await self.update(id, as: principal) { page in
            guard page.version == version else { throw OperationError(.conflict, "another version") }
            return draft
        }
    }
}

extension IncidentOperations {
    func update(
        _ id: ID<Incident>, title: String, severity: Incident.Severity, isPublic: Bool? = nil, as principal: Principal
    ) async throws -> IncidentDetails {
        try await self.update(id, as: principal) { incident in
            IncidentChange(title: title, severity: severity, isPublic: isPublic ?? incident.isPublic)
        }
    }
}
