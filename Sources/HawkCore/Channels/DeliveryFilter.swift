/// Selects an organization's deliveries for a list.
package struct DeliveryFilter: Sendable {
    package var channel: ID<Channel>?
    package var incident: ID<Incident>?
    package var status: DeliveryStatus?

    package init(channel: ID<Channel>? = nil, incident: ID<Incident>? = nil, status: DeliveryStatus? = nil) {
        self.channel = channel
        self.incident = incident
        self.status = status
    }
}
