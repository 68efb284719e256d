package import HawkBroker
package import HawkChannels
package import HawkCore
package import HawkProbes
package import HawkStore
package import Logging

/// The shared dependencies of operations and services, created once at startup.
package struct Engine: Sendable {
    /// Performs the effects of its transactions, also through `reserved`.
    package let database: any Database
    package let broker: any Broker
    package let cache: any Cache
    package let clock: any WallClock
    package let secrets: SecretBox
    package let monitorTypes: MonitorTypeRegistry
    package let channelTypes: ChannelRegistry
    package let installation: Installation
    package let metrics: Metrics
    package let logger: Logger
    /// Logs recurring errors.
    package let troubles: TroubleLog

    /// - Parameter cache: Nil for the memory of this process.
    package init(
        database: any Database, broker: any Broker, cache: (any Cache)? = nil, clock: any WallClock, secrets: SecretBox,
        monitorTypes: MonitorTypeRegistry,
        channelTypes: ChannelRegistry, installation: Installation, metrics: Metrics = Metrics(), logger: Logger,
        troubles: TroubleLog? = nil
    ) {
        self.database = EngineDatabase(database, broker: broker, logger: logger)
        self.broker = broker
        self.cache = cache ?? InProcessCache(clock: clock)
        self.clock = clock
        self.secrets = secrets
        self.monitorTypes = monitorTypes
        self.channelTypes = channelTypes
        self.installation = installation
        self.metrics = metrics
        self.logger = logger
        self.troubles = troubles ?? TroubleLog(logger)
    }

    /// Returns the live events from now on. A listener that does not keep up loses the oldest events and receives `.missed`.
    package func liveEvents() -> AsyncStream<LiveEvent> { self.broker.events() }

    /// Whether recipients of mail through the operator's server must consent first.
    var requiresRecipientConsent: Bool {
        MailConsent.isNeeded(signupsAreOpen: self.installation.signups == .open, channelHasServer: false)
    }

    /// Whether sign-ups must confirm their e-mail address first.
    var confirmsSignUps: Bool { self.installation.signups == .open && self.installation.emailConfigured }
}
