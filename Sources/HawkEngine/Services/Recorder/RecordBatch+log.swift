import HawkCore
import Logging

extension RecordBatch.Outcome {
    /// Logs a line for each changed verdict of a location or monitor, and for each changed incident.
    func log(to logger: Logger) {
        for change in self.changes where change.verdictChanged {
            logger.info("Location verdict changed", metadata: change.result.logMetadata)
        }
        for event in self.events {
            switch event.kind {
            case .status(let monitor, let verdict, let since):
                logger.info(
                    "Monitor verdict changed",
                    metadata: [
                        "monitor.id": "\(monitor)", "monitor.verdict": "\(verdict)", "monitor.since": "\(since)",
                    ])
            case .incident(let incident, let status, let monitors):
                logger.info(
                    status == .resolved ? "Incident resolved" : "Incident opened or updated",
                    metadata: [
                        "incident.id": "\(incident)", "monitor.id": "\(monitors.map(\.description).joined(separator: ","))",
                    ])
            case .check, .delivery, .pagesEdited, .missed: break
            }
        }
    }
}
