import HawkCore

/// The protocols that begin in the clear and go over to TLS when a client asks for it.
package enum StartTLS: String, Codable, CaseIterable, Sendable {
    case none, smtp, imap, pop3

    static let field = FormField(
        "starttls", "STARTTLS", .select, help: "For mail servers that upgrade from plain text to TLS.",
        defaultValue: "none", options: Self.allCases.map(\.rawValue))

    /// - Parameters:
    ///   - server: its name in messages.
    ///   - client: how SMTP introduces us.
    /// - Returns: nil where there is nothing to say before TLS.
    func dialogue(with server: String, as client: String) -> (any StartTLSDialogue)? {
        switch self {
        case .none: nil
        case .smtp: SMTPDialogue(server: server, client: client)
        case .imap: IMAPDialogue(server: server)
        case .pop3: POP3Dialogue(server: server)
        }
    }
}
