import Crypto
import HawkCore

/// The maximum lengths of the texts of an alert.
struct AlertLimits: Sendable {
    /// Of the title.
    let title: TextLimit
    /// Of all lines together, with the link.
    let text: TextLimit

    init(title: TextLimit, text: TextLimit) { (self.title, self.text) = (title, text) }
}

/// An alert in the form that services need it in. All texts are within the service's limits, and escaped for its markup.
struct ServiceAlert {
    enum Severity { case critical, warning, info, resolved }

    /// One line, which begins with the state in words.
    let title: String
    /// One sentence or more.
    let sentence: String
    /// The sentence, further facts and the link, one per line.
    let text: String
    /// As `text`, without the link.
    let body: String
    /// The page with details.
    let url: String
    let severity: Severity
    /// The same for all alerts about one incident, in all installations different: at most 43 ASCII letters, digits and hyphens.
    let incidentKey: String
    /// The same on every retry of this delivery.
    let deliveryKey: String
    /// The service's reference to the first message about the incident. Nil if this is the first, or there is no reference.
    let thread: String?
    /// When the reported change happened.
    let occurredAt: Instant
    /// The present, for signatures.
    let sentAt: Instant
    let kind: AlertKind
    /// Whether the alert reports the end of an incident.
    var isEnd: Bool { self.kind.isEnd }
    /// The monitor's name, or the organization's.
    let subject: String
    private let source: AlertText
    private let limits: AlertLimits

    init(_ message: AlertMessage, limits: AlertLimits, markup: Markup, at now: Instant) {
        let text = AlertText(message)
        self.title = limits.title.cut(text.title, markup)
        self.sentence = limits.text.cut(text.sentence, markup)
        // Space is scarce in messages: what the sentence says is not repeated.
        let facts = text.facts.filter { text.sentence.utf8.firstRange(of: $0.value.utf8) == nil }
        let lines = [text.sentence] + facts.map { "\($0.label): \($0.value)" }
        self.text = limits.text.lines(lines, then: message.url, markup)
        self.body = limits.text.lines(lines, then: nil, markup)
        self.url = message.url
        self.severity = Severity(text.tone)
        self.incidentKey = Self.key(message.url)
        self.deliveryKey = message.deliveryKey
        self.thread = message.thread
        self.occurredAt = message.occurredAt
        self.sentAt = now
        self.kind = message.kind
        self.subject = limits.title.cut((message.monitor?.name ?? message.organization.name).singleLine, markup)
        (self.source, self.limits) = (text, limits)
    }

    /// The whole alert as a mail, each part within the limit for texts. It has no markup but its own.
    var mail: AlertMail { AlertMail(self.source.cut(to: self.limits.text), url: self.url) }

    /// The page's URL contains the installation and the incident, but may be longer than services permit.
    private static func key(_ url: String) -> String {
        "statushawk-\(SHA256.hash(data: Array(url.utf8)).hex().prefix(32))"
    }
}

extension ServiceAlert.Severity {
    init(_ tone: AlertText.Tone) {
        self =
            switch tone {
            case .bad: .critical
            case .warning: .warning
            case .good: .resolved
            case .neutral: .info
            }
    }

    /// Red, amber, green or grey, as 0xRRGGBB. It repeats what the title says in words.
    var color: Int64 {
        switch self {
        case .critical: 0xB42318
        case .warning: 0x93500A
        case .info: 0x3B4656
        case .resolved: 0x087443
        }
    }

    /// `#` and six hexadecimal digits.
    var hexColor: String { "#" + [16, 8, 0].map { UInt8(truncatingIfNeeded: self.color >> $0) }.hex() }
}
