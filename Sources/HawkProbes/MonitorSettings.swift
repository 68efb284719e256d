package import HawkCore

/// What a monitor type lets its owner choose, beyond the target: the `settings` of a monitor.
///
/// `init(from:)` fills defaults for absent members; every member of `CodingKeys` has a field in the type's form, and the reverse.
package protocol MonitorSettings: Codable, Sendable, Equatable {
    associatedtype CodingKeys: CodingKey, CaseIterable

    /// All defaults.
    init()

    /// Everything wrong with the values, by the path of the member.
    func validate() -> [FieldError]
}
