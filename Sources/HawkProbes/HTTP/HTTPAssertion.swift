import HawkCore

/// One thing that an answer must fulfil beyond its status.
package struct HTTPAssertion: Sendable, Equatable {
    package enum Source: String, Codable, CaseIterable, Sendable { case body, header, latency, status }

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
    /// The header's name, where the source is a header.
    package var name: String?
    package var `operator`: Operator
    /// A text for body and header, a status, or milliseconds; nil where the operator needs none.
    package var value: String?
    package var severity: Severity

    func validate() -> [FieldError] {
        var errors: [FieldError] = []
        if !Self.operators(of: self.source).contains(self.operator) {
            let list = Self.operators(of: self.source).map(\.rawValue).joined(separator: ", ")
            errors.append(FieldError("operator", "must be one of \(list) for \(self.source.rawValue)"))
        }
        if self.source == .header {
            if !HTTPSyntax.isToken(self.name ?? "") { errors.append(FieldError("name", "must be the name of a header")) }
        } else if self.name != nil {
            errors.append(FieldError("name", "is for headers only"))
        }
        if let sentence = self.objectionToValue { errors.append(FieldError("value", sentence)) }
        return errors
    }

    /// The value as a number: a status or milliseconds.
    var number: Double? { self.value.flatMap(Double.init) }

    private var objectionToValue: String? {
        switch (self.source, self.operator) {
        case (_, .exists), (_, .notExists): self.value == nil ? nil : "is not used with this operator"
        case (.body, _): self.isText && self.value != "" ? nil : "must be a text of 1 to 1024 bytes"
        case (.header, _): self.isText ? nil : "must be a text of at most 1024 bytes"
        case (.status, _):
            self.value.flatMap(Int.init).map((100...599).contains) == true ? nil : "must be a status from 100 to 599"
        case (.latency, _): self.number.map { $0 > 0 && $0 <= 86_400_000 } == true ? nil : "must be a number of milliseconds"
        }
    }

    private var isText: Bool { self.value.map { $0.utf8.count <= 1_024 } ?? false }

    private static func operators(of source: Source) -> [Operator] {
        switch source {
        case .body: [.contains, .notContains]
        case .header: [.equals, .notEquals, .contains, .notContains, .exists, .notExists]
        case .status: [.equals, .notEquals, .lessThan, .greaterThan]
        case .latency: [.lessThan, .greaterThan]
        }
    }
}

extension HTTPAssertion: Codable {
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
