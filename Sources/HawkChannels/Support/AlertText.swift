package import HawkCore

/// What an alert says, in words that every channel shares.
package struct AlertText: Sendable, Equatable {
    /// How it should look: red, amber, green, plain.
    package enum Tone: Sendable { case bad, warning, good, neutral }

    package struct Fact: Sendable, Equatable {
        package let label: String
        package let value: String
    }

    /// One line; a mail's subject.
    package let title: String
    /// One sentence or two, with a full stop.
    package let sentence: String
    /// What else is known, in reading order.
    package let facts: [Fact]
    package let tone: Tone

    package init(_ message: AlertMessage) {
        let subject = message.monitor?.name ?? message.incident?.title ?? message.organization.name
        let words = Self.words(message, subject.singleLine)
        (self.title, self.sentence, self.tone) = (words.title, words.sentence, words.tone)
        self.facts = Self.facts(message)
    }

    private typealias Words = (title: String, sentence: String, tone: Tone)

    private static func words(_ message: AlertMessage, _ name: String) -> Words {
        let incident = message.incident
        let since = (incident?.startedAt ?? message.occurredAt).words
        let lasted = incident.map { (($0.resolvedAt ?? message.occurredAt) - $0.startedAt).words }
        let why = incident?.message ?? message.message
        let because = why.isEmpty ? "" : ": \(why.singleLine)"
        switch message.kind {
        case .incidentOpened where incident?.cause == .certificate, .incidentUpdated where incident?.cause == .certificate:
            return ("\(name): \(message.message.singleLine)", "\(why.singleLine.capitalizedFirst).", .warning)
        case .incidentResolved where incident?.cause == .certificate:
            return self.certificateResolved(message, name)
        case .incidentOpened:
            return ("DOWN: \(name)", "\(name) has been down since \(since)\(because).", .bad)
        case .incidentResolved:
            return self.resolved(message, name, lasted)
        case .incidentUpdated:
            return ("Update: \(incident?.title.singleLine ?? name)", "There is news about \(name)\(because).", .neutral)
        case .incidentReminder:
            return (
                "STILL DOWN: \(name)\(lasted.map { " — for \($0)" } ?? "")", "\(name) has been down since \(since)\(because).",
                .bad
            )
        case .anomalyOpened:
            return (
                "Unusually slow: \(name)", "\(name) answers, but its response times have been unusual since \(since)\(because).",
                .warning
            )
        case .anomalyClosed:
            return (
                "Back to normal speed: \(name)\(lasted.map { " — was unusual for \($0)" } ?? "")",
                "The response times of \(name) are as usual again.", .good
            )
        case .monitorBlind:
            return (
                "Not being checked: \(name)",
                "StatusHawk cannot check \(name) at the moment\(because). "
                    + "This says nothing about \(name) itself: the fault is on the side of the checks.", .warning
            )
        case .test:
            return ("Test alert from StatusHawk", "This is a test. Alerts of \(name) reach you here.", .neutral)
        }
    }

    /// An incident ends by recovery, by hand, or because its monitor was paused.
    private static func resolved(_ message: AlertMessage, _ name: String, _ lasted: String?) -> Words {
        let duration = lasted.map { " after \($0)" } ?? ""
        switch message.monitor?.status {
        case .paused:
            return ("Paused: \(name)", "\(name) was paused while it was down; its incident was closed\(duration).", .neutral)
        case .down:
            return (
                "Resolved by hand: \(name)", "The incident of \(name) was resolved by hand\(duration); it is still down.",
                .warning
            )
        default:
            let was = lasted.map { " — was down for \($0)" } ?? ""
            return ("UP again: \(name)\(was)", "\(name) is up again\(lasted.map { "; it was down for \($0)" } ?? "").", .good)
        }
    }

    /// It ends by a renewal, by hand, or because its monitor was paused or watches something else: the event's message says which.
    private static func certificateResolved(_ message: AlertMessage, _ name: String) -> Words {
        let title = message.incident?.title.singleLine ?? name
        let sentence = "The warning about the certificate of \(name) is over: \(message.message.singleLine)."
        return ("Resolved: \(title)", sentence, message.monitor?.status == .paused ? .neutral : .good)
    }

    private static func facts(_ message: AlertMessage) -> [Fact] {
        var facts: [(String, String?)] = []
        if let monitor = message.monitor {
            facts.append(("Target", monitor.target.isEmpty ? nil : monitor.target.singleLine))
        }
        if let incident = message.incident {
            if incident.cause == .certificate {
                facts.append(("First told", incident.startedAt.words))
            } else {
                facts.append(("What happened", incident.message.isEmpty ? nil : incident.message.singleLine))
                facts.append(("Started", incident.startedAt.words))
                facts.append(("Confirmed", incident.confirmedAt?.words))
            }
            facts.append(("Resolved", incident.resolvedAt?.words))
        } else {
            facts.append(("What happened", message.message.isEmpty ? nil : message.message.singleLine))
            facts.append(("Since", message.kind == .monitorBlind ? message.occurredAt.words : nil))
            facts.append(("When", message.kind == .monitorBlind ? nil : message.occurredAt.words))
        }
        facts.append(("Organization", message.organization.name.singleLine))
        return facts.compactMap { label, value in value.map { Fact(label: label, value: $0) } }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { self.prefix(1).uppercased() + self.dropFirst() }

    /// Without line breaks and other controls, so that no text can begin a line of its own.
    var singleLine: String {
        String(String.UnicodeScalarView(self.unicodeScalars.map { $0.isControl || $0.isLineBreak ? " " : $0 }))
    }
}

extension Unicode.Scalar {
    fileprivate var isLineBreak: Bool { self.value == 0x2028 || self.value == 0x2029 }
}
