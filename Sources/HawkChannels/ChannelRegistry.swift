import HawkCore

/// All channel types, in display order.
package struct ChannelRegistry: TypeRegistry {
    /// For an installation without a mail server.
    package static let standard = ChannelRegistry(installation: ChannelInstallation(hasMailServer: false))

    /// Each group lists its services in a file of its own.
    static let services: [any HTTPService] =
        ChatServices.all + PushServices.all + PagingServices.all + SMSServices.all + MailServices.all + AutomationServices.all

    package let all: [AnyChannelType]

    package init(installation: ChannelInstallation) {
        let channels: [any AlertChannel] = [EmailChannel(), WebhookChannel()] + Self.services
        self.init(channels.map { AnyChannelType($0, in: installation) })
    }

    package init(_ all: [AnyChannelType]) { self.all = all }
}
