import HawkChannels
import HawkCore
import HawkEngine
import HawkNet
import Logging

/// Creates the environment of channels.
enum ChannelWiring {
    static func environment(
        _ configuration: ServerConfiguration, policy: TargetPolicy, clock: any WallClock, logger: Logger
    ) throws(ConfigurationError) -> ChannelEnvironment {
        var mailServer: SMTPURL?
        if let text = configuration.smtpURL {
            do {
                mailServer = try SMTPURL(text.revealed)
            } catch {
                throw ConfigurationError(.smtpURL, error.message)
            }
        }
        let sender = configuration.smtpFrom.map(MailAddress.init)
        if case .some(.none) = sender { throw ConfigurationError(.smtpFrom, "is not a mail address") }
        return ChannelEnvironment(
            transport: CurlTransport(threads: NotifierService.maxTransfers), policy: policy, defaultSMTP: mailServer,
            smtpFrom: sender ?? nil, publicURL: configuration.publicURL,
            version: StatusHawkVersion.current,
            clock: clock, logger: logger)
    }
}
