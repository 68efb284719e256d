import HawkCore

/// The text about the end of an incident: how it ended and the monitor's status then. Only a check confirms a recovery.
struct AlertEnding {
    private let message: AlertMessage
    private let name: String
    private let end: AlertMessage.IncidentPart.End

    init(_ message: AlertMessage, _ name: String) {
        self.message = message
        self.name = name
        self.end = message.incident?.end ?? .recovered
    }

    var words: AlertText.Words {
        switch self.message.cause {
        case .check, .flapping: self.outage
        case .anomaly: self.anomaly
        case .certificate: self.certificate
        case .manual: self.announcement
        }
    }

    /// Nil if there is no monitor.
    private var status: MonitorStatus? { self.message.monitor?.status }
    private var after: String { self.message.lasted.map { " after \($0)" } ?? "" }

    private var outage: AlertText.Words {
        switch self.end {
        case .recovered:
            let was = self.message.lasted.map { " — was down for \($0)" } ?? ""
            if self.status == .up || self.status == .degraded || self.status == nil {
                let lasted = self.message.lasted.map { "; it was down for \($0)" } ?? ""
                return ("UP again: \(self.name)\(was)", "\(self.name) is up again\(lasted).", .good)
            }
            return ("Outage ended: \(self.name)\(was)", "The outage of \(self.name) ended\(self.after); \(self.state).", .neutral)
        case .byHand(let person):
            return (
                "Resolved manually: \(self.name)",
                "The incident of \(self.name) was resolved by \(Self.name(of: person))\(self.after); \(self.state).", self.tone
            )
        case .paused:
            return (
                "Paused: \(self.name)",
                "\(self.name) was paused while it was down; its incident was closed\(self.after). "
                    + "Its recovery was not confirmed.", .neutral
            )
        case .retargeted:
            return (
                "Closed: \(self.name)",
                "The incident of \(self.name) was closed\(self.after): the target was changed.", .neutral
            )
        case .deleted:
            return (
                "Deleted: \(self.name)",
                "\(self.name) was deleted while it was down; its incident was closed\(self.after). "
                    + "Its recovery was not confirmed.", .neutral
            )
        }
    }

    private var anomaly: AlertText.Words {
        let unknown = "It is unknown whether they are back to normal."
        switch self.end {
        case .recovered:
            return (
                "Back to normal speed: \(self.name)\(self.message.lasted.map { " — was slow for \($0)" } ?? "")",
                "The response times of \(self.name) are back to normal.", .good
            )
        case .byHand(let person):
            return (
                "Resolved manually: \(self.name) (unusually slow)",
                "The incident about the response times of \(self.name) was resolved by \(Self.name(of: person))\(self.after). "
                    + unknown, .neutral
            )
        case .paused: return self.closed("Paused", "was paused", unknown)
        case .retargeted: return self.closed("Closed", "has a new target", unknown)
        case .deleted: return self.closed("Deleted", "was deleted", unknown)
        }
    }

    private func closed(_ word: String, _ what: String, _ unknown: String) -> AlertText.Words {
        (
            "\(word): \(self.name) (unusually slow)",
            "\(self.name) \(what); the incident about its response times was closed\(self.after). \(unknown)", .neutral
        )
    }

    /// If checks ended the warning, the event's message says what they found.
    private var certificate: AlertText.Words {
        let title = self.message.incidentTitle
        let about = "The certificate warning for \(self.name)"
        switch self.end {
        case .recovered:
            return ("Resolved: \(title)", "\(about) was resolved: \(self.message.message.singleLine)".asSentence, .good)
        case .byHand(let person):
            return (
                "Resolved manually: \(title)",
                "\(about) was resolved by \(Self.name(of: person)). It is unknown whether the certificate was renewed.", .neutral
            )
        case .paused: return ("Paused: \(title)", "\(about) was closed: the monitor was paused.", .neutral)
        case .retargeted: return ("Closed: \(title)", "\(about) was closed: the target was changed.", .neutral)
        case .deleted: return ("Deleted: \(title)", "\(about) was closed: the monitor was deleted.", .neutral)
        }
    }

    private var announcement: AlertText.Words {
        let title = self.message.incidentTitle
        let person = if case .byHand(let name) = self.end { name } else { String?.none }
        let sentence = "The incident “\(title)” was resolved by \(Self.name(of: person))\(self.after)."
        return ("Resolved: \(title)", [sentence, self.message.comment].joinedSentences, .neutral)
    }

    /// The monitor's known status at the end.
    private var state: String {
        switch self.status {
        case .up: "it is up"
        case .degraded: "it is up, but degraded"
        case .down: "it is still down"
        case .paused: "it is paused and its recovery was not confirmed"
        case .maintenance: "it is in maintenance and its recovery was not confirmed"
        case .pending, .unknown, nil: "its current status is unknown"
        }
    }

    private var tone: AlertText.Tone {
        switch self.status {
        case .up: .good
        case .down, .degraded: .warning
        case .pending, .unknown, .paused, .maintenance, nil: .neutral
        }
    }

    private static func name(of person: String?) -> String { person.map(\.singleLine) ?? "a user" }
}
