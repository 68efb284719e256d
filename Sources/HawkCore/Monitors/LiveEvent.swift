/// A change that has just happened, for the dashboard and caches.
package struct LiveEvent: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// A check was recorded.
        case check(ID<Monitor>, outcome: Outcome, latency: Duration?, location: String)
        /// A monitor's verdict changed.
        case status(ID<Monitor>, Verdict, since: Instant)
        /// An incident was opened, changed or resolved.
        case incident(ID<Incident>, Incident.Status, monitors: [ID<Monitor>])
        /// A delivery was sent or has failed.
        case delivery(ID<Delivery>, ID<Channel>, DeliveryStatus)
        /// A member edited the organization's status pages.
        case pagesEdited
        /// The listener was too slow and must fetch everything again.
        case missed
    }

    /// Nil if it concerns every listener.
    package let organization: ID<Organization>?
    package let at: Instant
    package let kind: Kind

    package init(organization: ID<Organization>?, at: Instant, kind: Kind) {
        self.organization = organization
        self.at = at
        self.kind = kind
    }
}
