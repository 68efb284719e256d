/// A condition on the value of one setting.
package struct SettingRule<Value: Sendable>: Sendable {
    /// The bounds of a number, for the form.
    fileprivate(set) var minimum: Double?
    fileprivate(set) var maximum: Double?
    /// Returns the errors, by the path within the setting. An empty path is the setting itself.
    let errors: @Sendable (Value) -> [FieldError]

    /// - Parameter errors: returns the errors, by the path within the setting.
    package static func check(_ errors: @escaping @Sendable (Value) -> [FieldError]) -> SettingRule {
        SettingRule(errors: errors)
    }

    /// - Parameter problem: returns the error, which completes a sentence that begins with the setting. Nil if there is none.
    package static func valid(_ problem: @escaping @Sendable (Value) -> String?) -> SettingRule {
        SettingRule { value in problem(value).map { [FieldError("", $0)] } ?? [] }
    }
}

extension SettingRule where Value: BinaryInteger {
    package static func range(_ range: ClosedRange<Value>) -> SettingRule {
        var rule = Self.valid { range.contains($0) ? nil : "must be from \(range.lowerBound) to \(range.upperBound)" }
        rule.minimum = Double(range.lowerBound)
        rule.maximum = Double(range.upperBound)
        return rule
    }
}

extension SettingRule where Value == String {
    package static func bytes(_ range: ClosedRange<Int>) -> SettingRule {
        let most = range.upperBound
        // Small limits are exact numbers, large ones are sizes.
        let size = most.isMultiple(of: 1_024) && most > 8_192 ? "\(most / 1_024) KiB" : "\(most) bytes"
        let problem =
            range.lowerBound == 0
            ? "must not be longer than \(size)" : "must be \(range.lowerBound) to \(most) bytes long"
        return .valid { range.contains($0.utf8.count) ? nil : problem }
    }
}

extension SettingRule where Value: Collection {
    package static func entries(_ range: ClosedRange<Int>) -> SettingRule {
        .valid { value in
            if value.count > range.upperBound { return "must not have more than \(range.upperBound) entries" }
            if value.count >= range.lowerBound { return nil }
            return range.lowerBound == 1 ? "must have at least one entry" : "must have at least \(range.lowerBound) entries"
        }
    }

    /// Every element must satisfy a condition.
    package static func each(_ problem: @escaping @Sendable (Value.Element) -> String?) -> SettingRule {
        .check { value in
            value.enumerated().compactMap { position, element in problem(element).map { FieldError("\(position)", $0) } }
        }
    }
}
