package import HawkCore

/// What every monitor type says of itself.
package protocol MonitorTypeDescription: Sendable {
    associatedtype Settings: MonitorSettings

    /// Stored in the database and in the API; never rename it. `docs/monitors/<type>.md` describes it.
    static var type: MonitorType { get }
    /// The type's name as people know it.
    static var label: String { get }
    /// One sentence: what a monitor of this type does.
    static var summary: String { get }
    /// The fields of `settings`, in display order.
    static var form: [FormField] { get }
}
