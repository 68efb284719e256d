import HawkCore

/// The protocols that begin in plain text and switch to TLS on request.
package enum StartTLS: String, Codable, CaseIterable, Sendable {
    case none, smtp, imap, pop3

    static let field = FormField(
        "starttls", "STARTTLS", .select, help: "For mail servers that upgrade from plain text to TLS.",
        default: "none", options: Self.allCases.map(\.rawValue))

    /// - Parameters:
    ///   - server: its name in messages.
    ///   - client: our name in SMTP.
    /// - Returns: nil if TLS starts without a dialogue.
    func dialogue(with server: String, as client: String) -> (any StartTLSDialogue)? {
        switch self {
        case .none: nil
        case .smtp: SMTPDialogue(server: server, client: client)
        case .imap: IMAPDialogue(server: server)
        case .pop3: POP3Dialogue(server: server)
        }
    }
}
