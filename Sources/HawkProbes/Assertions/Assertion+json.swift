import HawkCore

extension Assertion {
    /// The maximum length of all compared values together. Nested values would otherwise multiply it.
    private static let maxText = 1_024 * 1_024

    /// Evaluates a JSON path in a document. Every selected value must satisfy the assertion, and there must be at least one,
    /// unless the operator is negated.
    /// - Parameters:
    ///   - reading: returns the part of a value's text that is compared.
    ///   - trace: makes the target's text safe to display.
    /// - Returns: nil if the assertion holds.
    func evaluate(
        _ document: JSONDocument, of host: String, _ budget: MatchBudget, reading: (String) -> String = { $0 },
        trace: (String) -> String
    ) throws(RunnerFault) -> FailedAssertion? {
        guard let path = self.path else { return nil }
        let subject = "\((self.name ?? "").shortened) of \(host)"
        let selected = path.select(in: document)
        if self.operator == .notExists {
            return selected.isEmpty ? nil : self.failed("\(subject) exists: it must \(self.expectation)")
        }
        guard !selected.isEmpty else {
            return self.operator.isNegated ? nil : self.failed("\(subject) is missing: it must \(self.expectation)")
        }
        guard self.operator != .exists else { return nil }
        guard path.isLength || selected.reduce(0, { $0 + document.size(of: $1) }) <= Self.maxText else {
            return FailedAssertion(
                severity: self.severity, reason: .tooLarge, message: "\(subject) selects more than 1 MiB of nested values")
        }
        for value in selected {
            let finding: JSONFinding
            if path.isLength {
                guard let length = document.length(of: value) else {
                    return self.failed("\(subject) is not defined: the value has no length")
                }
                finding = JSONFinding(text: "\(length)", kind: .number)
            } else {
                finding = JSONFinding(text: reading(document.text(of: value)), kind: document.values[value].kind)
            }
            if try self.isFulfilled(by: finding, subject, budget) { continue }
            let quote = finding.kind == .string ? "\"" : ""
            return self.failed("\(subject) is \(quote)\(trace(finding.text))\(quote): it must \(self.expectation)")
        }
        return nil
    }

    private func isFulfilled(
        by finding: JSONFinding, _ subject: String, _ budget: MatchBudget
    ) throws(RunnerFault) -> Bool {
        let value = self.value ?? ""
        switch self.operator {
        case .equals: return finding.equals(value)
        case .notEquals: return !finding.equals(value)
        case .lessThan: return JSONNumber(finding.text).flatMap { a in JSONNumber(value).map { a.isLess(than: $0) } } ?? false
        case .greaterThan: return JSONNumber(finding.text).flatMap { a in JSONNumber(value).map { $0.isLess(than: a) } } ?? false
        case .contains: return finding.text.containsBytes(of: value)
        case .notContains: return !finding.text.containsBytes(of: value)
        case .matches: return try self.isMatched(finding.text, subject, budget)
        case .notMatches: return try !self.isMatched(finding.text, subject, budget)
        case .exists, .notExists: return true
        }
    }
}

/// A value that a path selected.
private struct JSONFinding {
    let text: String
    let kind: JSONDocument.Kind

    /// Compares as numbers if both are, otherwise as text.
    func equals(_ value: String) -> Bool {
        if self.text.utf8.elementsEqual(value.utf8) { return true }
        guard self.kind == .number, let actual = JSONNumber(self.text), let expected = JSONNumber(value) else { return false }
        return !actual.isLess(than: expected) && !expected.isLess(than: actual)
    }
}
