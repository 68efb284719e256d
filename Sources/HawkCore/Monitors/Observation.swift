/// What a probe saw in one attempt. A failing target is an observation, never an error.
package struct Observation: Sendable, Equatable {
    package var outcome: Outcome
    package var reason: Reason
    /// Text for the reader of the alert: lower case, with host and limit. Empty if the target is up.
    package var message: String
    package var statusCode: Int?
    /// The time from the first DNS query to the last byte.
    package var latency: Duration
    package var phases: Phases
    /// What a person needs to understand a failure.
    package var evidence: AttemptEvidence
    /// Nil if the target sent no certificates.
    package var chain: CertificateChain?
    /// The version of the last protocol, such as 1.1 or 2 for HTTP. Nil if it has none. For the caller in the same process:
    /// neither stored nor sent.
    package var protocolVersion: Double?
    /// How time contributed to a failure. For the runner itself: neither stored nor sent.
    package var timing = Timing.moment

    /// How a stall of the runner may have caused a failure.
    package enum Timing: Sendable, Equatable {
        /// The failure is not our deadline. Only a stall right before it can be the cause.
        case moment
        /// The attempt timed out, and the target had its whole timeout: the time of the stalls was added.
        case granted
        /// The attempt timed out, and stalls took more time than may be added.
        case deprived
        /// The attempt succeeded, but exceeded the latency that an assertion allows by this much.
        case excess(Duration)
    }

    package init(
        _ outcome: Outcome, _ reason: Reason = .none, _ message: String = "", statusCode: Int? = nil, latency: Duration,
        phases: Phases = Phases(), evidence: AttemptEvidence = AttemptEvidence(),
        chain: CertificateChain? = nil
    ) {
        self.outcome = outcome
        self.reason = reason
        self.message = message
        self.statusCode = statusCode
        self.latency = latency
        self.phases = phases
        self.evidence = evidence
        self.chain = chain
    }
}

/// The evidence of one attempt, without secrets: probes omit Set-Cookie, Authorization and fields that the form marks as secret.
package struct AttemptEvidence: Sendable, Equatable, Codable {
    /// Every address that the name resolved to.
    package var addresses: [String] = []
    /// The address that was connected to, with its port.
    package var peer: String?
    package var headers: [Header] = []
    /// The start of the response, at most 4 KiB of text.
    package var body: String?
    /// Leaf first.
    package var certificates: [CertificateSummary] = []
    /// The version of the last TLS connection, such as `TLSv1.3`. Nil if there was none.
    package var tlsVersion: String?
    /// The number of bytes that were read of the response body. Nil if there was no body to read.
    package var size: Int?
    /// The redirects of the check, in order: URLs without their queries, which may carry secrets.
    package var redirects: [String] = []
    /// How the response deviated from its standard in ways that curl and browsers accept. The words are from a closed list.
    package var lenient: [String] = []
    /// The differences from the last success that the runner knows, for the attempt that made the check fail. Nil if it knows no
    /// success.
    package var changes: [Change]?

    package struct Header: Sendable, Equatable, Codable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A property of the target that differs from its last success.
    package struct Change: Sendable, Equatable, Codable {
        package enum What: String, Sendable, Codable { case address, certificate, status, size }

        package var what: What
        /// Text for people, like `after`.
        package var before: String
        package var after: String

        package init(what: What, before: String, after: String) {
            self.what = what
            self.before = before
            self.after = after
        }
    }

    package init() {}

    /// Decodes stored evidence. Members that were added later are missing in old rows.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.addresses = try members.decode([String].self, forKey: .addresses)
        self.peer = try members.decodeIfPresent(String.self, forKey: .peer)
        self.headers = try members.decode([Header].self, forKey: .headers)
        self.body = try members.decodeIfPresent(String.self, forKey: .body)
        self.certificates = try members.decode([CertificateSummary].self, forKey: .certificates)
        self.tlsVersion = try members.decodeIfPresent(String.self, forKey: .tlsVersion)
        self.size = try members.decodeIfPresent(Int.self, forKey: .size)
        self.redirects = try members.decodeIfPresent([String].self, forKey: .redirects) ?? []
        self.lenient = try members.decodeIfPresent([String].self, forKey: .lenient) ?? []
        self.changes = try members.decodeIfPresent([Change].self, forKey: .changes)
    }
}

/// The parts of a certificate that people need.
package struct CertificateSummary: Sendable, Equatable, Codable {
    package var subject: String
    package var issuer: String
    package var names: [String]
    package var notBefore: Instant
    package var notAfter: Instant

    package init(subject: String, issuer: String, names: [String], notBefore: Instant, notAfter: Instant) {
        self.subject = subject
        self.issuer = issuer
        self.names = names
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}
