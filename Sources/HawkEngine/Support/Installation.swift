package import HawkCore

/// The operator's settings for the whole installation that operations and services need.
package struct Installation: Sendable {
    package enum Signups: String, Sendable, CaseIterable { case first, open, closed }

    /// Without a trailing slash.
    package var publicURL: String
    package var signups: Signups
    /// The code for the first sign-up if it does not come from this machine. If nil, the first sign-up must be local.
    package var setupCode: Secret?
    /// Host names that the server accepts besides that of the public URL and `localhost`.
    package var allowedHosts: [String]
    package var emailConfigured: Bool
    /// The quotas of each organization.
    package var quotas: Quotas
    package var retentionDays: Int
    /// The location of this process's runner, and the default location of monitors.
    package var location: String
    /// Whether this process has a runner.
    package var hasRunner: Bool
    /// The work factor of scrypt, a power of two. Tests lower it.
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
