import HawkCore

extension Assertion {
    /// The subject of an assertion.
    package enum Source: String, SettingChoice {
        case body, json, header, status
        /// The latency of the whole attempt, in milliseconds.
        case latency
        /// The days until the certificate expires.
        case certificateDays = "certificate_days"
        /// In percent.
        case packetLoss = "packet_loss"
        /// In milliseconds.
        case jitter
    }
}

extension Assertion.Source {
    private static let maxTextLength = 1_024

    var operators: [Assertion.Operator] {
        switch self {
        case .body: [.contains, .notContains, .matches, .notMatches]
        case .json:
            [
                .equals, .notEquals, .lessThan, .greaterThan, .contains, .notContains, .matches, .notMatches, .exists,
                .notExists,
            ]
        case .header: [.equals, .notEquals, .contains, .notContains, .matches, .notMatches, .exists, .notExists]
        case .status: [.equals, .notEquals, .lessThan, .greaterThan]
        case .latency, .certificateDays, .packetLoss, .jitter: [.lessThan, .greaterThan]
        }
    }

    /// Returns the error in a name. Nil if there is none.
    func nameError(for name: String?) -> String? {
        switch self {
        case .header:
            return HTTPSyntax.isToken(name ?? "") ? nil : "must be a header name"
        case .json:
            do {
                _ = try JSONPath(name ?? "")
                return nil
            } catch {
                return error.message
            }
        default:
            return name == nil ? nil : "is only for headers and JSON"
        }
    }

    /// Returns the error in a value. Nil if there is none.
    func valueError(for value: String?, _ operator: Assertion.Operator) -> String? {
        if !`operator`.needsValue { return value == nil ? nil : "is not used with this operator" }
        let isText = value.map { $0.utf8.count <= Self.maxTextLength } ?? false
        switch self {
        case .body, .header, .json:
            if `operator`.needsPattern { return Self.patternError(for: value) }
            if `operator`.needsNumber { return value.flatMap(JSONNumber.init) == nil ? "must be a number" : nil }
            // Every text contains the empty string.
            let mayBeEmpty = self != .body && ![.contains, .notContains].contains(`operator`)
            if mayBeEmpty { return isText ? nil : "must be at most \(Self.maxTextLength) bytes long" }
            return isText && value != "" ? nil : "must be 1 to \(Self.maxTextLength) bytes long"
        case .status:
            return value.flatMap(Int.init).map((100...599).contains) == true ? nil : "must be a status code from 100 to 599"
        case .latency, .jitter: return Self.problem(value, 0.001...86_400_000, "a number of milliseconds")
        case .certificateDays: return Self.problem(value, 0...10_000, "a number of days")
        case .packetLoss: return Self.problem(value, 0...100, "a percentage from 0 to 100")
        }
    }

    /// The unit after the number, in a sentence.
    var unit: String {
        switch self {
        case .latency, .jitter: " ms"
        case .certificateDays: " days"
        case .packetLoss: "%"
        case .body, .json, .header, .status: ""
        }
    }

    private static func problem(_ value: String?, _ range: ClosedRange<Double>, _ what: String) -> String? {
        value.flatMap(Double.init).map(range.contains) == true ? nil : "must be \(what)"
    }

    private static func patternError(for value: String?) -> String? {
        guard let value, (1...self.maxTextLength).contains(value.utf8.count) else {
            return "must be a regular expression of 1 to \(self.maxTextLength) bytes"
        }
        do {
            _ = try Pattern(value)
            return nil
        } catch {
            return error.message
        }
    }
}
