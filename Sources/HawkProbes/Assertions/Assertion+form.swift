import HawkCore

extension Assertion {
    private static let maxCount = 20

    /// Describes the setting `assertions`.
    /// - Parameter sources: the sources of the monitor type.
    static func setting<Root>(
        _ path: any WritableKeyPath<Root, [Assertion]> & Sendable, on sources: [Source], help: String
    ) -> Setting<Root> {
        Setting(
            "assertions", "Assertions", path, .entries(0...Self.maxCount), .check { Self.errors(in: $0, sources: sources) },
            help: help, options: sources.map(\.rawValue), assertionSources: sources.map(\.description))
    }
}

extension Assertion.Source {
    fileprivate var description: AssertionSource {
        AssertionSource(
            self.rawValue, self.label, namePlaceholder: self.namePlaceholder, valuePlaceholder: self.valuePlaceholder,
            self.operators.map { AssertionSource.Operator($0.rawValue, $0.label, needsValue: $0.needsValue) })
    }

    private var label: String {
        switch self {
        case .body: "Body"
        case .json: "JSON"
        case .header: "Header"
        case .status: "Status"
        case .latency: "Latency"
        case .certificateDays: "Certificate"
        case .packetLoss: "Packet loss"
        case .jitter: "Jitter"
        }
    }

    private var namePlaceholder: String? {
        switch self {
        case .json: "$.status"
        case .header: "Header"
        case .body, .status, .latency, .certificateDays, .packetLoss, .jitter: nil
        }
    }

    private var valuePlaceholder: String {
        switch self {
        case .body: "Text"
        case .json, .header: "Value"
        case .status: "Status"
        case .latency, .jitter: "Milliseconds"
        case .certificateDays: "Days left"
        case .packetLoss: "Percent"
        }
    }
}

extension Assertion.Operator {
    fileprivate var label: String {
        switch self {
        case .contains: "contains"
        case .notContains: "does not contain"
        case .matches: "matches"
        case .notMatches: "does not match"
        case .equals: "is"
        case .notEquals: "is not"
        case .lessThan: "is below"
        case .greaterThan: "is above"
        case .exists: "exists"
        case .notExists: "does not exist"
        }
    }
}
