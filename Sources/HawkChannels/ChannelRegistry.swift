package import HawkCore

/// All channel types that this program knows.
package struct ChannelRegistry: Sendable {
    /// For an installation without a mail server.
    package static let standard = ChannelRegistry(installation: ChannelInstallation(hasMailServer: false))

    /// In display order.
    package let all: [AnyChannelType]
    private let byType: [ChannelType: AnyChannelType]

    package init(installation: ChannelInstallation) {
        self.init([
            AnyChannelType(EmailChannel(), in: installation),
            AnyChannelType(WebhookChannel(), in: installation),
        ])
    }

    package init(_ all: [AnyChannelType]) {
        self.all = all
        self.byType = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })
    }

    package subscript(_ type: ChannelType) -> AnyChannelType? { self.byType[type] }
}
