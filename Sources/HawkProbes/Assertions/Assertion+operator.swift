extension Assertion.Operator {
    var needsValue: Bool { self != .exists && self != .notExists }

    /// Whether the value is a regular expression.
    var needsPattern: Bool { self == .matches || self == .notMatches }

    var needsNumber: Bool { self == .lessThan || self == .greaterThan }

    /// Whether the operator also holds if nothing is found.
    var isNegated: Bool { [.notContains, .notEquals, .notMatches, .notExists].contains(self) }

    /// The text after "it must".
    var words: String {
        switch self {
        case .contains: "contain"
        case .notContains: "not contain"
        case .equals: "be"
        case .notEquals: "not be"
        case .matches: "match"
        case .notMatches: "not match"
        case .exists: "exist"
        case .notExists: "not exist"
        case .lessThan: "be less than"
        case .greaterThan: "be more than"
        }
    }
}
