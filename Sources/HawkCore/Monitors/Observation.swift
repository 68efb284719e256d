/// What one attempt saw. A bad target is an observation like any other, never an error.
package struct Observation: Sendable, Equatable {
    package var outcome: Outcome
    package var reason: Reason
    /// For the person who reads the alert: lower case, the host and the limit named. Empty when up.
    package var message: String
    package var statusCode: Int?
    /// From the first name look-up to the last byte.
    package var latency: Duration
    package var phases: Phases
    /// What a person needs to understand a failure; nil where nothing was learned.
    package var evidence: AttemptEvidence
    /// nil where no certificates were shown.
    package var chain: CertificateChain?
    /// Of the protocol that was spoken last, such as 1.1 or 2 of HTTP; nil where it has none. For whoever asks there and then: neither
    /// stored nor sent.
    package var protocolVersion: Double?
    /// What part time has in a failure. For the runner itself: neither stored nor sent.
    package var timing = Timing.moment

    /// How a stall of the runner may have caused a failure.
    package enum Timing: Sendable, Equatable {
        /// Something else than our deadline decided: only a stall right before it can be the cause.
        case moment
        /// It timed out, and the target had its whole timeout: the time that stalls took was added.
        case granted
        /// It timed out, and stalls took more time than may be added.
        case deprived
        /// It succeeded, but took so much longer than an assertion on latency allows.
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

/// The traces that one attempt left. Holds no secret: probes leave out what the form marks as one, Set-Cookie and Authorization.
package struct AttemptEvidence: Sendable, Equatable, Codable {
    /// Every address that the name resolved to.
    package var addresses: [String] = []
    /// The address that was connected to, with its port.
    package var peer: String?
    package var headers: [Header] = []
    /// The start of the answer, at most 4 KiB of text.
    package var body: String?
    /// Leaf first.
    package var certificates: [CertificateSummary] = []
    /// Of the last TLS connection, such as `TLSv1.3`; nil where there was none.
    package var tlsVersion: String?
    /// Bytes of the answer's body, as far as it was read; nil where there was none to read.
    package var size: Int?
    /// Where the target sent the check on, in order: URLs without their queries, which may carry secrets.
    package var redirects: [String] = []
    /// How the answer deviated from the standard of its protocol, in ways that curl and browsers accept: words of a closed list.
    package var lenient: [String] = []
    /// What is different from the last success that the runner knows of, at the attempt that made the check a failure; nil: it
    /// knows of none.
    package var changes: [Change]?

    package struct Header: Sendable, Equatable, Codable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Something that was one way when the target was last well, and is another way now.
    package struct Change: Sendable, Equatable, Codable {
        package enum What: String, Sendable, Codable { case address, certificate, status, size }

        package var what: What
        /// For people, like `after`.
        package var before: String
        package var after: String

        package init(what: What, before: String, after: String) {
            self.what = what
            self.before = before
            self.after = after
        }
    }

    package init() {}

    /// Members that came later are missing from what was stored before.
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

/// One certificate of a chain, as far as a person asks.
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
