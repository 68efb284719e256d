/// What a TLS connection is to be like, apart from its host.
package struct TLSOptions: Sendable, Hashable {
    /// Whose certificates are believed; nil: those that the process believes.
    package var trust: TLSTrust?
    /// What the client shows of itself; nil: nothing.
    package var identity: ClientIdentity?
    /// The protocols to offer (ALPN, RFC 7301), the preferred one first.
    package var protocols: [String]

    package init(trust: TLSTrust? = nil, identity: ClientIdentity? = nil, protocols: [String] = []) {
        self.trust = trust
        self.identity = identity
        self.protocols = protocols
    }
}
