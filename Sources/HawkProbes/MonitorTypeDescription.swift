package import HawkCore

/// The description of a monitor type. `docs/monitors/<type>.md` describes it to people.
package protocol MonitorTypeDescription: ConfigurableType where TypeName == MonitorType, Settings: MonitorSettings {
    /// One sentence about what a monitor of this type does.
    static var summary: String { get }
}
