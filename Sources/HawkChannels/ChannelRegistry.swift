import HawkCore

/// All channel types, in display order.
package struct ChannelRegistry: TypeRegistry {
    /// For an installation without a mail server.
    package static let standard = ChannelRegistry(installation: ChannelInstallation(hasMailServer: false))

    package let all: [AnyChannelType]

    /// One line per type.
    package init(installation: ChannelInstallation) {
        self.init([
            AnyChannelType(EmailChannel(), in: installation),
            AnyChannelType(WebhookChannel(), in: installation),
        ])
    }

    package init(_ all: [AnyChannelType]) { self.all = all }
}
