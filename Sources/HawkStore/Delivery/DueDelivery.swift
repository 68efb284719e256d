package import HawkCore

/// A delivery that could be sent now, as far as sharing the senders out needs it.
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

/// What one look for due deliveries may find.
package struct DueLimits: Sendable {
    /// The most deliveries of quick channels, and of slow ones.
    package var quick: Int
    package var slow: Int
    /// The most that may be in flight at one quick channel, and at one slow one, over all notifiers.
    package var perQuickChannel: Int
    package var perSlowChannel: Int

    package init(quick: Int, slow: Int, perQuickChannel: Int = 4, perSlowChannel: Int = 2) {
        self.quick = quick
        self.slow = slow
        self.perQuickChannel = perQuickChannel
        self.perSlowChannel = perSlowChannel
    }
}
