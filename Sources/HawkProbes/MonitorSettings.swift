package import HawkCore

/// What a monitor type lets its owner choose, beyond the target: the `settings` of a monitor.
///
/// `init(from:)` fills defaults for absent members; every member has a field in the type's form, and the reverse.
package protocol MonitorSettings: Codable, Sendable, Equatable {
    associatedtype CodingKeys: CodingKey, CaseIterable

    /// The names of all members, those of parts included.
    static var members: [String] { get }

    /// All defaults.
    init()

    /// A failure is what is expected (`Inversion`).
    var isInverted: Bool { get }

    /// Everything wrong with the values, by the path of the member.
    func validate() -> [FieldError]
}

extension MonitorSettings {
    package var isInverted: Bool { false }

    package static var members: [String] { Self.CodingKeys.allCases.map(\.stringValue) }
}
