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
            help: help, options: sources.map(\.rawValue))
    }
}
