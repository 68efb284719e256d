package import HawkCore

/// The text of an alert, shared by all channels.
///
/// It states only what was known at the time of the event. A member can resolve an incident while its monitor is down, and an
/// announcement says nothing about any check.
package struct AlertText: Sendable, Equatable {
    /// The colour: red, amber, green or neutral.
    package enum Tone: Sendable { case bad, warning, good, neutral }

    package struct Fact: Sendable, Equatable {
        package let label: String
        package let value: String
    }

    /// One line; a mail's subject.
    package let title: String
    /// One sentence or more, with full stops.
    package let sentence: String
    /// Further details, in reading order.
    package let facts: [Fact]
    package let tone: Tone

    package init(_ message: AlertMessage) {
        let subject = message.monitor?.name ?? message.incident?.title ?? message.organization.name
        let words = Self.words(message, subject.singleLine)
        // A subject has no full stop, even if an incident's title had one.
        self.title = words.title.hasSuffix(".") && !words.title.hasSuffix("..") ? String(words.title.dropLast()) : words.title
        (self.sentence, self.tone) = (words.sentence, words.tone)
        self.facts = Self.facts(message)
    }

    private init(title: String, sentence: String, facts: [Fact], tone: Tone) {
        (self.title, self.sentence, self.facts, self.tone) = (title, sentence, facts, tone)
    }

    /// Returns the text with its title, its sentence and each fact within a limit.
    func cut(to limit: TextLimit) -> AlertText {
        AlertText(
            title: limit.cut(self.title, .none), sentence: limit.cut(self.sentence, .none),
            facts: self.facts.map { Fact(label: $0.label, value: limit.cut($0.value, .none)) }, tone: self.tone)
    }

    typealias Words = (title: String, sentence: String, tone: Tone)

    private static func words(_ message: AlertMessage, _ name: String) -> Words {
        switch message.kind {
        case .incidentOpened, .anomalyOpened: self.opened(message, name)
        case .incidentResolved, .anomalyClosed: AlertEnding(message, name).words
        case .incidentUpdated: self.updated(message, name)
        case .incidentReminder: self.reminder(message, name)
        case .monitorBlind:
            (
                "Not being checked: \(name)",
                "StatusHawk cannot check \(name) at the moment\(message.because) "
                    + "The problem is with the checks; the status of \(name) is unknown.", .warning
            )
        case .test: ("Test alert from StatusHawk", "This is a test. You will receive alerts from \(name) here.", .neutral)
        }
    }

    private static func opened(_ message: AlertMessage, _ name: String) -> Words {
        let since = (message.incident?.startedAt ?? message.occurredAt).words
        return switch message.cause {
        case .check: ("DOWN: \(name)", "\(name) has been down since \(since)\(message.because)", .bad)
        case .certificate: self.certificate(message, name)
        case .anomaly:
            (
                "Unusually slow: \(name)",
                "\(name) has been responding more slowly than usual since \(since)\(message.because)", .warning
            )
        case .flapping:
            ("Flapping: \(name)", "\(name) has been flapping between up and down since \(since)\(message.because)", .warning)
        case .manual:
            (
                "New incident: \(message.incidentTitle)",
                ["An incident was reported: \(message.incidentTitle)".asSentence, message.comment].joinedSentences, .neutral
            )
        }
    }

    private static func certificate(_ message: AlertMessage, _ name: String) -> Words {
        let details = message.incident?.message ?? message.message
        return ("\(name): \(message.message.singleLine)", details.singleLine.capitalizedFirst.asSentence, .warning)
    }

    private static func updated(_ message: AlertMessage, _ name: String) -> Words {
        if message.cause == .certificate { return self.certificate(message, name) }
        let about = message.cause == .manual ? message.incidentTitle : name
        return ("Update: \(message.incidentTitle)", "There is an update on \(about)\(message.because)", .neutral)
    }

    /// An open incident does not prove that its monitor is down now.
    private static func reminder(_ message: AlertMessage, _ name: String) -> Words {
        let since = (message.incident?.startedAt ?? message.occurredAt).words
        let lasted = message.lasted.map { " — for \($0)" } ?? ""
        if message.cause == .check, message.monitor?.status == .down {
            return ("STILL DOWN: \(name)\(lasted)", "\(name) has been down since \(since)\(message.because)", .bad)
        }
        let title = message.incidentTitle
        return ("Still open: \(title)\(lasted)", "The incident “\(title)” has been open since \(since).", .warning)
    }

    private static func facts(_ message: AlertMessage) -> [Fact] {
        var facts: [(String, String?)] = []
        if let monitor = message.monitor {
            let isAnnounced = message.incident?.cause == .manual
            facts.append(("Monitor", isAnnounced ? monitor.name.singleLine : nil))
            facts.append(("Target", isAnnounced || monitor.target.isEmpty ? nil : monitor.target.singleLine))
        }
        if let incident = message.incident {
            switch incident.cause {
            case .certificate: facts.append(("First reported", incident.startedAt.words))
            case .manual: facts.append(("Reported", incident.startedAt.words))
            case .check, .anomaly, .flapping:
                facts.append(("What happened", incident.message.isEmpty ? nil : incident.message.singleLine))
                facts.append(("Started", incident.startedAt.words))
                facts.append(("Confirmed", incident.confirmedAt?.words))
            }
            facts.append(("Resolved", incident.resolvedAt?.words))
            facts.append(("Comment", incident.cause == .manual ? nil : message.comment?.singleLine))
        } else {
            facts.append(("What happened", message.message.isEmpty ? nil : message.message.singleLine))
            facts.append(("Since", message.kind == .monitorBlind ? message.occurredAt.words : nil))
            facts.append(("When", message.kind == .monitorBlind ? nil : message.occurredAt.words))
        }
        facts.append(("Organization", message.organization.name.singleLine))
        return facts.compactMap { label, value in value.map { Fact(label: label, value: $0) } }
    }
}

