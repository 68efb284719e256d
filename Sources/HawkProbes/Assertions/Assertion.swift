package import HawkCore

/// A condition on a response. The available sources depend on the monitor type.
package struct Assertion: Sendable, Equatable {
    package enum Operator: String, SettingChoice {
        case contains
        case notContains = "not_contains"
        case equals
        case notEquals = "not_equals"
        case matches
        case notMatches = "not_matches"
        case exists
        case notExists = "not_exists"
        case lessThan = "less_than"
        case greaterThan = "greater_than"
    }

    package enum Severity: String, SettingChoice { case down, degraded }

    package let source: Source
    /// The name of a header or the JSON path, if the source has several parts.
    package let name: String?
    package let `operator`: Operator
    /// A text or a number, depending on the source. Nil if the operator needs none.
    package let value: String?
    package let severity: Severity

    /// The value as a regular expression, compiled once for all checks. Nil if it is not one.
    let pattern: Pattern?
    /// The name as a JSON path. Nil if it is not one.
    let path: JSONPath?

    package init(_ source: Source, name: String? = nil, _ operator: Operator, _ value: String?, severity: Severity = .down) {
        self.source = source
        self.name = name
        self.operator = `operator`
        self.value = value
        self.severity = severity
        // `errors(in:sources:)` reports invalid ones.
        self.pattern = `operator`.needsPattern ? value.flatMap { try? Pattern($0) } : nil
        self.path = source == .json ? name.flatMap { try? JSONPath($0) } : nil
    }

    /// The value as a number.
    var number: Double? { self.value.flatMap(Double.init) }
}

extension Assertion {
    /// Returns all errors in a list of assertions, by the path within it.
    /// - Parameter sources: the sources of the monitor type.
    static func errors(in assertions: [Assertion], sources: [Source]) -> [FieldError] {
        assertions.enumerated().flatMap { position, assertion in
            assertion.validate(sources).map { $0.within("\(position)") }
        }
    }

    private func validate(_ sources: [Source]) -> [FieldError] {
        guard sources.contains(self.source) else {
            return [FieldError("source", "must be one of " + sources.map(\.rawValue).joined(separator: ", "))]
        }
        var errors: [FieldError] = []
        let operators = self.source.operators
        if !operators.contains(self.operator) {
            let list = operators.map(\.rawValue).joined(separator: ", ")
            errors.append(FieldError("operator", "must be one of \(list) for \(self.source.rawValue)"))
        }
        if let sentence = self.source.nameError(for: self.name) { errors.append(FieldError("name", sentence)) }
        if let sentence = self.source.valueError(for: self.value, self.operator) {
            errors.append(FieldError("value", sentence))
        }
        return errors
    }
}

extension Assertion: SettingElement {
    package static var listKind: FormField.Kind { .assertions }

    private enum CodingKeys: CodingKey { case source, name, `operator`, value, severity }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try members.decode(Source.self, forKey: .source), name: try members.decodeIfPresent(String.self, forKey: .name),
            try members.decode(Operator.self, forKey: .operator), try Self.value(in: members),
            severity: try members.decodeIfPresent(Severity.self, forKey: .severity) ?? .down)
    }

    package var jsonValue: JSONValue {
        var members: [String: JSONValue] = [  // BOUNDED: our own names
            "source": self.source.jsonValue, "operator": self.operator.jsonValue, "severity": self.severity.jsonValue,
        ]
        members["name"] = self.name?.jsonValue
        members["value"] = self.value?.jsonValue
        return .object(members)
    }

    /// The value may be a JSON number, true or false. It is always stored as text.
    private static func value(in members: KeyedDecodingContainer<CodingKeys>) throws -> String? {
        switch try members.decodeIfPresent(JSONValue.self, forKey: .value) ?? .null {
        case .null: return nil
        case .string(let text): return text
        case .bool(let value): return "\(value)"
        case .int(let number): return "\(number)"
        case .double(let number): return "\(number)"
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .value, in: members, debugDescription: "must be a string, a number, true or false")
        }
    }
}
