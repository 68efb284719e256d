/// The options of a TLS connection, apart from its host.
package struct TLSOptions: Sendable, Hashable {
    /// The certificates to trust. Nil for the default of the process.
    package var trust: TLSTrust?
    /// The client certificate. Nil if there is none.
    package var identity: ClientIdentity?
    /// The protocols to offer (ALPN, RFC 7301), in order of preference.
    package var protocols: [String]

    package init(trust: TLSTrust? = nil, identity: ClientIdentity? = nil, protocols: [String] = []) {
        self.trust = trust
        self.identity = identity
        self.protocols = protocols
    }
}
