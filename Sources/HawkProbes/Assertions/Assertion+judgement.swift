import HawkCore

/// An assertion that a target does not fulfil.
struct FailedAssertion: Equatable {
    let severity: Assertion.Severity
    let reason: Reason
    let message: String

    /// The one that decides: down before degraded, then in the order of the settings.
    static func first(of failures: [FailedAssertion]) -> FailedAssertion? {
        failures.first { $0.severity == .down } ?? failures.first
    }

    var outcome: Outcome { self.severity == .down ? .down : .degraded }
}

extension Assertion {
    /// - Parameter finding: a sentence with the number, such as "shop.example took 731 ms to answer".
    /// - Returns: nil when it is fulfilled.
    func judge(_ actual: Double, _ finding: String) -> FailedAssertion? {
        guard let expected = self.number else { return nil }
        let fulfilled =
            switch self.operator {
            case .equals: actual == expected
            case .notEquals: actual != expected
            case .lessThan: actual < expected
            case .greaterThan: actual > expected
            case .contains, .notContains, .exists, .notExists: false
            }
        return fulfilled ? nil : self.failed("\(finding): it must \(self.operator.words) \(self.value ?? "")\(self.source.unit)")
    }

    /// Several texts of one name: one that fulfils is enough, unless the operator denies.
    /// - Parameter subject: such as "the header X of shop.example".
    /// - Returns: nil when it is fulfilled.
    func judge(_ texts: [String], _ subject: String) -> FailedAssertion? {
        let value = self.value ?? ""
        let fulfilled =
            switch self.operator {
            case .exists: !texts.isEmpty
            case .notExists: texts.isEmpty
            case .equals: texts.contains(value)
            case .notEquals: !texts.contains(value)
            case .contains: texts.contains { $0.contains(value) }
            case .notContains: !texts.contains { $0.contains(value) }
            case .lessThan, .greaterThan: false
            }
        if fulfilled { return nil }
        let expectation = self.operator.words + (self.value.map { " \"\($0.shortened)\"" } ?? "")
        return self.failed("\(subject) \(texts.isEmpty ? "is missing" : "differs"): it must \(expectation)")
    }

    /// The latency of the attempt so far, in its own words.
    func judge(latency: Duration, of host: String) -> FailedAssertion? {
        self.judge(latency.seconds * 1_000, "\(host) took \(latency.milliseconds) ms to answer")
    }

    /// How long the leaf of a chain lasts.
    /// - Parameter chain: nil where none was shown, which no number fulfils.
    func judge(certificate chain: CertificateChain?, of host: String, at now: Instant) -> FailedAssertion? {
        guard let chain else { return self.failed("\(host) showed no certificate") }
        let days = chain.leaf.daysLeft(at: now)
        return self.judge(
            Double(days),
            days < 0 ? "the certificate of \(host) has expired" : "the certificate of \(host) expires in \(days) days")
    }

    func failed(_ message: String) -> FailedAssertion {
        FailedAssertion(severity: self.severity, reason: .assertion, message: message)
    }
}

extension Assertion.Operator {
    /// After "it must".
    fileprivate var words: String {
        switch self {
        case .contains: "contain"
        case .notContains: "not contain"
        case .equals: "be"
        case .notEquals: "not be"
        case .exists: "be there"
        case .notExists: "not be there"
        case .lessThan: "be less than"
        case .greaterThan: "be more than"
        }
    }
}

extension String {
    /// For a message: the first 60 characters.
    var shortened: String { self.count > 60 ? self.prefix(60) + "…" : self }
}
