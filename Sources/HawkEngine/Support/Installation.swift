package import HawkCore

/// What the operator chose for the whole installation, as far as operations and services ask.
package struct Installation: Sendable {
    package enum Signups: String, Sendable, CaseIterable { case first, open, closed }

    /// Without a slash at its end.
    package var publicURL: String
    package var signups: Signups
    /// What the first sign-up must present unless it comes from this machine; nil: no other may be the first.
    package var setupCode: Secret?
    /// Names that the server answers to besides the public URL's and `localhost`.
    package var allowedHosts: [String]
    package var emailConfigured: Bool
    /// Of each organization.
    package var quotas: Quotas
    package var retentionDays: Int
    /// Where this process's runner is; what a monitor is checked from that names no location.
    package var location: String
    /// Whether this process has one.
    package var hasRunner: Bool
    /// The work factor of scrypt, a power of two; tests lower it.
    package var scryptRounds: Int
    package var version: String

    package init(
        publicURL: String = "http://127.0.0.1:8080", signups: Signups = .first, setupCode: Secret? = nil,
        allowedHosts: [String] = [], emailConfigured: Bool = false,
        quotas: Quotas = .selfHosted, retentionDays: Int = 30, location: String = "default", hasRunner: Bool = true,
        scryptRounds: Int = 1 << 17,
        version: String = StatusHawkVersion.current
    ) {
        self.publicURL = publicURL
        self.signups = signups
        self.setupCode = setupCode
        self.allowedHosts = allowedHosts
        self.emailConfigured = emailConfigured
        self.quotas = quotas
        self.retentionDays = retentionDays
        self.location = location
        self.hasRunner = hasRunner
        self.scryptRounds = scryptRounds
        self.version = version
    }
}
