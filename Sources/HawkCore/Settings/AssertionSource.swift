/// A subject that a row of an `assertions` field may have, and what the row offers for it.
package struct AssertionSource: Sendable, Equatable, Encodable {
    package struct Operator: Sendable, Equatable, Encodable {
        /// The value of the member `operator`.
        private let `operator`: String
        /// The verb between the source and the value, such as `is below`.
        private let label: String
        /// Whether the row has a value.
        private let needsValue: Bool

        package init(_ name: String, _ label: String, needsValue: Bool) {
            self.operator = name
            self.label = label
            self.needsValue = needsValue
        }
    }

    /// The value of the member `source`.
    private let source: String
    private let label: String
    /// An example of the member `name`. Nil if the row has no name.
    private let namePlaceholder: String?
    /// The unit of the value, or what it is.
    private let valuePlaceholder: String
    /// The first one is the default.
    private let operators: [Operator]

    package init(
        _ name: String, _ label: String, namePlaceholder: String?, valuePlaceholder: String, _ operators: [Operator]
    ) {
        self.source = name
        self.label = label
        self.namePlaceholder = namePlaceholder
        self.valuePlaceholder = valuePlaceholder
        self.operators = operators
    }
}
