import HawkCore

/// All channel types, in display order.
package struct ChannelRegistry: TypeRegistry {
    /// For an installation without a mail server.
    package static let standard = ChannelRegistry(installation: ChannelInstallation(hasMailServer: false))

    /// Each group lists its services in a file of its own.
    private static let groups: [(ChannelGroup, [any HTTPService])] = [
        (.chat, ChatServices.all), (.push, PushServices.all), (.paging, PagingServices.all), (.sms, SMSServices.all),
        (.mail, MailServices.all), (.automation, AutomationServices.all),
    ]

    static var services: [any HTTPService] { self.groups.flatMap(\.1) }

    package let all: [AnyChannelType]

    package init(installation: ChannelInstallation) {
        let channels: [(ChannelGroup, any AlertChannel)] =
            [(.mail, EmailChannel()), (.automation, WebhookChannel())]
            + Self.groups.flatMap { group, services in services.map { (group, $0) } }
        self.init(channels.map { AnyChannelType($1, group: $0, in: installation) })
    }

    package init(_ all: [AnyChannelType]) { self.all = all }
}

/// What people use a channel type for. Clients list the types by group.
package enum ChannelGroup: String, Sendable, Encodable {
    case mail, chat, push, paging, sms, automation
}
