package import HawkCore

/// The options of a monitor type beyond the target: the `settings` of a monitor.
///
/// `init(from:)` fills in defaults for absent members. Every member has a field in the type's form, and vice versa.
package protocol MonitorSettings: Codable, Sendable, Equatable {
    associatedtype CodingKeys: CodingKey, CaseIterable

    /// The wire names of all members, including those of parts.
    static var members: [String] { get }

    /// Creates settings with all defaults.
    init()

    /// Whether a failure is the expected result (`Inversion`).
    var isInverted: Bool { get }

    /// Returns all errors in the values, by the path of the member.
    func validate() -> [FieldError]
}

extension MonitorSettings {
    package var isInverted: Bool { false }

    package static var members: [String] { self.ownMembers }

    /// The wire names of the members of `CodingKeys`.
    package static var ownMembers: [String] { self.CodingKeys.allCases.map(\.wireName) }
}
