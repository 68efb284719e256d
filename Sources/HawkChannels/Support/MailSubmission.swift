import Foundation
import HawkCore

/// Submits a mail to the channel's own server or else the installation's.
struct MailSubmission {
    let sender: MailAddress
    private let server: SMTPURL
    private let isOwnServer: Bool
    private let limits: SMTPLimits
    private let environment: ChannelEnvironment

    /// - Parameters:
    ///   - ownServer: the channel's own server. Nil selects the installation's.
    ///   - limits: the time limits for the steps of the SMTP dialogue.
    init(
        ownServer: String?, limits: SMTPLimits = SMTPLimits(), in environment: ChannelEnvironment
    ) throws(DeliveryError) {
        self.server = try Self.server(ownServer, in: environment)
        self.isOwnServer = ownServer != nil
        self.limits = limits
        self.environment = environment
        // A channel's own server usually allows only the signed-in account as sender.
        let account = self.server.login.flatMap { MailAddress($0.user) }
        let configured = environment.smtpFrom
        let address =
            (ownServer == nil ? configured ?? account : account ?? configured)
            ?? MailAddress("statushawk@\(environment.mailDomain(by: self.server))")
        // SAFETY: a mail domain is always a host name, so the last address is valid.
        let found = address!
        self.sender = found.name == nil ? MailAddress("StatusHawk <\(found.address)>")! : found
    }

    private static func server(_ own: String?, in environment: ChannelEnvironment) throws(DeliveryError) -> SMTPURL {
        if let own {
            do { return try SMTPURL(own) } catch { throw .never("the channel's mail server address \(error.message)") }
        }
        guard let server = environment.defaultSMTP else {
            throw .never("no mail server: neither the channel's smtp_url nor SMTP_URL is set")
        }
        return server
    }

    /// Returns when the server has accepted the mail for every recipient.
    /// - Throws: an error with `missed` if the server rejected some of them.
    func send(_ mail: MIMEMessage) async throws(DeliveryError) {
        let peer = Peer(host: self.server.host, port: self.server.port, timeout: self.limits.whole)
        let outcome = try await self.environment.transport.perform(
            CurlRequest(
                url: self.server.address, host: self.server.host,
                payload: .mail(
                    from: self.sender.address, to: mail.to.map(\.address), login: self.server.login, tls: self.server.tls,
                    limits: self.limits),
                body: mail.bytes, caFile: self.environment.caFile, connectTimeout: self.limits.connecting, timeout: peer.timeout,
                policy: self.isOwnServer ? self.environment.policy : nil))
        try SMTPVerdict(
            peer: peer, recipients: mail.to, password: self.server.login?.password, limits: self.limits
        ).verify(outcome)
    }
}

extension ChannelEnvironment {
    /// The domain of a sender that is not configured: the host of the public URL or of the mail server. It must be a name,
    /// preferably with a dot. The last resort cannot exist and looks like spam.
    fileprivate func mailDomain(by server: SMTPURL) -> String {
        let hosts = [URLComponents(string: self.publicURL)?.host, server.host].compactMap { $0 }.filter(\.isNamed)
        return hosts.first { $0.contains(".") } ?? hosts.first ?? "statushawk.invalid"
    }
}

extension String {
    /// Whether the text is a host name and not an IP address.
    fileprivate var isNamed: Bool { self.isHostName && self.contains(where: \.isLetter) }
}
