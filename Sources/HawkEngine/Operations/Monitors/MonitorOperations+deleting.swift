import HawkCore
import HawkStore

extension MonitorOperations {
    func recordAlertOfDeletion(_ incident: Incident, of monitor: Monitor, at now: Instant, in db: any Connection) throws {
        try AlertEventRepository().insert(
            AlertEventRepository.Draft(
                organization: monitor.organization, incident: incident.id, monitor: monitor.id, kind: incident.kindOfEnd,
                occurredAt: now, status: .unknown, reason: incident.reason, message: IncidentClosing.deletedMessage), in: db)
    }

    /// Plans all unplanned alerts first, so that one rule decides which deliveries are still sent.
    func dropAlerts(about monitor: Monitor, at now: Instant, in db: any Connection) throws {
        let events = AlertEventRepository()
        let unplanned = try events.unplanned(of: monitor.id, of: monitor.organization, in: db)
        for event in unplanned { try AlertPlanner().plan(event, notBefore: now, in: db) }
        try events.markPlanned(unplanned.map(\.id), in: db)
        try DeliveryRepository().dropPending(about: monitor.id, of: monitor.organization, in: db)
    }
}
