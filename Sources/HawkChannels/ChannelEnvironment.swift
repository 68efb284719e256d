package import HawkCore
package import HawkNet
package import Logging

/// The services that a channel may use to reach other hosts.
package struct ChannelEnvironment: Sendable {
    package let transport: CurlTransport
    /// Checks every address before a connection, except the one of the operator's own mail server.
    package let policy: TargetPolicy
    /// `SMTP_URL`: the server for channels without their own.
    package let defaultSMTP: SMTPURL?
    /// `SMTP_FROM`: an address, or a name and an address in angle brackets.
    package let smtpFrom: MailAddress?
    package let publicURL: String
    /// Certificates (PEM) to trust in addition to the system's.
    package let caFile: String?
    /// Sent as `User-Agent: StatusHawk/<version>`.
    package let version: String
    package let clock: any WallClock
    package let logger: Logger
    /// The URL at which the only recipient of this message can unsubscribe. Nil if there is none.
    package private(set) var unsubscribeURL: String?

    package init(
        transport: CurlTransport, policy: TargetPolicy, defaultSMTP: SMTPURL?, smtpFrom: MailAddress?, publicURL: String,
        caFile: String? = nil, version: String, clock: any WallClock, logger: Logger
    ) {
        self.transport = transport
        self.policy = policy
        self.defaultSMTP = defaultSMTP
        self.smtpFrom = smtpFrom
        self.publicURL = publicURL
        self.caFile = caFile
        self.version = version
        self.clock = clock
        self.logger = logger
    }

    package var installation: ChannelInstallation { ChannelInstallation(hasMailServer: self.defaultSMTP != nil) }

    /// Returns a copy for one recipient, who can unsubscribe at this URL.
    package func unsubscribing(at url: String) -> ChannelEnvironment {
        var environment = self
        environment.unsubscribeURL = url
        return environment
    }
}
