import HawkCore

extension AlertLimits {
    /// Of the subject, and of each part of the text.
    static let mail = AlertLimits(title: .bytes(250), text: .bytes(1_500))
}

/// The sender and the recipients of a mail.
struct MailEnvelope: DescribedSettings {
    var from = ""
    var to: [String] = []

    static let settings = SettingList<MailEnvelope> {
        Setting(
            "from", "Sender", \.from,
            .valid { MailAddress($0) == nil ? "is not a mail address, such as alerts@example.com" : nil }, required: true,
            help: "The service must allow this address.", placeholder: "StatusHawk <alerts@example.com>")
        Setting(
            "to", "Recipients", \.to, .entries(1...20), .mailAddresses, .withoutRepeats, required: true,
            help: "Up to 20 addresses. Each receives every alert.", placeholder: "you@example.com")
    }

    /// The sender as the header `From` has it (RFC 5322 section 3.4).
    var sender: String {
        guard let address = MailAddress(self.from), let name = address.name else { return self.from }
        guard name.unicodeScalars.contains(where: { "()<>[]:;@\\,.\"".unicodeScalars.contains($0) }) else {
            return "\(name) <\(address.address)>"
        }
        let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(quoted)\" <\(address.address)>"
    }

    /// The sender as an object with the members `email` and `name`.
    var senderJSON: JSONValue {
        let address = MailAddress(self.from)
        return ["email": .string(address?.address ?? self.from), "name": address?.name.map { .string($0) } ?? .null]
    }

    /// The recipients as objects with the member `email`.
    var recipientsJSON: JSONValue { .array(self.to.map { ["email": .string($0)] }) }

    /// Returns the further headers of the mail. No mail has the referenced ID. It only groups the mails of one incident.
    func headers(for alert: ServiceAlert) -> KeyValuePairs<String, String> {
        let thread = "<\(alert.incidentKey)@\(MailAddress(self.from)?.domain ?? "statushawk.invalid")>"
        return ["In-Reply-To": thread, "References": thread, "Auto-Submitted": "auto-generated"]
    }

    /// Returns the further headers as an object.
    func headersJSON(for alert: ServiceAlert) -> JSONValue {
        .object(Dictionary(self.headers(for: alert).map { ($0, .string($1)) }, uniquingKeysWith: { first, _ in first }))
    }
}
