package import HawkCore

/// The description of a monitor type.
package protocol MonitorTypeDescription: Sendable {
    associatedtype Settings: MonitorSettings

    /// Stored in the database and in the API. Never rename it. `docs/monitors/<type>.md` describes it.
    static var type: MonitorType { get }
    /// The type's name for people.
    static var label: String { get }
    /// One sentence about what a monitor of this type does.
    static var summary: String { get }
    /// The fields of `settings`, in display order.
    static var form: [FormField] { get }
}
