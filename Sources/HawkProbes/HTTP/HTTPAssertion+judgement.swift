import CLinux
import HawkCore
import NIOHTTP1

/// An assertion that an answer does not fulfil.
struct FailedAssertion: Equatable {
    let severity: HTTPAssertion.Severity
    let reason: Reason
    let message: String
}

extension HTTPAssertion {
    /// - Parameter latency: of the whole attempt so far.
    /// - Returns: nil when it is fulfilled.
    func judge(_ answer: HTTPAnswer, from host: String, latency: Duration) -> FailedAssertion? {
        switch self.source {
        case .body: self.judgeBody(answer, host)
        case .header: self.judgeHeader(answer, host)
        case .status:
            self.judgeNumber(Double(answer.status), "the status of \(host) is \(answer.status)", "")
        case .latency:
            self.judgeNumber(
                latency.seconds * 1_000, "\(host) took \(latency.milliseconds) ms to answer", " ms")
        }
    }

    private func judgeBody(_ answer: HTTPAnswer, _ host: String) -> FailedAssertion? {
        let value = self.value ?? ""
        let found = answer.body.contains(value)
        if self.operator == .notContains {
            if found { return self.failed("the body of \(host) contains \"\(value.shortened)\"") }
        } else {
            if found { return nil }
            if !answer.isCut { return self.failed("the body of \(host) does not contain \"\(value.shortened)\"") }
        }
        guard answer.isCut else { return nil }
        return FailedAssertion(
            severity: self.severity, reason: .tooLarge,
            message: "the body of \(host) is larger than 256 KiB, and the first 256 KiB do not tell whether it contains "
                + "\"\(value.shortened)\"")
    }

    private func judgeHeader(_ answer: HTTPAnswer, _ host: String) -> FailedAssertion? {
        let name = self.name ?? ""
        let value = self.value ?? ""
        let lines = answer.headers[name]
        let fulfilled =
            switch self.operator {
            case .exists: !lines.isEmpty
            case .notExists: lines.isEmpty
            case .equals: lines.contains(value)
            case .notEquals: !lines.contains(value)
            case .contains: lines.contains { $0.contains(value) }
            case .notContains: !lines.contains { $0.contains(value) }
            case .lessThan, .greaterThan: false
            }
        if fulfilled { return nil }
        let expectation = self.operator.words + (self.value.map { " \"\($0.shortened)\"" } ?? "")
        return self.failed("the header \(name) of \(host) \(lines.isEmpty ? "is missing" : "differs"): it must \(expectation)")
    }

    private func judgeNumber(_ actual: Double, _ finding: String, _ unit: String) -> FailedAssertion? {
        guard let expected = self.number else { return nil }
        let fulfilled =
            switch self.operator {
            case .equals: actual == expected
            case .notEquals: actual != expected
            case .lessThan: actual < expected
            case .greaterThan: actual > expected
            case .contains, .notContains, .exists, .notExists: false
            }
        return fulfilled ? nil : self.failed("\(finding): it must \(self.operator.words) \(self.value ?? "")\(unit)")
    }

    private func failed(_ message: String) -> FailedAssertion {
        FailedAssertion(severity: self.severity, reason: .assertion, message: message)
    }
}

extension HTTPAssertion.Operator {
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
    fileprivate var shortened: String { self.count > 60 ? self.prefix(60) + "…" : self }
}

extension [UInt8] {
    fileprivate func contains(_ text: String) -> Bool {
        let text = Array(text.utf8)
        return self.withUnsafeBytes { body in
            text.withUnsafeBytes { hawk_contains(body.baseAddress, UInt64(body.count), $0.baseAddress, UInt64($0.count)) != 0 }
        }
    }
}