extension AlertMessage {
    var cause: Incident.Cause {
        switch self.kind {
        case .anomalyOpened, .anomalyClosed: .anomaly
        default: self.incident?.cause ?? .check
        }
    }

    /// The title of the incident.
    var incidentTitle: String { (self.incident?.title ?? self.monitor?.name ?? self.organization.name).singleLine }

    /// The duration of the incident until its end or this event. Nil if there is no incident.
    var lasted: String? { self.incident.map { (($0.resolvedAt ?? self.occurredAt) - $0.startedAt).words } }

    /// The end of a sentence: `: the reason.`, or only its full stop.
    fileprivate var because: String {
        let why = (self.incident?.message ?? self.message).singleLine
        return why.isEmpty ? "." : ": \(why)".asSentence
    }

    /// The text that a member wrote. Nil if there is none.
    var comment: String? {
        switch self.incident?.end {
        case nil: self.incident?.cause == .manual && !self.message.isEmpty ? self.message.singleLine.asSentence : nil
        case .byHand:
            self.message.isEmpty || self.message == Incident.resolvedByHand ? nil : self.message.singleLine.asSentence
        default: nil
        }
    }
}

extension [String?] {
    var joinedSentences: String { self.compactMap { $0 }.joined(separator: " ") }
}

extension String {
    fileprivate var capitalizedFirst: String { self.prefix(1).uppercased() + self.dropFirst() }

    /// Adds a full stop if the text has no final punctuation.
    var asSentence: String {
        var bytes = Substring(self).utf8
        while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        let text = Substring(bytes)
        return text.unicodeScalars.last.map { ".!?…".unicodeScalars.contains($0) } == true ? String(text) : "\(text)."
    }

    /// Replaces line breaks and other controls by spaces, so that no text can start a line of its own.
    var singleLine: String {
        String(String.UnicodeScalarView(self.unicodeScalars.map { $0.isControl || $0.isLineBreak ? " " : $0 }))
    }
}

extension Unicode.Scalar {
    fileprivate var isLineBreak: Bool { self.value == 0x2028 || self.value == 0x2029 }
}
