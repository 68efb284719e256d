package import HawkCore
package import HawkNet
package import Logging

/// What a channel needs to reach the outside, and nothing more.
package struct ChannelEnvironment: Sendable {
    package let transport: CurlTransport
    /// Judges every address that is dialled, but for the operator's own mail server's.
    package let policy: TargetPolicy
    /// `SMTP_URL`: where mail goes that names no server of its own.
    package let defaultSMTP: SMTPURL?
    /// `SMTP_FROM`: an address, or a name and an address in angle brackets.
    package let smtpFrom: MailAddress?
    package let publicURL: String
    /// Certificates (PEM) to trust beside the system's own.
    package let caFile: String?
    /// Sent as `User-Agent: StatusHawk/<version>`.
    package let version: String
    package let clock: any WallClock
    package let logger: Logger
    /// Where the one recipient of this message can ask for no more; nil: nowhere.
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

    /// The same for one recipient, who can unsubscribe there.
    package func unsubscribing(at url: String) -> ChannelEnvironment {
        var environment = self
        environment.unsubscribeURL = url
        return environment
    }
}
