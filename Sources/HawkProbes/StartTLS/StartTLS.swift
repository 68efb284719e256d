import HawkCore

/// The protocols that begin in plain text and switch to TLS on request.
package enum StartTLS: String, SettingChoice {
    case none, smtp, imap, pop3

    static func setting<Root>(_ path: any WritableKeyPath<Root, StartTLS> & Sendable) -> Setting<Root> {
        Setting("starttls", "STARTTLS", path, help: "For mail servers that upgrade from plain text to TLS.")
    }

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
