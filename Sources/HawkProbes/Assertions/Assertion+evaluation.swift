import HawkCore

extension Assertion {
    /// - Parameter finding: a sentence with the number, such as "shop.example took 731 ms to answer".
    /// - Returns: nil if the assertion holds.
    func evaluate(_ actual: Double, _ finding: String) -> FailedAssertion? {
        guard let expected = self.number else { return nil }
        let fulfilled =
            switch self.operator {
            case .equals: actual == expected
            case .notEquals: actual != expected
            case .lessThan: actual < expected
            case .greaterThan: actual > expected
            case .contains, .notContains, .matches, .notMatches, .exists, .notExists: false
            }
        return fulfilled ? nil : self.failed("\(finding): it must \(self.operator.words) \(self.value ?? "")\(self.source.unit)")
    }

    /// Evaluates several texts with the same name. One that matches is sufficient, unless the operator is negated.
    /// - Parameter subject: such as "the header X of shop.example".
    /// - Returns: nil if the assertion holds.
    func evaluate(
        _ texts: [String], _ subject: String, _ budget: MatchBudget = MatchBudget()
    ) throws(RunnerFault) -> FailedAssertion? {
        let value = self.value ?? ""
        var found = false
        switch self.operator {
        case .exists, .notExists: found = !texts.isEmpty
        case .equals, .notEquals: found = texts.contains { $0.utf8.elementsEqual(value.utf8) }
        case .contains, .notContains: found = texts.contains { $0.containsBytes(of: value) }
        case .matches, .notMatches: for text in texts where !found { found = try self.isMatched(text, subject, budget) }
        case .lessThan, .greaterThan: break
        }
        if found != self.operator.isNegated { return nil }
        return self.failed("\(subject) \(texts.isEmpty ? "is missing" : "differs"): it must \(self.expectation)")
    }

    /// Evaluates the bytes of a text, possibly only its beginning.
    /// - Parameters:
    ///   - subject: such as "the body of shop.example".
    ///   - limit: the cut-off in words, if the text is cut.
    /// - Returns: nil if the assertion holds.
    func evaluate(
        _ bytes: [UInt8], cutAt limit: String?, _ subject: String, _ budget: MatchBudget
    ) throws(RunnerFault) -> FailedAssertion? {
        let value = self.value ?? ""
        let isPattern = self.operator.needsPattern
        let found = isPattern ? try self.isMatched(bytes, isCut: limit != nil, subject, budget) : bytes.contains(value)
        let verb = isPattern ? "match" : "contain"
        let what = "\"\(value.shortened)\""
        if found { return self.operator.isNegated ? self.failed("\(subject) \(verb)\(isPattern ? "es" : "s") \(what)") : nil }
        if let limit {
            return FailedAssertion(
                severity: self.severity, reason: .tooLarge,
                message: "\(subject) is larger than \(limit), and the first \(limit) do not tell whether it \(verb)"
                    + "\(isPattern ? "es" : "s") \(what)")
        }
        return self.operator.isNegated ? nil : self.failed("\(subject) does not \(verb) \(what)")
    }

    /// Evaluates the present latency of the attempt.
    func evaluate(latency: Duration, of host: String) -> FailedAssertion? {
        var failure = self.evaluate(latency.seconds * 1_000, "\(host) took \(latency.milliseconds) ms to answer")
        if self.operator == .lessThan, let limit = self.number {
            failure?.excess = latency - .microseconds(Int64(limit * 1_000))
        }
        return failure
    }

    /// Evaluates how long the leaf of a chain remains valid.
    /// - Parameters:
    ///   - chain: nil if none was sent, which fails the assertion.
    ///   - host: the host to name if the chain has none.
    func evaluate(certificate chain: CertificateChain?, of host: String, at now: Instant) -> FailedAssertion? {
        guard let chain else { return self.failed("\(host) showed no certificate") }
        // After redirects, the certificate may be that of an earlier server.
        let name = chain.host.map { host == $0 || host.hasPrefix("\($0):") ? host : $0 } ?? host
        let days = chain.leaf.daysLeft(at: now)
        return self.evaluate(
            Double(days),
            days < 0 ? "the certificate of \(name) has expired" : "the certificate of \(name) expires in \(days) days")
    }

    func failed(_ message: String) -> FailedAssertion {
        FailedAssertion(severity: self.severity, reason: .assertion, message: message)
    }

    /// The text after "it must".
    var expectation: String {
        guard let value = self.value else { return self.operator.words }
        return "\(self.operator.words) " + (self.operator.needsNumber ? value : "\"\(value.shortened)\"")
    }

    /// Returns whether the value, a regular expression, matches.
    func isMatched(_ text: String, _ subject: String, _ budget: MatchBudget) throws(RunnerFault) -> Bool {
        try self.isMatched(Array(text.utf8), isCut: false, subject, budget)
    }

    private func isMatched(
        _ bytes: [UInt8], isCut: Bool, _ subject: String, _ budget: MatchBudget
    ) throws(RunnerFault) -> Bool {
        guard let pattern = self.pattern else { throw RunnerFault("the assertion about \(subject) has no regular expression") }
        // Neither passed nor failed: the author of the pattern must know, and the target is not at fault.
        guard let result = bytes.withUnsafeBufferPointer({ pattern.matches($0, isCut: isCut, budget) }) else {
            throw RunnerFault("the regular expression \"\(pattern.text.shortened)\" takes too long on \(subject)")
        }
        return result
    }
}

extension String {
    /// The first 60 scalars, for a message.
    var shortened: String { self.shortened(toScalars: 60) }
}
