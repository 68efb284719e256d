package import HawkCore

/// A delivery that could be sent now, with the data for sharing the senders fairly.
package struct DueDelivery: Sendable, Equatable {
    package let id: ID<Delivery>
    package let organization: ID<Organization>
    package let channel: ID<Channel>
    /// Whether its channel's last send took long.
    package let isSlow: Bool

    package init(id: ID<Delivery>, organization: ID<Organization>, channel: ID<Channel>, isSlow: Bool) {
        self.id = id
        self.organization = organization
        self.channel = channel
        self.isSlow = isSlow
    }
}

/// The limits of one search for due deliveries.
package struct DueLimits: Sendable {
    /// The maximum number of deliveries for quick channels, and for slow ones.
    package var quick: Int
    package var slow: Int
    /// The maximum in flight per quick channel, and per slow one, over all notifiers.
    package var perQuickChannel: Int
    package var perSlowChannel: Int

    package init(quick: Int, slow: Int, perQuickChannel: Int = 4, perSlowChannel: Int = 2) {
        self.quick = quick
        self.slow = slow
        self.perQuickChannel = perQuickChannel
        self.perSlowChannel = perSlowChannel
    }
}
