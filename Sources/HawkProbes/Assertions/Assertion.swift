import HawkCore

/// One thing that a target must fulfil beyond answering at all. Which sources there are depends on the monitor type.
package struct Assertion: Sendable, Equatable {
    package enum Operator: String, Codable, CaseIterable, Sendable {
        case contains
        case notContains = "not_contains"
        case equals
        case notEquals = "not_equals"
        case exists
        case notExists = "not_exists"
        case lessThan = "less_than"
        case greaterThan = "greater_than"
    }

    package enum Severity: String, Codable, CaseIterable, Sendable { case down, degraded }

    package var source: Source
    /// Which one, where the source has several: the name of a header.
    package var name: String?
    package var `operator`: Operator
    /// A text or a number, as the source has it; nil where the operator needs none.
    package var value: String?
    package var severity: Severity

    /// The value as a number.
    var number: Double? { self.value.flatMap(Double.init) }
}

extension Assertion {
    private static let most = 20

    /// Everything wrong with a list of assertions, for the field `assertions`.
    /// - Parameter sources: those that the monitor type has.
    static func validate(_ assertions: [Assertion], sources: [Source]) -> [FieldError] {
        var errors: [FieldError] = []
        if assertions.count > Self.most {
            errors.append(FieldError("assertions", "must not have more than \(Self.most) entries"))
        }
        for (position, assertion) in assertions.enumerated() {
            errors += assertion.validate(sources).map { $0.within("assertions.\(position)") }
        }
        return errors
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
        if let sentence = self.source.objection(toName: self.name) { errors.append(FieldError("name", sentence)) }
        if let sentence = self.objectionToValue { errors.append(FieldError("value", sentence)) }
        return errors
    }

    private var objectionToValue: String? {
        switch self.operator {
        case .exists, .notExists: self.value == nil ? nil : "is not used with this operator"
        default: self.source.objection(toValue: self.value)
        }
    }
}

extension Assertion: Codable {
    private enum CodingKeys: String, CodingKey { case source, name, `operator`, value, severity }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.source = try members.decode(.source, choiceOr: nil)
        self.name = try members.decodeIfPresent(String.self, forKey: .name)
        self.operator = try members.decode(.operator, choiceOr: nil)
        self.severity = try members.decode(.severity, choiceOr: .down)
        // A number may stand bare: what is stored is always a text.
        switch try members.decodeIfPresent(JSONValue.self, forKey: .value) ?? .null {
        case .null: self.value = nil
        case .string(let text): self.value = text
        case .int(let number): self.value = "\(number)"
        case .double(let number): self.value = "\(number)"
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .value, in: members, debugDescription: "must be a string or a number")
        }
    }
}
